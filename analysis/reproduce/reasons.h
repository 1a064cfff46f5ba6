#pragma once

#include <string>

#include "generator/design_spec.h"

/// Why figures differ from the printed ones, in one clause each; docs/reproduce.md has the
/// investigation behind each.
namespace pann::analysis {

/// The adders inside a multiplier, against 0.5 b^2: operand words alone, or with the carries; says
/// which of the two the row counts.
std::string internal_units_reason(generator::Architecture multiplier, bool carries_counted);

/// A signed multiplier one of whose operands is narrow, against Eq. (7).
std::string mixed_widths_reason(generator::Architecture multiplier, bool recoded_port);

/// Observation 2 with one narrow operand.
std::string observation2_reason(bool recoded_port, bool narrow_hardware);

inline constexpr const char* kHalfRangeReason =
    "numbers of [0, 2^(b-1)) leave the upper bits at rest";
inline constexpr const char* kSignedInputReason =
    "products of narrow operands are negative less often than every other time";
inline constexpr const char* kUnsignedInputReason =
    "products of [0, 2^(b-1)) have 2b-2 bits, the upper ones rarely 1";
inline constexpr const char* kSignedSumReason =
    "a product's lowest bits are rarely 1, and a long sum rarely changes its sign";
inline constexpr const char* kUnsignedSumReason =
    "products of [0, 2^(b-1)) have 2b-2 bits, the lowest and the upper ones rarely 1";
inline constexpr const char* kPannErrorModelReason =
    "Eq. (17) takes the rounding error as uniform, which few codes do not give";
inline constexpr const char* kTable14Reason =
    "Table 14 minimizes a network's classification error, not the mean squared error";
inline constexpr const char* kTable6ModelReason = "printed in whole percent";
inline constexpr const char* kTable6WidthReason =
    "the table rounds Eq. (20) down, which can overflow";
inline constexpr const char* kUnsignedSavingReason =
    "numbers of [0, 2^(b-1)) have b-1 bits where Eqs. (3) and (4) count b";
inline constexpr const char* kObservation1Reason = "the other elements differ from their models";
inline constexpr const char* kPannFlipsReason =
    "an addition carries beyond bx~ bits, and the idle accumulator's adder follows the operand";
inline constexpr const char* kPannEnergyReason =
    "clock pins of two accumulators over R cycles, two adders and a subtraction in every cycle";
inline constexpr const char* kPannModelledEnergyReason =
    "carries, the idle accumulator's adder, and a MAC that flips less than its model";
inline constexpr const char* kPannPredictionReason =
    "cells on a net flip inside without it, and gates in front of a register more than once";
inline constexpr const char* kAdditionFactorReason =
    "the factor counts additions alike whatever they add; the register is in each of them once";
inline constexpr const char* kGateMultiplierReason =
    "mapping folds the row that adds to zero, and input nets are not the multiplier's";
inline constexpr const char* kGateAdderReason =
    "the factor is the multiplier's, whose recoders and selectors the model does not count";
inline constexpr const char* kStaticShareReason =
    "leakage of these libraries at their typical corner and 25 C is next to nothing";
inline constexpr const char* kUnsignedFlipsReason =
    "depends on the multiplier: a serial one rests in its upper bits, a recoder does not";
inline constexpr const char* kUnsignedGatesReason =
    "depends on the library's cells and on the glitches";
inline constexpr const char* kNarrowRecodedReason =
    "the digits of a sign extension are 0, and the rows they select rest";
inline constexpr const char* kNarrowMultiplicandReason =
    "the multiplicand's resting upper bits save more than the printed 5 %";

}  // namespace pann::analysis
