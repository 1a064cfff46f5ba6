#pragma once

#include <string>

#include "generator/manifest.h"

namespace pann::generator {

/// What the testbench of a design says of it and of nothing else, in the order of tb.cpp.

/// Widths, signs, lanes, latency, and which of the ports there are.
std::string unit_constants(const Manifest& manifest);

/// Pins to ports and ports to checks; elements and registers.
std::string unit_ports(const Manifest& manifest);

/// What an operation adds (`term`), and what an output makes of a result.
std::string unit_model_text(const Manifest& manifest);

/// Where operands come from: `operands`, and `played`, as the unit's lanes take them.
std::string unit_operands(const Manifest& manifest);

}  // namespace pann::generator
