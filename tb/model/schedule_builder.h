#pragma once

#include "activity/activity.h"
#include "generator/manifest.h"
#include "sim/schedule.h"
#include "tb/model/unit_model.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Turns operands into pin values and expected outputs, cycle by cycle, in streams that begin
/// settled in reset.
///
/// Units without a clock: each stream is one settled, uncounted cycle of zero operands, then an
/// operation a cycle. Units with one: `latency` + 1 cycles in reset with zero operands, the
/// operations, `interval` cycles each, and `latency` cycles more with the last operands, the last
/// of which, the storing edge, counts for registers only; the result is compared in every cycle
/// that shows one. An array ends on zero operands, `latency` cycles and the storing edge, so that
/// its last element has seen what the first has. An element of `pann_mac` lasts max(1, |w|) cycles.
/// Expected values come from the host's integers (unit_model.h).
///
/// Throws Failure(user_error): "manifest.role" when a port that the kind needs is missing or has
/// the wrong width, "stimulus.additions" when a stimulus would last more than 2^26 cycles.
sim::Schedule make_schedule(const generator::Manifest& manifest, const OperandStreams& operands);

/// A share of the operands once more, none counted, all checked, with what the counted operations
/// leave at rest: clears in the middle of streams, biases, carries, cycles without a valid operand
/// and cycles that hold. No cycles for a unit that has none of these inputs, or no model. Throws as
/// make_schedule().
sim::Schedule make_control_schedule(const generator::Manifest& manifest,
                                    const OperandStreams& operands);

/// What a check of the design leaves out, a sentence each: outputs that are not compared, inputs
/// that stand still; empty where all of it is checked.
std::vector<std::string> unchecked(const generator::Manifest& manifest);

/// The counted windows of the schedule's trace, register nets as the manifest names them.
activity::CountedWindows counted_windows(const generator::Manifest& manifest,
                                         const sim::Schedule& schedule);

}  // namespace pann::tb
