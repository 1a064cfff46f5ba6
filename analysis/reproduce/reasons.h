#pragma once

#include <string>

#include "generator/design_spec.h"

/// Why figures differ from the printed ones, in one sentence each; docs/reproduce.md has the
/// investigation behind each.
namespace pann::analysis {

/// The adders inside a multiplier, against 0.5 b^2.
std::string internal_units_reason(generator::Architecture multiplier);

/// A signed multiplier one of whose operands is narrow, against Eq. (7).
std::string mixed_widths_reason(generator::Architecture multiplier, bool recoded_port);

/// The software multiplier, against Eqs. (1) and (3).
std::string software_reason(bool never_negative);

/// Observation 2 with one narrow operand.
std::string observation2_reason(bool recoded_port, bool narrow_hardware);

inline constexpr const char* kAccumulatorInputReason = "";
inline constexpr const char* kAccumulatorSumReason = "";
inline constexpr const char* kPannErrorModelReason = "";
inline constexpr const char* kTable14Reason = "";
inline constexpr const char* kTable6ModelReason = "";
inline constexpr const char* kTable6WidthReason = "";
inline constexpr const char* kUnsignedSavingReason = "";
inline constexpr const char* kObservation1Reason = "";
inline constexpr const char* kPannFlipsReason = "";
inline constexpr const char* kPannEnergyReason = "";
inline constexpr const char* kPannModelledEnergyReason = "";
inline constexpr const char* kGateMultiplierReason = "";
inline constexpr const char* kGateAdderReason = "";
inline constexpr const char* kStaticShareReason = "";
inline constexpr const char* kUnsignedFlipsReason = "";
inline constexpr const char* kUnsignedGatesReason = "";
inline constexpr const char* kNarrowRecodedReason = "";
inline constexpr const char* kNarrowMultiplicandReason = "";

}  // namespace pann::analysis
