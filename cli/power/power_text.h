#pragma once

#include <iosfwd>
#include <string>

#include "flow/operation_energy.h"
#include "generator/design_spec.h"
#include "synth/liberty/overlay.h"
#include "synth/power/power.h"
#include "synth/timing/delays.h"

namespace pann::cli {

/// What `pann power` prints: a table of modules and totals, glitches, coverage.
void print_power(std::ostream& output, const synth::PowerReport& report, const std::string& top,
                 const std::string& library);

/// How energy is spread over the operations, and the worst of them.
void print_operation_energy(std::ostream& output, const flow::OperationEnergy& energy,
                            const generator::DesignSpec& spec);

/// Names the nets that the activity lacks, the first of them at least.
void print_missing(std::ostream& error, const synth::Coverage& coverage);

/// Names the nets that a SPEF file lacks, the first of them at least.
void print_missing(std::ostream& error, const synth::SpefCoverage& coverage, bool lenient);

/// Which cells' groups come from an overlay.
void print_overlay(std::ostream& output, const synth::Overlay& overlay);

/// How much of the netlist a file of delays has.
void print_annotation(std::ostream& output, const synth::DelayAnnotation& annotation);

/// Says what of a file of delays was taken otherwise than it stands there: negative delays as 0, a
/// missing TIMESCALE as the standard's.
void print_delay_notes(std::ostream& error, const synth::DelayAnnotation& annotation);

}  // namespace pann::cli
