#pragma once

namespace pann::analysis {

/// What a PANN MAC is fed with: activations uniform over [0, 2^x_bits), weights of either sign.
struct PannConditions {
  int x_bits = 0;          ///< bx~.
  double additions = 0.0;  ///< R, the mean |w|.
  double nonzero = 1.0;    ///< Share of the weights that are not 0; a 0 takes a cycle, too.
  int register_bits = 0;   ///< Of both accumulators together.
};

/// Bit flips per element of a PANN MAC with two accumulators (`pann_mac`): Eq. (13) and what it
/// leaves out. Each term is derived from how sums of uniform numbers move, none is fitted.
///
/// - words: x changes once an element, 0.5 bx~. A sum or register that adds flips 0.5 bx~ bits, and
///   two upper bits on average where it carries beyond bx~ bits, which it does in (1 - 2^-bx~) / 2
///   of the additions. The adder of an accumulator that does not add follows x: 0.5 bx~ and, with s
///   of the next term, s_bx~.
/// - carries: with s_i = 2 (1 - 4^-i) / 3, the carry into bit i <= bx~ flips 1/2 an addition while
///   x stands, s_i where x and the sum are new, s_i / 2 where x alone is. Beyond bx~ bits half of
///   the pulses reach the next bit each: as often together as the carry out of bit bx~ - 1.
/// - clock_edges: two edges a cycle at each register's clock pin.
/// - enables: each accumulator adds with the probability nonzero / 2 = p in an element, so that
///   what enables it changes 2 p (1 - p) times.
struct PannFlips {
  double operand = 0.0;
  double sums = 0.0;       ///< Of both adders.
  double registers = 0.0;  ///< As often: what a register stores, behind its adder.
  double carries = 0.0;
  double clock_edges = 0.0;
  double enables = 0.0;  ///< Of both accumulators.

  /// What Eq. (13) counts.
  double words() const { return operand + sums + registers; }
};

PannFlips pann_flips_with_clock(const PannConditions& conditions);

}  // namespace pann::analysis
