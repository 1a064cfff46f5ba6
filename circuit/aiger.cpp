#include "circuit/aiger.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "circuit/bit_names.h"
#include "circuit/net_sources.h"
#include "support/diagnostic.h"

namespace pann::circuit {

namespace {

/// Twice a variable, and one more where it is complemented; 0 is false.
using Literal = std::uint32_t;
constexpr Literal kFalse = 0;
constexpr Literal kTrue = 1;

Literal complement(Literal literal) {
  return literal ^ 1U;
}

/// The nodes of a graph, each made of earlier ones.
class Graph {
 public:
  explicit Graph(std::size_t inputs) : inputs_(static_cast<Literal>(inputs)) {}

  Literal input(std::size_t index) const { return 2 * (static_cast<Literal>(index) + 1); }

  Literal conjunction(Literal a, Literal b) {
    if (a < b) std::swap(a, b);
    if (b == kFalse || a == complement(b)) return kFalse;
    if (b == kTrue || a == b) return a;
    const auto [known, is_new] =
        index_.try_emplace({a, b}, 2 * (inputs_ + static_cast<Literal>(nodes_.size()) + 1));
    if (is_new) nodes_.emplace_back(a, b);
    return known->second;
  }

  Literal choice(Literal select, Literal then, Literal otherwise) {
    if (then == otherwise) return then;
    return complement(conjunction(complement(conjunction(select, then)),
                                  complement(conjunction(complement(select), otherwise))));
  }

  /// The binary format: a node is two differences, in groups of seven bits.
  std::string text(const std::vector<Literal>& outputs, const std::string& symbols) const {
    std::string result = fmt::format("aig {} {} 0 {} {}\n", inputs_ + nodes_.size(), inputs_,
                                     outputs.size(), nodes_.size());
    for (const Literal output : outputs) result += fmt::format("{}\n", output);
    Literal own = 2 * inputs_;
    for (const auto& [larger, smaller] : nodes_) {
      own += 2;
      append_number(own - larger, result);
      append_number(larger - smaller, result);
    }
    return result + symbols;
  }

 private:
  static void append_number(Literal number, std::string& bytes) {
    for (; number >= 0x80U; number >>= 7U) bytes += static_cast<char>((number & 0x7fU) | 0x80U);
    bytes += static_cast<char>(number);
  }

  Literal inputs_;
  std::vector<std::pair<Literal, Literal>> nodes_;  ///< The larger operand first.
  std::map<std::pair<Literal, Literal>, Literal> index_;
};

/// Literals of a netlist's nets.
class Converter {
 public:
  explicit Converter(const Netlist& netlist)
      : netlist_(netlist),
        sources_(netlist, {}, false),
        graph_(bits_of(generator::Direction::input)) {
    if (!sources_.clock_port().empty()) {
      support::fail_input(
          "aiger.register",
          fmt::format("{} stores: --aiger is for combinational designs", netlist.top),
          "leave it out, or take the multiplier or adder alone");
    }
    literals_.resize(netlist.net_count);
    literals_[kNetZero] = kFalse;
    literals_[kNetOne] = kTrue;
    std::size_t next = 0;
    for_each_bit(generator::Direction::input,
                 [&](const std::string&, NetId net) { literals_[net] = graph_.input(next++); });
  }

  std::string text() {
    std::vector<Literal> outputs;
    std::string symbols;
    std::size_t count = 0;
    for_each_bit(generator::Direction::input, [&](const std::string& name, NetId) {
      symbols += fmt::format("i{} {}\n", count++, name);
    });
    for_each_bit(generator::Direction::output, [&](const std::string& name, NetId net) {
      symbols += fmt::format("o{} {}\n", outputs.size(), name);
      outputs.push_back(literal(net));
    });
    return graph_.text(outputs, symbols);
  }

 private:
  template <class Visit>
  void for_each_bit(generator::Direction direction, const Visit& visit) const {
    for (const NetlistPort& port : netlist_.ports) {
      if (port.direction != direction) continue;
      for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
        visit(port.bits.size() == 1 ? port.name : bit_name(port.name, static_cast<int>(bit)),
              port.bits[bit]);
      }
    }
  }

  std::size_t bits_of(generator::Direction direction) const {
    std::size_t bits = 0;
    for_each_bit(direction, [&](const std::string&, NetId) { ++bits; });
    return bits;
  }

  /// Without recursion: a carry chain is as deep as the design is wide.
  Literal literal(NetId wanted) {
    std::vector<NetId> waiting{wanted};
    while (!waiting.empty()) {
      const NetId net = waiting.back();
      if (literals_[net]) {
        waiting.pop_back();
        continue;
      }
      const NetSources::Driver& driver = gate_of(net);
      const TruthTable& table = sources_.function(driver.cell).outputs.at(driver.output).function;
      const std::size_t before = waiting.size();
      const std::vector<Literal> inputs = inputs_of(driver.cell, table, waiting);
      if (waiting.size() == before) {
        literals_[net] = function(table, inputs, table.inputs.size(), 0);
      } else if (waiting.size() > std::size_t{TruthTable::kMostInputs} * netlist_.net_count) {
        support::fail_input(
            "aiger.loop",
            fmt::format("{} of {} depends on itself", sources_.label(net), netlist_.top),
            "break the combinational loop");
      }
    }
    return *literals_[wanted];
  }

  const NetSources::Driver& gate_of(NetId net) {
    const NetSources::Driver& driver = sources_.driver(net);
    if (driver.kind == NetDriver::gate && !sources_.is_latch(driver.cell)) return driver;
    support::fail_input(
        "aiger.net",
        fmt::format("nothing defined drives {} of {}", sources_.label(net), netlist_.top),
        "drive it in the Verilog source");
  }

  /// The literals at the inputs of a table; those that are not known yet join `waiting`.
  std::vector<Literal> inputs_of(std::uint32_t cell, const TruthTable& table,
                                 std::vector<NetId>& waiting) {
    std::vector<Literal> inputs(table.inputs.size(), kFalse);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!depends_on_input(table, i)) continue;
      const std::optional<NetId> source = NetSources::net_at(sources_.cell(cell), table.inputs[i]);
      if (!source || !sources_.check_use(cell, {*source, table.inputs[i]})) {
        sources_.throw_if_faulty();
      }
      if (literals_[*source]) {
        inputs[i] = *literals_[*source];
      } else {
        waiting.push_back(*source);
      }
    }
    return inputs;
  }

  /// The rows of the table from `first` on, over the lowest `count` inputs (Shannon).
  Literal function(const TruthTable& table, const std::vector<Literal>& inputs, std::size_t count,
                   std::size_t first) {
    if (count == 0) return value_at(table, first) ? kTrue : kFalse;
    const std::size_t half = std::size_t{1} << (count - 1);
    const Literal otherwise = function(table, inputs, count - 1, first);
    const Literal then = function(table, inputs, count - 1, first + half);
    return graph_.choice(inputs[count - 1], then, otherwise);
  }

  const Netlist& netlist_;
  NetSources sources_;
  Graph graph_;
  std::vector<std::optional<Literal>> literals_;
};

}  // namespace

std::string to_aiger(const Netlist& netlist) {
  return Converter(netlist).text();
}

}  // namespace pann::circuit
