#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pann::support {

/// How a child process is started: an argument list, never a shell's command line.
struct ProcessOptions {
  std::vector<std::string>
      arguments;  ///< arguments[0] is the program; without '/' it is sought in PATH.
  std::filesystem::path directory{};  ///< Working directory; empty: the caller's.
  std::vector<std::pair<std::string, std::string>> environment{};  ///< Added to the caller's.
  std::string standard_input{};  ///< Given to the child whole, then closed.
  std::size_t output_limit =
      64U << 20U;  ///< Bytes kept of each of stdout and stderr; the rest is read and dropped.
  std::optional<std::chrono::seconds>
      timeout{};  ///< Then the child's whole process group is killed.
  std::optional<std::size_t> memory_limit_bytes{};  ///< RLIMIT_AS of the child.
  /// Called with each chunk of stdout instead of keeping it in the result (streams of any length).
  std::function<void(std::string_view)> on_output{};
};

/// What came of a child process.
struct ProcessResult {
  int exit_code = -1;  ///< Exit status, or 128 + signal.
  bool timed_out = false;
  std::string output;  ///< stdout, unless `on_output` took it.
  std::string error;   ///< stderr.
};

/// Runs a child to its end. The child gets a process group of its own, which is killed when this
/// process is interrupted (throws Cancelled) or the time is over; and a temporary directory of its
/// own (TMPDIR), which is removed after it. In a parallel loop it is killed, too, when another call
/// of the loop fails (throws Abandoned).
///
/// Throws Failure(tool_failed, "tool.missing") when the program cannot be found or started.
ProcessResult run_process(const ProcessOptions& options);

/// Full path of a program sought in PATH; nothing where there is none.
std::optional<std::filesystem::path> find_program(std::string_view name);

/// As run_process, but an exit code other than 0 throws Failure(tool_failed, `code`) with the last
/// lines of what the tool printed.
ProcessResult run_tool(const ProcessOptions& options, const std::string& code);

/// Throws Failure(tool_failed, `code`): how `program` ended, with the last lines of what it
/// printed.
[[noreturn]] void fail_process(const std::string& program, const ProcessResult& result,
                               const std::string& code);

}  // namespace pann::support
