#pragma once

#include <optional>
#include <string>

#include "synth/liberty/library.h"

namespace pann::synth {

/// What a library has for latches and clock gates: its own clock gating cell, else a latch and an
/// AND gate; no pointer is null but where a comment says so.
struct ClockGateCells {
  const Cell* gate = nullptr;         ///< With latch and gate in one; null: the library has none.
  const Cell* latch = nullptr;        ///< Null: none.
  const Cell* conjunction = nullptr;  ///< Of two inputs; null: none.

  /// Whether a clock_gate module can be mapped.
  bool is_complete() const {
    return gate != nullptr || (latch != nullptr && conjunction != nullptr);
  }
  /// The pin that drives the gated clock.
  const Pin& output() const;
};

/// The smallest cells that drive `load_f` by their max_capacitance; of AND gates the one that
/// drives most, since a gated clock that comes late races with data. Clock gates count although a
/// library keeps logic synthesis off them (dont_use).
ClockGateCells find_clock_gate(const Library& library, double load_f);

/// Capacitance of the clock pin of the smallest plain D flip-flop: what a gate has to drive, for
/// each.
double clock_pin_capacitance(const Library& library);

/// The techmap that puts these in the place of the generator's `clock_gate` modules (`prefix`:
/// before their name), and the library's latch in the place of Yosys' `$_DLATCH_P_` and
/// `$_DLATCH_N_`.
std::string clock_gate_techmap(const ClockGateCells& cells, const std::string& prefix);

}  // namespace pann::synth
