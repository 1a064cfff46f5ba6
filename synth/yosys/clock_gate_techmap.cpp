#include "synth/yosys/clock_gate_techmap.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace pann::synth {

namespace {

using Filter = std::function<bool(const Cell&)>;

/// The smallest cell that passes; of several the first by name.
const Cell* smallest(const Library& library, const Filter& passes) {
  const Cell* best = nullptr;
  for (const Cell& cell : library.cells) {
    if (!passes(cell) || (best != nullptr && best->area <= cell.area)) continue;
    best = &cell;
  }
  return best;
}

bool drives(const Pin& output, double load_f) {
  return !output.max_capacitance_f || *output.max_capacitance_f >= load_f;
}

std::size_t count_inputs(const Cell& cell) {
  return static_cast<std::size_t>(std::count_if(cell.pins.begin(), cell.pins.end(),
                                                [](const Pin& pin) { return pin.is_input(); }));
}

const Pin* only_output(const Cell& cell) {
  const Pin* output = nullptr;
  for (const Pin& pin : cell.pins) {
    if (!pin.is_output()) continue;
    if (output != nullptr || !pin.function || pin.three_state) return nullptr;
    output = &pin;
  }
  return output;
}

bool is_conjunction(const Cell& cell, double load_f) {
  const Pin* output = only_output(cell);
  if (output == nullptr || cell.is_sequential() || cell.dont_use || count_inputs(cell) != 2) {
    return false;
  }
  return output->function->pins().size() == 2 && drives(*output, load_f) &&
         output->function->truth_table() == std::vector<bool>{false, false, false, true};
}

/// The output of a latch that shows its state; null where it is none of a data pin and an enable.
const Pin* latch_output(const Cell& cell) {
  if (cell.sequentials.size() != 1 || cell.dont_use || count_inputs(cell) != 2) return nullptr;
  const Sequential& state = cell.sequentials.front();
  if (!state.is_latch || state.clear || state.preset || !state.data || !state.clock) return nullptr;
  if (state.data->pins().size() != 1 || state.clock->pins().size() != 1) return nullptr;
  if (state.data->truth_table() != std::vector<bool>{false, true}) return nullptr;
  for (const Pin& pin : cell.pins) {
    const bool shows = pin.is_output() && pin.function && !pin.three_state &&
                       pin.function->pins() == std::vector<std::string>{state.state} &&
                       pin.function->truth_table() == std::vector<bool>{false, true};
    if (shows) return &pin;
  }
  return nullptr;
}

/// Whether the latch is open while its enable is high.
bool opens_high(const Cell& latch) {
  return latch.sequentials.front().clock->truth_table()[1];
}

bool is_plain_register(const Cell& cell) {
  if (cell.sequentials.size() != 1 || cell.dont_use) return false;
  const Sequential& state = cell.sequentials.front();
  return !state.is_latch && !state.clear && !state.preset && state.data && state.clock &&
         state.data->pins().size() == 1 && state.clock->pins().size() == 1;
}

std::string latch_instance(const Cell& latch, const std::string& enable, bool enable_high,
                           const std::string& data, const std::string& shown) {
  const Sequential& state = latch.sequentials.front();
  return fmt::format("  {} u_latch (.{}({}{}), .{}({}), .{}({}));\n", latch.name,
                     state.clock->pins().front(), enable_high == opens_high(latch) ? "" : "~",
                     enable, state.data->pins().front(), data, latch_output(latch)->name, shown);
}

std::string gate_body(const ClockGateCells& cells) {
  if (cells.gate != nullptr) {
    const ClockGatePins& pins = *cells.gate->clock_gate;
    return fmt::format("  {} u_gate (.{}(clk_i), .{}(en_i), {}.{}(gclk_o));\n", cells.gate->name,
                       pins.clock, pins.enable,
                       pins.test.empty() ? "" : fmt::format(".{}(1'b0), ", pins.test), pins.output);
  }
  const std::vector<std::string>& inputs = only_output(*cells.conjunction)->function->pins();
  return "  wire open_q;\n" + latch_instance(*cells.latch, "clk_i", false, "en_i", "open_q") +
         fmt::format("  {} u_and (.{}(clk_i), .{}(open_q), .{}(gclk_o));\n",
                     cells.conjunction->name, inputs[0], inputs[1], cells.output().name);
}

}  // namespace

const Pin& ClockGateCells::output() const {
  return gate != nullptr ? *gate->find_pin(gate->clock_gate->output) : *only_output(*conjunction);
}

ClockGateCells find_clock_gate(const Library& library, double load_f) {
  ClockGateCells cells;
  cells.gate = smallest(library, [load_f](const Cell& cell) {
    return cell.clock_gate && drives(*cell.find_pin(cell.clock_gate->output), load_f);
  });
  // A latch that needs no inverter in the clock is better than a smaller one that does.
  for (const bool high : {false, true}) {
    if (cells.latch != nullptr) break;
    cells.latch = smallest(library, [high](const Cell& cell) {
      return latch_output(cell) != nullptr && opens_high(cell) == high;
    });
  }
  // The gated clock may not come later than the data: the gate that drives most.
  for (const Cell& cell : library.cells) {
    if (!is_conjunction(cell, load_f)) continue;
    const auto drive = [](const Cell& gate) {
      return only_output(gate)->max_capacitance_f.value_or(0.0);
    };
    const bool is_stronger =
        cells.conjunction == nullptr || drive(cell) > drive(*cells.conjunction);
    if (is_stronger) cells.conjunction = &cell;
  }
  return cells;
}

double clock_pin_capacitance(const Library& library) {
  const Cell* cell = smallest(library, is_plain_register);
  if (cell == nullptr) return 0.0;
  const Pin* pin = cell->find_pin(cell->sequentials.front().clock->pins().front());
  return pin == nullptr ? 0.0 : std::max(pin->rise_capacitance_f, pin->fall_capacitance_f);
}

std::string clock_gate_techmap(const ClockGateCells& cells, const std::string& prefix) {
  std::string text;
  if (cells.is_complete()) {
    text += fmt::format(
        "// A clock gate of the library.\n"
        "module {}clock_gate (input clk_i, input en_i, output gclk_o);\n{}endmodule\n",
        prefix, gate_body(cells));
  }
  if (cells.latch == nullptr) return text;
  for (const bool high : {true, false}) {
    text += fmt::format(
        "\n(* techmap_celltype = \"$_DLATCH_{}_\" *)\n"
        "module latch_{} (input E, input D, output Q);\n{}endmodule\n",
        high ? 'P' : 'N', high ? "high" : "low", latch_instance(*cells.latch, "E", high, "D", "Q"));
  }
  return text;
}

}  // namespace pann::synth
