#include "circuit/yosys_cells.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace pann::circuit {

namespace {

using Row = std::vector<bool>;

struct Gate {
  const char* type;
  std::vector<std::string> inputs;
  std::function<bool(const Row&)> value;
};

/// Multiplexers: data pins A.. first, then select pins S..
bool selected(const Row& r, std::size_t data) {
  std::size_t index = 0;
  for (std::size_t k = data; k < r.size(); ++k)
    index |= static_cast<std::size_t>(r[k]) << (k - data);
  return r[index];
}

std::vector<std::string> mux_pins(std::size_t data, const std::vector<std::string>& selects) {
  std::vector<std::string> pins;
  for (std::size_t k = 0; k < data; ++k) pins.emplace_back(1, static_cast<char>('A' + k));
  pins.insert(pins.end(), selects.begin(), selects.end());
  return pins;
}

const std::vector<Gate>& gates() {
  static const std::vector<Gate> kGates{
      {"$_BUF_", {"A"}, [](const Row& r) { return r[0]; }},
      {"$_NOT_", {"A"}, [](const Row& r) { return !r[0]; }},
      {"$_AND_", {"A", "B"}, [](const Row& r) { return r[0] && r[1]; }},
      {"$_NAND_", {"A", "B"}, [](const Row& r) { return !(r[0] && r[1]); }},
      {"$_OR_", {"A", "B"}, [](const Row& r) { return r[0] || r[1]; }},
      {"$_NOR_", {"A", "B"}, [](const Row& r) { return !(r[0] || r[1]); }},
      {"$_XOR_", {"A", "B"}, [](const Row& r) { return r[0] != r[1]; }},
      {"$_XNOR_", {"A", "B"}, [](const Row& r) { return r[0] == r[1]; }},
      {"$_ANDNOT_", {"A", "B"}, [](const Row& r) { return r[0] && !r[1]; }},
      {"$_ORNOT_", {"A", "B"}, [](const Row& r) { return r[0] || !r[1]; }},
      {"$_AOI3_", {"A", "B", "C"}, [](const Row& r) { return !((r[0] && r[1]) || r[2]); }},
      {"$_OAI3_", {"A", "B", "C"}, [](const Row& r) { return !((r[0] || r[1]) && r[2]); }},
      {"$_AOI4_",
       {"A", "B", "C", "D"},
       [](const Row& r) { return !((r[0] && r[1]) || (r[2] && r[3])); }},
      {"$_OAI4_",
       {"A", "B", "C", "D"},
       [](const Row& r) { return !((r[0] || r[1]) && (r[2] || r[3])); }},
      {"$_MUX_", mux_pins(2, {"S"}), [](const Row& r) { return selected(r, 2); }},
      {"$_NMUX_", mux_pins(2, {"S"}), [](const Row& r) { return !selected(r, 2); }},
      {"$_MUX4_", mux_pins(4, {"S", "T"}), [](const Row& r) { return selected(r, 4); }},
      {"$_MUX8_", mux_pins(8, {"S", "T", "U"}), [](const Row& r) { return selected(r, 8); }},
  };
  return kGates;
}

/// The polarities in a flip-flop's name: "$_SDFFE_PN0P_" has "PN0P".
struct FlipFlopName {
  std::string kind;
  std::string letters;
};

std::optional<FlipFlopName> split_name(std::string_view type) {
  if (type.substr(0, 2) != "$_" || type.size() < 5 || type.back() != '_') return std::nullopt;
  const std::string_view inner = type.substr(2, type.size() - 3);
  const std::size_t bar = inner.find('_');
  if (bar == std::string_view::npos) return std::nullopt;
  return FlipFlopName{std::string(inner.substr(0, bar)), std::string(inner.substr(bar + 1))};
}

/// A pin that is active at the level that its letter names.
TruthTable active(const char* pin, char polarity) {
  return tabulate({pin}, [high = polarity != 'N'](const Row& r) { return r[0] == high; });
}

constexpr const char* kState = "$state";

/// D with enable E and synchronous reset R; `letters` of those that the type lacks are blank.
TruthTable next_state(char enable, char reset, char reset_value, bool enable_gates_reset) {
  return tabulate({"D", "E", "R", kState}, [=](const Row& r) {
    const bool enabled = enable == ' ' || r[1] == (enable == 'P');
    const bool resets = reset != ' ' && r[2] == (reset == 'P') && (enabled || !enable_gates_reset);
    if (resets) return reset_value == '1';
    return enabled ? r[0] : r[3];
  });
}

/// Types whose letters are: clock; [set and clear | reset, its value]; [enable].
std::optional<CellFunction> flip_flop(const FlipFlopName& name) {
  struct Kind {
    const char* name;
    std::size_t letters;
    bool has_enable, has_synchronous, has_asynchronous, has_set_and_clear;
  };
  static constexpr std::array<Kind, 9> kKinds{{{"DFF", 1, false, false, false, false},
                                               {"DFFE", 2, true, false, false, false},
                                               {"DFF", 3, false, false, true, false},
                                               {"DFFE", 4, true, false, true, false},
                                               {"DFFSR", 3, false, false, false, true},
                                               {"DFFSRE", 4, true, false, false, true},
                                               {"SDFF", 3, false, true, false, false},
                                               {"SDFFE", 4, true, true, false, false},
                                               {"SDFFCE", 4, true, true, false, false}}};
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& known) {
    return name.kind == known.name && name.letters.size() == known.letters;
  });
  if (kind == kKinds.end()) return std::nullopt;
  const std::string& letters = name.letters;
  const char enable = kind->has_enable ? letters.back() : ' ';
  const bool synchronous = kind->has_synchronous;
  FlipFlopFunction function{
      .clock = "C",
      .falling_edge = letters[0] == 'N',
      .state = kState,
      .next = next_state(enable, synchronous ? letters[1] : ' ', synchronous ? letters[2] : ' ',
                         name.kind == "SDFFCE")};
  if (kind->has_asynchronous) {
    (letters[2] == '1' ? function.preset : function.clear) = active("R", letters[1]);
  }
  if (kind->has_set_and_clear) {
    function.preset = active("S", letters[1]);
    function.clear = active("R", letters[2]);
  }
  CellFunction cell;
  cell.outputs.push_back({"Q", tabulate({kState}, [](const Row& r) { return r[0]; })});
  cell.flip_flop = std::move(function);
  return cell;
}

