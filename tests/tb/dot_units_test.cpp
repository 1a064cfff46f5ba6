#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"
#include "generator/design_fields.h"
#include "tb/measure.h"

// Dot products and MACs around one heap with all that their registers can have.

using namespace pann;
using generator::Accumulation;
using generator::Architecture;
using generator::DesignSpec;
using generator::FinalAdder;
using generator::Kind;
using generator::PartialProducts;
using generator::Reduction;
using generator::Reset;

namespace {

DesignSpec dot(int lanes, int x, int w, int acc) {
  DesignSpec spec;
  spec.kind = Kind::dot;
  spec.lanes = lanes;
  spec.x_width = x;
  spec.w_width = w;
  spec.acc_width = acc;
  return spec;
}

template <class Change>
DesignSpec with(DesignSpec spec, const Change& change) {
  change(spec);
  return spec;
}

tb::Measurement measure(const DesignSpec& spec, tb::Engine engine, std::uint64_t vectors) {
  test::DesignOnDisk design;
  test::emit_to(design, spec);
  const tb::DesignFiles files{design.directory.path(), design.manifest};
  return tb::measure(files, tb::make_operands({.vectors = vectors, .length = 20}, files.manifest),
                     engine);
}

/// Clock gates, isolated operands and lazy upper parts, with what goes beside them.
void add_low_power(std::vector<DesignSpec>& specs) {
  using S = DesignSpec;
  const auto add = [&](const auto& change) {
    specs.push_back(with(with(dot(1, 4, 5, 14),
                              [](S& s) {
                                s.kind = Kind::mac;
                                s.multiplier = Architecture::heap;
                              }),
                         change));
    REQUIRE(generator::validate(specs.back()).empty());
  };
  add([](S& s) {
    s.accumulate = Accumulation::fused;
    s.x_signed = false;
    s.zero_gate = true;
    s.lazy_high = 5;
  });
  add([](S& s) {
    s.clock_gate = s.enable = s.valid = s.operand_isolation = true;
    s.gate_fanout = 3;
    s.round = 4;
    s.saturate = true;
  });
  add([](S& s) {
    s.accumulate = Accumulation::carry_save;
    s.clock_gate = s.zero_gate = s.valid = s.bias = true;
    s.reset = Reset::async;
  });
  add([](S& s) {
    s.x_signed = s.w_signed = false;
    s.lazy_high = 1;
    s.bias = s.operand_isolation = s.zero_gate = true;
    s.gate_fanout = 1;
  });
  add([](S& s) {
    s.kind = Kind::dot;
    s.lanes = 3;
    s.accumulate = Accumulation::fused;
    s.lazy_high = 3;
    s.valid = s.operand_isolation = true;
    s.bias = true;
    s.reset = Reset::none;
  });
  // Behind register rows, and of complements.
  add([](S& s) {
    s.accumulate = Accumulation::fused;
    s.zero_gate = s.operand_isolation = s.bias = true;
    s.pipeline = 2;
    s.lazy_high = 4;
    s.gate_fanout = 2;
  });
  add([](S& s) {
    s.clock_gate = s.enable = s.valid = s.zero_gate = true;
    s.pipeline = 3;
    s.round = 3;
    s.saturate = true;
    s.reset = Reset::async;
  });
  add([](S& s) {
    s.kind = Kind::dot;
    s.lanes = 3;
    s.accumulate = Accumulation::carry_save;
    s.clock_gate = s.valid = true;
    s.pipeline = 1;
    s.reset = Reset::none;
  });
  add([](S& s) {
    s.kind = Kind::dot;
    s.lanes = 2;
    s.sign_ordered = s.zero_gate = s.valid = s.bias = true;
    s.x_signed = false;
    s.lazy_high = 2;
  });
  add([](S& s) {
    s.kind = Kind::dot;
    s.lanes = 2;
    s.sign_ordered = s.clock_gate = s.zero_gate = s.enable = s.valid = true;
    s.accumulate = Accumulation::fused;
    s.pipeline = 2;
    s.lazy_high = 1;
  });
}

/// Every choice of every option at least once, beside others than before.
std::vector<DesignSpec> variety() {
  using S = DesignSpec;
  std::vector<DesignSpec> specs;
  const auto add = [&specs](const DesignSpec& spec, const auto& change) {
    specs.push_back(with(spec, change));
    REQUIRE(generator::validate(specs.back()).empty());
  };
  add(dot(1, 2, 2, 4), [](S&) {});
  add(dot(3, 4, 3, 9), [](S& s) {
    s.accumulate = Accumulation::fused;
    s.pipeline = 1;
    s.valid = true;
  });
  add(dot(8, 8, 8, 24), [](S& s) {
    s.accumulate = Accumulation::fused;
    s.x_signed = false;
    s.bias = true;
    s.pipeline = 2;
    s.enable = true;
  });
  add(dot(4, 5, 6, 16), [](S& s) {
    s.partial_products = PartialProducts::booth4;
    s.accumulate = Accumulation::carry_save;
    s.final_adder = FinalAdder::sklansky;
    s.pipeline = 3;
    s.reset = Reset::none;
  });
  add(dot(5, 6, 5, 18), [](S& s) {
    s.sign_ordered = true;
    s.x_signed = false;
    s.pipeline = 1;
    s.valid = true;
    s.reset = Reset::async;
  });
  add(dot(2, 4, 4, 10), [](S& s) {
    s.sign_ordered = true;
    s.accumulate = Accumulation::carry_save;
    s.partial_products = PartialProducts::booth2;
    s.reduction = Reduction::dadda;
    s.final_adder = FinalAdder::kogge_stone;
    s.bias = true;
  });
  add(dot(4, 3, 3, 9), [](S& s) {
    s.sign_ordered = true;
    s.accumulate = Accumulation::fused;
    s.saturate = true;
    s.round = 2;
    s.enable = true;
    s.valid = true;
    s.pipeline = 4;
  });
  add(dot(2, 4, 4, 9), [](S& s) {
    s.x_signed = s.w_signed = false;
    s.saturate = true;
    s.round = 1;
    s.reduction = Reduction::four_to_two;
    s.final_adder = FinalAdder::carry_select;
    s.pipeline = 2;
  });
  add(dot(3, 4, 4, 12), [](S& s) {
    s.reduction = Reduction::rows;
    s.saturate = true;
    s.bias = true;
    s.pipeline = 2;
  });
  add(dot(2, 7, 3, 128), [](S& s) {
    s.accumulate = Accumulation::fused;
    s.reduction = Reduction::wallace;
    s.final_adder = FinalAdder::brent_kung;
    s.pipeline = 3;
    s.round = 100;
    s.reset = Reset::none;
    s.valid = true;
  });
  for (const Accumulation accumulate :
       {Accumulation::separate, Accumulation::fused, Accumulation::carry_save}) {
    add(dot(1, 4, 4, 11), [&](S& s) {
      s.kind = Kind::mac;
      s.multiplier = Architecture::heap;
      s.accumulate = accumulate;
      s.pipeline = 1;
      s.round = 3;
      s.saturate = accumulate != Accumulation::carry_save;
      s.enable = true;
    });
  }
  add_low_power(specs);
  return specs;
}

/// What acc_o shows after each operation, in integers of the host.
std::vector<std::int64_t> shown_sums(const DesignSpec& spec, const tb::OperandStreams& operands) {
  const bool is_signed = spec.x_signed || spec.w_signed;
  const std::int64_t low = is_signed ? -(std::int64_t{1} << (spec.acc_width - 1)) : 0;
  const std::int64_t high = low + (std::int64_t{1} << spec.acc_width) - 1;
  std::vector<std::int64_t> shown;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    std::int64_t sum = spec.round > 0 ? std::int64_t{1} << (spec.round - 1) : 0;
    for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
      for (std::size_t l = 0; l < operands.lanes; ++l) {
        const std::size_t at = i * operands.lanes + l;
        sum +=
            static_cast<std::int64_t>(operands.x[at]) * static_cast<std::int64_t>(operands.w[at]);
      }
      if (spec.saturate) sum = std::clamp(sum, low, high);
      shown.push_back(sum >> spec.round);
    }
  }
  return shown;
}

}  // namespace

