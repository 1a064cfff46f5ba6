#include "synth/yosys/cell_models.h"

#include <optional>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "synth/timing/order.h"
#include "synth/timing/slews.h"
#include "synth/yosys/verilog_expression.h"

namespace pann::synth {

namespace {

/// An edge of a pin, where the expression is the pin or its inverse.
struct PinEdge {
  std::string pin;
  bool inverted = false;
};

std::optional<PinEdge> as_edge(const BooleanExpression& expression) {
  if (expression.pins().size() != 1) return std::nullopt;
  const std::vector<bool> table = expression.truth_table();
  if (table[0] == table[1]) return std::nullopt;
  return PinEdge{expression.pins().front(), table[0]};
}

[[noreturn]] void refuse(const Cell& cell, const char* code, const std::string& why) {
  support::fail_input(code, fmt::format("cell '{}' {}", cell.name, why),
                      "keep mapping off it (dont_use, or the library's keep-off list)",
                      support::Location{cell.file, cell.line, std::nullopt});
}

/// Writes the module of one cell.
class ModelWriter {
 public:
  ModelWriter(const Cell& cell, const CellModelOptions& options) : cell_(cell), options_(options) {}

  std::string run();

 private:
  void ports();
  void outputs();
  void specify();
  void register_of(const Sequential& state, std::size_t index);
  void latch_of(const Sequential& state);
  /// The signal whose edges an always block waits for; a wire where the expression is no pin.
  std::string edge(const BooleanExpression& expression, const std::string& wire);
  static std::string asynchronous(const Sequential& state, const std::string& name);

