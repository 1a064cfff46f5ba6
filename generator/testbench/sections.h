#pragma once

#include <string_view>

namespace pann::generator {

/// The parts of tb.cpp that are the same for every design, and one `run` for each kind of unit.
/// C++17 text that uses the constants emitted before it.

/// Operands, ports of any width, the bench that clocks, checks and traces.
extern const std::string_view kBenchSection;

extern const std::string_view kMultiplierSection;
extern const std::string_view kAdderSection;
/// accumulator, mac and split_mac: one addend a cycle; `addend(x, w)` comes before it.
extern const std::string_view kAccumulatingSection;
extern const std::string_view kPannExternalSection;
extern const std::string_view kPannLocalSection;
/// pann_dot: cycles of any signs; `kPlanes` comes before it.
extern const std::string_view kPannDotSection;

/// `main`.
extern const std::string_view kMainSection;

}  // namespace pann::generator
