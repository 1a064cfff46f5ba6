#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "activity/activity.h"

namespace pann::activity {

/// The counted windows of a trace as JSON ("schema": "pann.windows"): what `pann sim --vcd FILE`
/// writes beside the trace as FILE.windows.json and `pann toggles --manifest` honours.
std::string to_json_text(const CountedWindows& windows);

/// Reads that file. Throws Failure(user_error, "windows.*") naming the file and the field.
CountedWindows read_windows(const std::filesystem::path& path);

/// The same from text; `source` names it in messages.
CountedWindows parse_windows(std::string_view text, const std::string& source);

/// FILE.windows.json for a trace FILE.
std::filesystem::path windows_path(const std::filesystem::path& trace);

}  // namespace pann::activity
