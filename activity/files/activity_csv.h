#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "activity/activity.h"

namespace pann::activity {

/// One line a signal bit: name, bit, rises, falls, toggles, unknown_changes, glitches, time_low,
/// time_high, time_unknown, time_floating; a first line with these words, and a line "#" with the
/// duration and the tick, so that it can be read back.
std::string to_csv(const Activity& activity);

/// Reads what to_csv writes; bits become nets of their own. Throws Failure(user_error, "csv.*")
/// with file and line.
Activity read_activity_csv(const std::filesystem::path& path);
Activity parse_activity_csv(std::string_view text, const std::string& source);

}  // namespace pann::activity
