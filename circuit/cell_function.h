#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pann::circuit {

/// A Boolean function of named inputs. Bit i of `bits` (word i / 64, bit i % 64) is the value where
/// input k holds bit k of i. At most kMostInputs inputs.
struct TruthTable {
  static constexpr int kMostInputs = 16;

  std::vector<std::string> inputs;
  std::vector<std::uint64_t> bits;
};

/// The table of a function: of the inputs' values, in their order.
TruthTable tabulate(std::vector<std::string> inputs,
                    const std::function<bool(const std::vector<bool>&)>& value);

/// The same function without the inputs that it does not depend on.
TruthTable without_idle_inputs(const TruthTable& table);

/// What a cell stores.
struct FlipFlopFunction {
  std::string clock;          ///< Pin.
  bool falling_edge = false;  ///< Stores at the clock's falling edge.
  std::string state;          ///< Name of the stored bit in the functions (Liberty: "IQ").
  TruthTable next;            ///< Stored at the edge; of pins and the state.
  std::optional<TruthTable>
      clear{};  ///< Where true the state is 0, whatever the clock does; of pins.
  std::optional<TruthTable> preset{};  ///< Where true the state is 1.
  bool preset_wins = false;            ///< When both are true.
  /// A latch, alone or within a clock gate: open up to the edge. Its outputs' functions read the
  /// clock pin: what is open shows `next`, what is closed the state.
  bool is_latch = false;
};

/// What a cell type does; for mapped netlists made by the caller from the cell library.
struct CellFunction {
  struct Output {
    std::string pin;
    TruthTable function;  ///< Of input pins and, in flip-flops, the state.
  };
  std::vector<Output> outputs{};
  std::optional<FlipFlopFunction> flip_flop{};
  std::string refusal{};  ///< Not empty: why the engine cannot evaluate the type ("a latch").
};

/// By cell type. Yosys' own gates are known without.
using CellFunctions = std::map<std::string, CellFunction, std::less<>>;

}  // namespace pann::circuit
