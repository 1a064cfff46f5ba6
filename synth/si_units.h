#pragma once

/// Factors from SI units to the units that reports print, and between those.
namespace pann::synth {

inline constexpr double kFemto = 1e15;       ///< From joules to femtojoules.
inline constexpr double kNanoseconds = 1e9;  ///< From seconds.
inline constexpr double kSecondsPerNanosecond = 1e-9;
inline constexpr double kNanosecondMegahertz = 1000.0;  ///< A period in ns times its rate in MHz.
inline constexpr double kPercent = 100.0;               ///< From shares.

}  // namespace pann::synth
