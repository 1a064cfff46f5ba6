#include "generator/units/clock_gate.h"

#include <algorithm>

#include <fmt/format.h>

#include "generator/arith/parameters.h"

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;
using verilog::Instance;
using verilog::Items;
using verilog::Latch;
using verilog::Module;
using verilog::Net;
using verilog::NetType;
using verilog::Register;

namespace {

constexpr const char* kModule = "clock_gate";

/// Bits `low` and up of a word, clocked by one gate.
struct Part {
  std::string name;  ///< Of the registers.
  std::string clock;
  std::string gate;
  int low = 0;
  int width = 0;
};

std::vector<Part> parts_of(const GatedWord& gated, int fanout) {
  const int count = (gated.width + fanout - 1) / fanout;
  std::vector<Part> parts;
  for (int i = 0; i < count; ++i) {
    const std::string number = count == 1 ? "" : std::to_string(i);
    const int low = gated.width * i / count;
    parts.push_back({count == 1 ? gated.word : fmt::format("{}_part{}", gated.word, i),
                     fmt::format("{}_clk{}", gated.word, number),
                     fmt::format("u_{}_gate{}", gated.word, number), low,
                     gated.width * (i + 1) / count - low});
  }
  return parts;
}

std::optional<Expression> net_width(int width) {
  if (width == 1) return std::nullopt;
  return Expression(width);
}

/// What reset stores in a part.
Expression reset_value(const Part& part, int one_at) {
  if (one_at < part.low || one_at >= part.low + part.width) return verilog::zeros(part.width);
  std::vector<Expression> bits;
  const int above = part.low + part.width - 1 - one_at;
  if (above > 0) bits.push_back(verilog::zeros(above));
  bits.push_back(verilog::one_bit(true));
  if (one_at > part.low) bits.push_back(verilog::zeros(one_at - part.low));
  return verilog::concatenate(bits);
}

Expression bits_of(const GatedWord& gated, const Part& part) {
  if (part.width == gated.width) return gated.next;
  if (part.width == 1) return verilog::bit(gated.next, part.low);
  return verilog::part(gated.next, part.low + part.width - 1, part.low);
}

Register register_of(const GatedWord& gated, const Part& part) {
  Register reg{part.clock, gated.reset == Reset::none ? "" : "rst_ni", part.name, part.width,
               bits_of(gated, part)};
  reg.is_asynchronous = gated.reset == Reset::async;
  if (gated.one_at >= 0) reg.reset_value = reset_value(part, gated.one_at);
  return reg;
}

}  // namespace

Module clock_gate() {
  Module module{.name = kModule};
  module.header = {
      "Clock gate: gclk_o is clk_i in the pulses before which en_i was high, and low in the "
      "others. "
      "A cell of the library that has latch and gate in one takes its place in a netlist.",
      "none: en_i counts as it is where clk_i rises", "none", ""};
  module.ports = {input("clk_i"), input("en_i"), output("gclk_o")};
  module.items = {Net{"open_q", std::nullopt, NetType::reg},
                  verilog::Comment{
                      "Follows while clk_i is low; while it is high nothing passes, so that gclk_o "
                      "has whole pulses only."},
                  Latch{"clk_i", "open_q", "en_i"},
                  Assign{"gclk_o", Expression("clk_i") & "open_q"}};
  return module;
}

Expression open_in_reset(Reset reset, const Expression& open) {
  return reset == Reset::none ? open : ~Expression("rst_ni") | open;
}

Instance clock_gate_instance(const std::string& name, const std::string& open,
                             const std::string& clock) {
  return {kModule, name, {}, {{"clk_i", "clk_i"}, {"en_i", open}, {"gclk_o", clock}}};
}

void count_clock_gate(ElementGroups& elements, const std::string& name, const std::string& clock) {
  count_as(elements, "clock", {clock});
  count_as(elements, "clock_latches", {name + ".open_q"});
}

std::string fanout_suffix(const DesignSpec& spec) {
  if (spec.gate_fanout == DesignSpec{}.gate_fanout) return "";
  return fmt::format("_fanout{}", spec.gate_fanout);
}

Items gated_word_nets(const GatedWord& gated, int fanout) {
  const std::vector<Part> parts = parts_of(gated, fanout);
  Items items{Net{gated.word + "_open"}};
  for (const Part& part : parts) items.push_back(Net{part.clock});
  for (const Part& part : parts) {
    items.push_back(Net{part.name, net_width(part.width), NetType::reg});
  }
  if (parts.size() > 1) items.push_back(Net{gated.word, Expression(gated.width)});
  return items;
}

Items gated_word(const GatedWord& gated, int fanout) {
  const std::vector<Part> parts = parts_of(gated, fanout);
  const std::string open = gated.word + "_open";
  const Expression condition = open_in_reset(gated.reset, gated.open);
  Items items;
  items.push_back(Assign{open, condition});
  if (parts.size() > 1) {
    std::vector<Expression> words;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) words.emplace_back(part->name);
    items.push_back(Assign{gated.word, verilog::concatenate(words)});
  }
  for (const Part& part : parts) {
    items.push_back(clock_gate_instance(part.gate, open, part.clock));
    items.push_back(register_of(gated, part));
  }
  return items;
}

void count_gated_word(ElementGroups& elements, const GatedWord& gated, int fanout) {
  for (const Part& part : parts_of(gated, fanout)) {
    count_clock_gate(elements, part.gate, part.clock);
  }
  count_as(elements, "control", {gated.word + "_open"});
}

}  // namespace pann::generator
