#pragma once

#include <iosfwd>

#include "generator/manifest.h"
#include "sim/simulation.h"
#include "tb/stimulus/operands.h"

namespace pann::cli {

/// The first three wrong results: cycle, what the inputs held (hexadecimal) when the result was
/// made, what the output should be and what it was.
void print_mismatches(std::ostream& error, const generator::Manifest& manifest,
                      const tb::OperandStreams& operands, const sim::SimulationResult& result);

}  // namespace pann::cli
