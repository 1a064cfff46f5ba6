#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "activity/activity.h"

namespace pann::activity {

/// How a SAIF file is written.
struct SaifOptions {
  /// Path of the outermost instance, levels apart by '/' or '.'; empty: the activity's scope, or
  /// "top" where names without an instance need one.
  std::string instance{};
  std::string program = "pann";  ///< PROGRAM_NAME.
  std::string version{};         ///< PROGRAM_VERSION; empty: left out.
  char divider = '/';  ///< DIVIDER; '/' (PrimeTime, OpenSTA), '.' (Verilog) or ':' (VHDL).
};

/// One net of a SAIF file, by a name in an instance.
struct SaifNet {
  std::vector<std::string> instance;  ///< Path, outermost first; in it every level is one name.
  std::string name;
  std::optional<int> index{};  ///< Of a vector's bit.
  NetCounts counts;
};

/// SAIF 2.0, backward: T0 T1 TX TZ TC IG of every signal bit, instances nested as the names have
/// them. TC counts rises and falls alone. Equal activities give equal bytes; no date is written.
std::string to_saif(const Activity& activity, const SaifOptions& options = {});

/// The same for the given nets, whose instances lie below SaifOptions::instance; `frame` has the
/// duration and the tick.
std::string to_saif(const std::vector<SaifNet>& nets, const Activity& frame,
                    const SaifOptions& options);

/// Reads what to_saif and other writers produce. One net a signal bit (SAIF knows no aliases); TC
/// odd: the larger half is rises. Throws Failure(user_error, "saif.*") with file and line.
Activity read_saif(const std::filesystem::path& path);

/// The same from text; `source` names it in messages.
Activity parse_saif(std::string_view text, const std::string& source);

}  // namespace pann::activity
