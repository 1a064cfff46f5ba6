#pragma once

#include <iosfwd>
#include <string>

#include "flow/operation_energy.h"
#include "generator/design_spec.h"
#include "synth/power/power.h"

namespace pann::cli {

/// What `pann power` prints: a table of modules and totals, glitches, coverage.
void print_power(std::ostream& output, const synth::PowerReport& report, const std::string& top,
                 const std::string& library);

/// How energy is spread over the operations, and the worst of them.
void print_operation_energy(std::ostream& output, const flow::OperationEnergy& energy,
                            const generator::DesignSpec& spec);

/// Names the nets that the activity lacks, the first of them at least.
void print_missing(std::ostream& error, const synth::Coverage& coverage);

}  // namespace pann::cli
