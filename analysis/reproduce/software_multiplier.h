#pragma once

#include <cstdint>

#include "analysis/reproduce/mixed_widths.h"

namespace pann::analysis {

/// Flips of a multiplier that exists in software alone, per multiplication.
struct SoftwareFlips {
  double inputs = 0.0;
  double operands = 0.0;  ///< Operand words of its adders.
  double carries = 0.0;

  /// Rows 1 and 2 of Table 1, the operand words as the internal units.
  double inputs_and_operands() const { return inputs + operands; }
};

/// What sections say of it.
inline constexpr const char* kSoftwareParagraph =
    "Beside the circuits stands a multiplier in software whose rows of digit 0 are not added, so "
    "that their adders keep their last words; a circuit adds the zero. With the operand words as "
    "internal units it flips what the paper's model says.";

/// The radix-2 Booth or serial multiplier as a program: an adder a row, but a row whose digit is 0
/// is not added at all, so that its adder keeps the words of the last time it was used. (Appendix
/// A.2: the encoder "directs whether to perform shift, addition or subtraction".) In a circuit the
/// row adds its zero. Uniform operands as `point` has them; toggles are counted as in Figure 6.
///
/// `point.multiplier` is booth2 or array.
SoftwareFlips software_multiplier_flips(const MixedWidths& point, std::uint64_t vectors,
                                        std::uint64_t seed);

}  // namespace pann::analysis