TEST_CASE("dot products and MACs of a heap are right with every option of their registers") {
  for (const DesignSpec& spec : variety()) {
    const tb::Measurement measured = measure(spec, tb::Engine::native, 400);
    CAPTURE(generator::title_of(spec));
    CHECK(measured.result.mismatches == 0);
    CHECK(measured.result.operations >= 400);
    CHECK(measured.control_checked > 0);
    CHECK(measured.unchecked.empty());
  }
}

TEST_CASE("they count alike in three engines") {
  const std::vector<DesignSpec> all = variety();
  for (const std::size_t choice : {std::size_t{3}, std::size_t{6}, all.size() - 10, all.size() - 9,
                                   all.size() - 5, all.size() - 4, all.size() - 1}) {
    const tb::Measurement native = measure(all[choice], tb::Engine::native, 300);
    CAPTURE(generator::title_of(all[choice]));
    for (const tb::Engine engine : {tb::Engine::verilator, tb::Engine::icarus}) {
      const tb::Measurement other = measure(all[choice], engine, 300);
      CHECK(other.result.mismatches == 0);
      REQUIRE(other.elements.size() == native.elements.size());
      for (std::size_t i = 0; i < other.elements.size(); ++i) {
        CAPTURE(native.elements[i].name);
        CHECK(other.elements[i].toggles == native.elements[i].toggles);
      }
    }
  }
}

