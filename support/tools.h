#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pann::support {

/// A program that the flow starts, with the oldest release that is known to work.
struct ToolRequirement {
  std::string program;
  std::vector<std::string> version_arguments;
  std::string minimum;  ///< Dotted numbers; empty: any.
  std::string package;  ///< Debian package.
  std::string purpose;
  std::string commands;  ///< The subcommands that start it.
  bool required = true;  ///< Whether `pann run` needs it.
};

enum class ToolState { good, too_old, missing };

struct ToolStatus {
  ToolRequirement requirement;
  ToolState state = ToolState::missing;
  std::filesystem::path path{};
  std::string version{};  ///< Dotted numbers as the tool prints them; empty: it printed none.
};

/// All programs that any subcommand starts.
const std::vector<ToolRequirement>& tool_requirements();

/// Looks for the program and asks it for its version. Never throws for a missing or broken tool.
ToolStatus probe_tool(const ToolRequirement& requirement);

/// The version of every program that a figure is measured with, by its name; "" for one that is
/// missing. What finished results are kept under.
std::map<std::string, std::string> measuring_tools();

/// Which build of a program answers to its name, without starting it: where it is, its size and its
/// age. Empty where it is missing. For the keys of caches.
std::string program_fingerprint(const std::string& program);

/// The first run of dotted numbers in `text` ("Verilator 5.006 2023" -> "5.006"); empty: none.
std::string find_version(const std::string& text);

/// Whether version `left` is older than `right`, number by number ("5.006" is older than "5.032").
bool version_less(const std::string& left, const std::string& right);

}  // namespace pann::support
