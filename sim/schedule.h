#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pann::sim {

/// A port as an engine drives or samples it; a cycle's value takes (width + 63) / 64 words, least
/// significant first, at `first_word` of the cycle's words.
struct PinSlot {
  std::string port;
  int width = 1;
  std::size_t first_word = 0;
};

/// What an engine does with one cycle besides playing it.
struct CycleFlags {
  bool counted = false;  ///< Changes from the cycle before to this one count.
  bool registers_counted =
      false;             ///< Those of register nets count (the storing edge that ends a stream).
  bool sampled = false;  ///< Outputs are compared with `expected` once settled.
};

/// Consecutive cycles of one dot product: reset, operations, storing edge. Streams are independent:
/// each begins settled in reset, so that engines may run them side by side.
struct StreamSpan {
  std::size_t first_cycle = 0;
  std::size_t cycles = 0;
  std::uint64_t operations = 0;
};

/// Pin values cycle by cycle: all that an engine has to know, whatever the kind of unit.
///
/// With a clock, cycle c is: rising edge, registers sample what the pins held before; then the pins
/// take the values of cycle c, as if they came from registers; all settles; falling edge. Without
/// one: the pins take the values and all settles. In traces cycle c begins at tick kTicksPerCycle *
/// c, and the clock falls kTicksPerCycle / 2 later; a first, uncounted cycle leaves reset or zero
/// operands settled.
struct Schedule {
  static constexpr std::uint64_t kTicksPerCycle = 10;

  std::string clock;                    ///< Name of the clock port; empty for combinational units.
  std::vector<PinSlot> inputs;          ///< All inputs but the clock.
  std::vector<PinSlot> outputs;         ///< Compared outputs.
  std::size_t input_words = 0;          ///< Words a cycle in `values`.
  std::size_t output_words = 0;         ///< Words a cycle in `expected`.
  std::vector<std::uint64_t> values;    ///< cycles() x input_words.
  std::vector<std::uint64_t> expected;  ///< cycles() x output_words; 0 where not sampled.
  std::vector<CycleFlags> flags;        ///< One a cycle.
  std::vector<StreamSpan> streams;
  std::uint64_t operations = 0;  ///< Elements of dot products, or operand pairs.
  std::uint64_t additions = 0;   ///< pann_mac: repeated additions in all; otherwise 0.

  std::size_t cycles() const { return flags.size(); }
  std::span<const std::uint64_t> input(std::size_t cycle) const {
    return std::span(values).subspan(cycle * input_words, input_words);
  }
};

}  // namespace pann::sim