TEST_CASE("the reference model rounds, saturates and orders signs as integers of the host do") {
  for (const DesignSpec& spec : variety()) {
    if (spec.acc_width > 60) continue;
    CAPTURE(generator::title_of(spec));
    const generator::Manifest manifest = generator::manifest_of(spec);
    const tb::OperandStreams operands = tb::make_operands({.vectors = 200, .length = 10}, manifest);
    const sim::Schedule schedule = tb::make_schedule(manifest, operands);
    const auto slot =
        std::find_if(schedule.outputs.begin(), schedule.outputs.end(),
                     [](const sim::PinSlot& output) { return output.port == "acc_o"; });
    REQUIRE(slot != schedule.outputs.end());
    const std::vector<std::int64_t> shown = shown_sums(spec, operands);
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - slot->width);
    std::size_t next = 0;
    for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
      const sim::StreamSpan& span = schedule.streams[stream];
      const std::size_t count = operands.first[stream + 1] - operands.first[stream];
      // The last `count` cycles of a stream show its sums.
      for (std::size_t i = 0; i < count; ++i, ++next) {
        const std::size_t cycle = span.first_cycle + span.cycles - count + i;
        CHECK(schedule.expected[cycle * schedule.output_words + slot->first_word] ==
              (static_cast<std::uint64_t>(shown[next]) & mask));
      }
    }
  }
}

TEST_CASE("all operands of two lanes of two bits give the right sums") {
  for (const bool x_signed : {false, true}) {
    for (const bool sign_ordered : {false, true}) {
      DesignSpec spec = dot(2, 2, 2, 7);
      spec.x_signed = x_signed;
      spec.sign_ordered = sign_ordered;
      spec.accumulate = Accumulation::fused;
      spec.pipeline = 1;
      test::DesignOnDisk design;
      test::emit_to(design, spec);
      tb::OperandStreams operands;
      operands.lanes = 2;
      operands.first = {0, 256};
      const auto value = [](unsigned bits, bool is_signed) {
        return static_cast<tb::OperandBits>(is_signed && bits > 1 ? static_cast<int>(bits) - 4
                                                                  : static_cast<int>(bits));
      };
      for (unsigned i = 0; i < 256; ++i) {
        const bool is_negative = sign_ordered && i % 2 != 0;
        for (unsigned lane = 0; lane < 2; ++lane) {
          const unsigned word = (i >> (4 * lane)) & 15U;
          operands.x.push_back(value(word & 3U, x_signed));
          const tb::OperandBits w = value(word >> 2U, !sign_ordered);
          operands.w.push_back(is_negative ? tb::OperandBits{0} - w : w);
        }
      }
      const tb::Measurement measured =
          tb::measure({design.directory.path(), design.manifest}, operands, tb::Engine::native);
      CHECK(measured.result.mismatches == 0);
      CHECK(measured.result.operations == 256);
    }
  }
}

TEST_CASE("operands by sign keep the sums of their streams") {
  const DesignSpec spec = with(dot(3, 4, 4, 16), [](DesignSpec& s) { s.sign_ordered = true; });
  const auto operands = tb::make_operands({.vectors = 90, .length = 30}, spec);
  CHECK(operands.streams() == 3);
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    bool is_negative = false;
    for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
      bool any = false;
      for (std::size_t l = 0; l < 3; ++l) {
        const auto w = static_cast<std::int64_t>(operands.w[i * 3 + l]);
        CHECK(w >= -15);
        CHECK(w <= 15);
        any = any || w < 0;
        if (is_negative) CHECK(w <= 0);
      }
      CHECK((any || !is_negative));
      is_negative = is_negative || any;
    }
    CHECK(is_negative);
  }
}