/// A latch without set and clear, open while E is at the level that the letter names.
std::optional<CellFunction> latch(const FlipFlopName& name) {
  if (name.kind != "DLATCH" || name.letters.size() != 1) return std::nullopt;
  const bool high = name.letters[0] == 'P';
  const TruthTable shown =
      tabulate({"E", "D", kState}, [high](const Row& r) { return r[0] == high ? r[1] : r[2]; });
  return CellFunction{
      .outputs = {{"Q", shown}},
      .flip_flop = FlipFlopFunction{.clock = "E",
                                    .falling_edge = high,
                                    .state = kState,
                                    .next = tabulate({"D"}, [](const Row& r) { return r[0]; }),
                                    .is_latch = true}};
}

std::optional<CellFunction> refused(std::string_view type) {
  struct Refusal {
    const char* prefix;
    const char* reason;
  };
  static constexpr std::array<Refusal, 9> kRefusals{
      {{"$_DLATCH", "a latch with set or clear"},
       {"$dlatch", "a latch"},
       {"$adlatch", "a latch"},
       {"$_SR_", "a latch"},
       {"$sr", "a latch"},
       {"$mem", "a memory"},
       {"$_TBUF_", "a tri-state buffer"},
       {"$tribuf", "a tri-state buffer"},
       {"$_ALDFF", "a flip-flop with asynchronous load"}}};
  for (const Refusal& refusal : kRefusals) {
    if (type.rfind(refusal.prefix, 0) == 0) return CellFunction{.refusal = refusal.reason};
  }
  return std::nullopt;
}

}  // namespace

std::optional<CellFunction> yosys_cell(std::string_view type) {
  for (const Gate& gate : gates()) {
    if (type != gate.type) continue;
    return CellFunction{.outputs = {{"Y", tabulate(gate.inputs, gate.value)}}};
  }
  if (const auto name = split_name(type)) {
    if (auto cell = flip_flop(*name)) return cell;
    if (auto cell = latch(*name)) return cell;
  }
  return refused(type);
}

std::vector<std::string> register_words(const Netlist& netlist) {
  std::vector<bool> is_stored(netlist.net_count, false);
  for (const NetlistCell& cell : netlist.cells) {
    const auto function = yosys_cell(cell.type);
    if (!function || !function->flip_flop || function->flip_flop->is_latch) continue;
    for (const CellFunction::Output& output : function->outputs) {
      const NetlistPin* pin = cell.find(output.pin);
      if (pin == nullptr) continue;
      for (const NetId net : pin->bits) is_stored[net] = true;
    }
  }
  std::vector<std::string> words;
  for (const NetName& name : netlist.names) {
    if (!name.hidden && !name.bits.empty() &&
        std::all_of(name.bits.begin(), name.bits.end(),
                    [&](NetId net) { return is_stored[net]; })) {
      words.push_back(name.name);
    }
  }
  return words;
}

}  // namespace pann::circuit
