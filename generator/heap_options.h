#pragma once

#include <cstdint>

namespace pann::generator {

/// The three choices of a multiplier that is a bit heap (generator/arith/heap.h).

/// What falls into the columns: one bit a pair of operand bits, or a multiple of x a Booth digit.
enum class PartialProducts : std::uint8_t { and_array, booth4, booth2 };

/// How columns become two rows, or with a ripple adder the sum itself.
enum class Reduction : std::uint8_t { arrival, wallace, dadda, four_to_two, rows };

/// What adds the two rows.
enum class FinalAdder : std::uint8_t { ripple, carry_select, brent_kung, sklansky, kogge_stone };

/// Where the sum of a MAC or a dot is kept: behind the multiplier in an adder of its own; as a row
/// of the heap; as a row of the heap in two words that only acc_o adds.
enum class Accumulation : std::uint8_t { separate, fused, carry_save };

/// How the registers of a heap's unit are reset: at the clock's edge, at once, or not at all.
enum class Reset : std::uint8_t { sync, async, none };

}  // namespace pann::generator
