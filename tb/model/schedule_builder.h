#pragma once

#include "activity/activity.h"
#include "generator/manifest.h"
#include "sim/schedule.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Turns operands into pin values and expected outputs, cycle by cycle (design section 4).
///
/// Combinational units: each stream is one settled, uncounted cycle of zero operands, then an
/// operand pair a cycle. Units with a register: two cycles in reset with zero operands, the
/// operations, and the storing edge, which counts for registers only; the accumulator's output is
/// compared in every cycle. An element of `pann_mac` lasts max(1, |w|) cycles. Expected values come
/// from the host's integers (tb/model).
///
/// Throws Failure(user_error): "manifest.role" when a port that the kind needs is missing or has
/// the wrong width, "stimulus.additions" when a PANN stimulus would last more than 2^26 cycles.
sim::Schedule make_schedule(const generator::Manifest& manifest, const OperandStreams& operands);

/// The counted windows of the schedule's trace, register nets as the manifest names them.
activity::CountedWindows counted_windows(const generator::Manifest& manifest,
                                         const sim::Schedule& schedule);

}  // namespace pann::tb
