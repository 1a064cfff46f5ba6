#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "activity/activity.h"

namespace pann::activity {

/// Seconds of a time scale as traces have it: 1, 10, 100 (or a greater power of ten) and one of s
/// ms us ns ps fs, with or without a blank between them; nothing for anything else.
std::optional<double> tick_seconds_of(std::string_view text);

/// What --timescale says, in seconds. Throws Failure(user_error, "trace.timescale") where
/// tick_seconds_of finds none.
double parse_timescale(std::string_view text);

/// Gives the ticks of an activity whose source does not say how long they are their length.
/// `source` names it; throws Failure(user_error, "trace.timescale") where it says another one.
void give_tick(Activity& activity, double tick_seconds, const std::string& source);

/// For whatever rests on seconds: throws Failure(user_error, "trace.timescale") where the source
/// did not say how long a tick is and nobody else did. `what` needs them, for the message.
void require_tick(const Activity& activity, const std::string& what);

}  // namespace pann::activity