  const Cell& cell_;
  const CellModelOptions& options_;
  std::string text_;
};

void ModelWriter::ports() {
  std::vector<std::string> names;
  std::string declarations;
  for (const Pin& pin : cell_.pins) {
    if (pin.direction == PinDirection::internal) continue;
    if (pin.direction == PinDirection::inout) refuse(cell_, "cell.function", "has an inout pin");
    const std::string name = verilog_name(pin.name);
    names.push_back(name);
    declarations += fmt::format("  {} {};\n", pin.is_output() ? "output" : "input", name);
  }
  text_ += fmt::format("module {} ({});\n{}", verilog_name(cell_.name), fmt::join(names, ", "),
                       declarations);
}

void ModelWriter::outputs() {
  for (const Pin& pin : cell_.pins) {
    if (!pin.is_output()) continue;
    if (!pin.function) {
      refuse(cell_, "cell.function", fmt::format("has no function for its output '{}'", pin.name));
    }
    const std::string value = options_.specify ? hazard_free_expression(*pin.function)
                                               : verilog_expression(*pin.function);
    text_ += pin.three_state
                 ? fmt::format("  assign {} = {} ? 1'bz : {};\n", verilog_name(pin.name),
                               verilog_expression(*pin.three_state), value)
                 : fmt::format("  assign {} = {};\n", verilog_name(pin.name), value);
  }
}

void ModelWriter::specify() {
  std::set<std::string> paths;
  for (const Pin& pin : cell_.pins) {
    for (const TimingArc& arc : pin.timing) {
      if (!pin.is_output() || !is_delay_arc(arc) || cell_.find_pin(arc.related_pin) == nullptr) {
        continue;
      }
      const std::string from = verilog_name(arc.related_pin);
      const std::string to = verilog_name(pin.name);
      const bool is_clocked =
          arc.type == TimingType::rising_edge || arc.type == TimingType::falling_edge;
      const bool is_split = !is_clocked && are_split(pin, arc.related_pin, arc.type);
      if (!is_clocked && !is_split) {
        paths.insert(fmt::format("    ({} => {}) = (0, 0);\n", from, to));
      }
      // An edge path names the data that it brings; any expression will do here.
      for (const bool rises : {false, true}) {
        const bool has_edge =
            is_split || (is_clocked && rises == (arc.type == TimingType::rising_edge));
        if (!has_edge) continue;
        paths.insert(fmt::format("    ({} {} => ({} : 1'b1)) = (0, 0);\n",
                                 rises ? "posedge" : "negedge", from, to));
      }
    }
  }
  if (!paths.empty()) text_ += fmt::format("  specify\n{}  endspecify\n", fmt::join(paths, ""));
}

std::string ModelWriter::edge(const BooleanExpression& expression, const std::string& wire) {
  const auto pin = as_edge(expression);
  if (pin)
    return fmt::format("{} {}", pin->inverted ? "negedge" : "posedge", verilog_name(pin->pin));
  text_ += fmt::format("  wire {} = {};\n", wire, verilog_expression(expression));
  return "posedge " + wire;
}

/// The branches of clear and preset, most asserted first.
std::string ModelWriter::asynchronous(const Sequential& state, const std::string& name) {
  std::string text;
  if (state.clear && state.preset && state.clear_preset_state != ClearPreset::unchanged) {
    const std::string both = state.clear_preset_state == ClearPreset::low       ? "1'b0"
                             : state.clear_preset_state == ClearPreset::high    ? "1'b1"
                             : state.clear_preset_state == ClearPreset::toggled ? "~" + name
                                                                                : "1'bx";
    text += fmt::format("if ({} & {}) {} = {};\n    else ", verilog_expression(*state.clear),
                        verilog_expression(*state.preset), name, both);
  }
  if (state.clear) {
    text += fmt::format("if ({}) {} = 1'b0;\n    else ", verilog_expression(*state.clear), name);
  }
  if (state.preset) {
    text += fmt::format("if ({}) {} = 1'b1;\n    else ", verilog_expression(*state.preset), name);
  }
  return text;
}

void ModelWriter::register_of(const Sequential& state, std::size_t index) {
  const std::string name = verilog_name(state.state);
  text_ += fmt::format("  reg {};\n", name);
  if (!state.data || !state.clock) refuse(cell_, "cell.function", "has a flip-flop without clock");
  const std::string suffix = index == 0 ? "" : fmt::format("_{}", index);
  std::string edges = edge(*state.clock, "clock_edge" + suffix);
  if (state.clear) edges += " or " + edge(*state.clear, "clear_edge" + suffix);
  if (state.preset) edges += " or " + edge(*state.preset, "preset_edge" + suffix);
  std::string body = asynchronous(state, name);
  for (std::size_t at = body.find(" = "); at != std::string::npos; at = body.find(" = ", at + 4)) {
    body.replace(at, 3, " <= ");
  }
  text_ += fmt::format("  always @({})\n    {}{} <= {};\n", edges, body, name,
                       verilog_expression(*state.data));
}

void ModelWriter::latch_of(const Sequential& state) {
  const std::string name = verilog_name(state.state);
  text_ += fmt::format("  reg {};\n", name);
  if (!state.data || !state.clock) refuse(cell_, "cell.function", "has a latch without enable");
  text_ += fmt::format("  always @*\n    {}if ({}) {} = {};\n", asynchronous(state, name),
                       verilog_expression(*state.clock), name, verilog_expression(*state.data));
}

std::string ModelWriter::run() {
  if (cell_.has_buses) refuse(cell_, "cell.bus", "has bus or bundle pins, which are not read");
  if (cell_.has_state_table) {
    refuse(cell_, "cell.state-table",
           cell_.is_clock_gate ? "is a clock gate that only a state table describes"
                               : "is described by a state table");
  }
  ports();
  std::size_t index = 0;
  for (const Sequential& state : cell_.sequentials) {
    if (state.is_latch) {
      latch_of(state);
    } else {
      register_of(state, index++);
    }
    if (!state.inverted_state.empty()) {
      text_ += fmt::format("  wire {} = ~{};\n", verilog_name(state.inverted_state),
                           verilog_name(state.state));
    }
  }
  outputs();
  if (options_.specify) specify();
  return text_ + "endmodule\n";
}

}  // namespace

std::string cell_models(const Library& library, const std::set<std::string>& names,
                        const CellModelOptions& options) {
  std::string text = fmt::format(
      "// Functional models of the cells that the netlist uses, from the Liberty library\n"
      "// {}: {}, no supply pins.\n\n{}`default_nettype none\n",
      library.name, options.specify ? "paths for SDF to annotate" : "zero delay",
      options.specify ? "`timescale 1ns/1fs\n" : "");
  std::vector<support::Diagnostic> unknown;
  for (const std::string& name : names) {
    const Cell* cell = library.find(name);
    if (cell == nullptr) {
      unknown.push_back({"cell.unknown",
                         fmt::format("the library '{}' has no cell '{}'", library.name, name),
                         "name the library that the netlist was mapped to (--pdk, --liberty)"});
    } else {
      text += "\n" + ModelWriter(*cell, options).run();
    }
  }
  support::throw_if_any(std::move(unknown));
  return text + "\n`default_nettype wire\n";
}

}  // namespace pann::synth
