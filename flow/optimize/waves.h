#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "circuit/cell_function.h"

namespace pann::flow {

/// When a net changes, cycle by cycle of a schedule: it toggles in cycle c at times[first[c]] to
/// times[first[c + 1] - 1], femtoseconds after the clock's edge, in order.
struct Wave {
  bool before = false;  ///< Its value before the first cycle.
  std::vector<std::uint32_t> times;
  std::vector<std::uint32_t> first{0};  ///< One more than cycles.

  /// The value that cycle `cycle` settles to.
  bool settled(std::size_t cycle) const { return before != ((first[cycle + 1] & 1U) != 0); }

  friend bool operator==(const Wave&, const Wave&) = default;
};

/// Delays from an edge of an input to the rise and the fall of an output.
struct WaveDelay {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  std::uint32_t rise = kNone;
  std::uint32_t fall = kNone;

  friend bool operator==(const WaveDelay&, const WaveDelay&) = default;
};

/// An input of a gate as it is played: its wave, and the delays after its fall and its rise.
struct WaveInput {
  const Wave* wave = nullptr;
  std::array<WaveDelay, 2> after{};
};

/// Plays one gate through all cycles by the rules of the delay engine, inertial: a change that is
/// due takes place if the output still wants it then; inputs that change at one time act together,
/// after the shortest of their delays. `table` is of the inputs in their order.
void play_gate(const circuit::TruthTable& table, const std::vector<WaveInput>& inputs,
               std::size_t cycles, Wave& output);

}  // namespace pann::flow
