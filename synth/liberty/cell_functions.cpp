#include "synth/liberty/cell_functions.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pann::synth {

namespace {

constexpr std::size_t kTableWordBits = 64;

/// Translates one cell; the inverse of its stored bit becomes the bit itself.
class Translator {
 public:
  explicit Translator(const Cell& cell) : cell_(cell) {
    if (!cell.sequentials.empty()) state_ = &cell.sequentials.front();
  }

  circuit::CellFunction run() const {
    circuit::CellFunction function;
    function.refusal = refusal();
    if (!function.refusal.empty()) return function;
    for (const Pin& pin : cell_.pins) {
      if (!pin.is_output()) continue;
      function.outputs.push_back(
          {pin.name, is_latch() ? latch_table(*pin.function) : table(*pin.function)});
    }
    if (state_ != nullptr) function.flip_flop = flip_flop();
    return function;
  }

 private:
  std::string refusal() const {
    if (cell_.has_buses) return "a cell with buses";
    if (cell_.has_state_table) return "described by a state table";
    if (cell_.sequentials.size() > 1) return "several flip-flops in one";
    if (is_latch() && (state_->clear || state_->preset)) return "a latch with set or clear";
    if (is_latch() && !(state_->data && clock_edge())) return "a latch that no single pin opens";
    if (state_ != nullptr && !(state_->data && clock_edge())) {
      return "a flip-flop that no single pin clocks";
    }
    std::vector<const BooleanExpression*> expressions = stored_expressions();
    for (const Pin& pin : cell_.pins) {
      if (!pin.is_output()) continue;
      if (pin.direction == PinDirection::inout) return "a cell with a pin of both directions";
      if (pin.three_state) return "a tri-state buffer";
      if (!pin.function) return "a cell without a function";
      expressions.push_back(&*pin.function);
    }
    const bool fits =
        std::all_of(expressions.begin(), expressions.end(), [](const auto* expression) {
          return expression->pins().size() <= BooleanExpression::kMaximumTablePins;
        });
    return fits ? "" : "a function of more than 16 inputs";
  }

  bool is_latch() const { return state_ != nullptr && state_->is_latch; }

  std::vector<const BooleanExpression*> stored_expressions() const {
    std::vector<const BooleanExpression*> expressions;
    if (state_ == nullptr) return expressions;
    for (const auto* expression : {&state_->data, &state_->clear, &state_->preset}) {
      if (*expression) expressions.push_back(&**expression);
    }
    return expressions;
  }

  /// Whether the clock pin acts where it falls; nothing where the clock is no single pin.
  std::optional<bool> clock_edge() const {
    if (!state_->clock || state_->clock->pins().size() != 1) return std::nullopt;
    const std::vector<bool> values = state_->clock->truth_table();
    if (values[0] == values[1]) return std::nullopt;
    return values[0];
  }

  bool is_inverse(const std::string& name) const {
    return state_ != nullptr && !state_->inverted_state.empty() && name == state_->inverted_state;
  }

  circuit::TruthTable table(const BooleanExpression& expression) const {
    circuit::TruthTable table;
    for (const std::string& pin : expression.pins()) {
      const std::string& name = is_inverse(pin) ? state_->state : pin;
      if (std::find(table.inputs.begin(), table.inputs.end(), name) == table.inputs.end()) {
        table.inputs.push_back(name);
      }
    }
    const std::size_t rows = std::size_t{1} << table.inputs.size();
    table.bits.assign((rows + kTableWordBits - 1) / kTableWordBits, 0);
    std::vector<std::uint64_t> inputs(expression.pins().size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t k = 0; k < inputs.size(); ++k) {
        inputs[k] = value_in(table, row, expression.pins()[k]) ? ~std::uint64_t{0} : 0;
      }
      table.bits[row / kTableWordBits] |= (expression.evaluate(inputs) & 1U)
                                          << (row % kTableWordBits);
    }
    return table;
  }

  /// What an output of a latch shows: the data while it is open, else the state.
  circuit::TruthTable latch_table(const BooleanExpression& expression) const {
    std::vector<std::string> names;
    const auto add = [&names](const std::string& name) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const std::string& pin : expression.pins()) {
      if (!is_state(pin)) add(pin);
    }
    add(state_->clock->pins().front());
    for (const std::string& pin : state_->data->pins()) add(pin);
    add(state_->state);
    const auto shown = [&](const std::vector<bool>& row) {
      const auto value = [&](const std::string& name) {
        return row[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) -
                                            names.begin())];
      };
      const bool open = evaluate(*state_->clock, value);
      const bool state = open ? evaluate(*state_->data, value) : value(state_->state);
      return evaluate(expression, [&](const std::string& pin) {
        return is_state(pin) ? state != is_inverse(pin) : value(pin);
      });
    };
    return circuit::without_idle_inputs(circuit::tabulate(names, shown));
  }

  bool is_state(const std::string& pin) const { return pin == state_->state || is_inverse(pin); }

  template <class ValueOf>
  static bool evaluate(const BooleanExpression& expression, const ValueOf& value_of) {
    std::vector<std::uint64_t> inputs;
    for (const std::string& pin : expression.pins()) inputs.push_back(value_of(pin) ? 1 : 0);
    return (expression.evaluate(inputs) & 1U) != 0;
  }

  bool value_in(const circuit::TruthTable& table, std::size_t row, const std::string& pin) const {
    const std::string& name = is_inverse(pin) ? state_->state : pin;
    const auto place = std::find(table.inputs.begin(), table.inputs.end(), name);
    const bool value = ((row >> (place - table.inputs.begin())) & 1U) != 0;
    return value != is_inverse(pin);
  }

  circuit::FlipFlopFunction flip_flop() const {
    circuit::FlipFlopFunction function;
    function.clock = state_->clock->pins().front();
    function.is_latch = is_latch();
    function.falling_edge = *clock_edge() != function.is_latch;
    function.state = state_->state;
    function.next = table(*state_->data);
    if (state_->clear) function.clear = table(*state_->clear);
    if (state_->preset) function.preset = table(*state_->preset);
    function.preset_wins = state_->clear_preset_state == ClearPreset::high;
    return function;
  }

  const Cell& cell_;
  const Sequential* state_ = nullptr;
};

}  // namespace

circuit::CellFunctions cell_functions(const circuit::Netlist& netlist, const Library& library) {
  circuit::CellFunctions functions;
  for (const circuit::NetlistCell& instance : netlist.cells) {
    const Cell* cell = library.find(instance.type);
    if (cell == nullptr || functions.contains(instance.type)) continue;
    functions.emplace(instance.type, Translator(*cell).run());
  }
  return functions;
}

}  // namespace pann::synth
