#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace pann::support {

/// The exit codes of `pann`, the same for every subcommand (docs/cli.md).
enum class ExitCode : int {
  ok = 0,            ///< Done.
  check_failed = 1,  ///< A check failed: a mismatch with the model, a toggle regression.
  user_error = 2,    ///< The user's input is at fault: an option, a file's content.
  tool_failed = 3,   ///< A tool that is needed is missing or failed.
  internal = 4,      ///< Our own mistake.
};

/// Where in the user's input a fault lies.
struct Location {
  std::string file;                     ///< Path as the user gave it; "-" is standard input.
  std::uint64_t line = 0;               ///< 1-based; 0: not known.
  std::optional<std::uint64_t> byte{};  ///< 0-based byte offset, where lines say little (traces).
};

/// One fault of the user's input or surroundings, in words that lead out of it.
///
/// `message` names the option or the field, the value given and what is legal; `hint` is the way
/// out.
struct Diagnostic {
  std::string code;  ///< Stable, "area.subject", e.g. "design.x-width"; tests and scripts match it.
  std::string message;  ///< One sentence without a full stop.
  std::string hint;     ///< What to do; empty where the message says it all.
  std::optional<Location> location{};
};

/// "file:line: error: message [code]" and, where there is one, a second line "  help: hint".
std::string to_string(const Diagnostic& diagnostic);

/// Thrown where work cannot go on; carries every fault that is known, and the exit code they mean.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode exit_code, std::vector<Diagnostic> diagnostics);
  Failure(ExitCode exit_code, Diagnostic diagnostic);

  ExitCode exit_code() const { return exit_code_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  ExitCode exit_code_;
  std::vector<Diagnostic> diagnostics_;
};

/// Throws Failure(user_error) with one diagnostic.
[[noreturn]] void fail_input(std::string code, std::string message, std::string hint = {},
                             std::optional<Location> location = std::nullopt);

/// Throws Failure(tool_failed) with one diagnostic.
[[noreturn]] void fail_tool(std::string code, std::string message, std::string hint = {});

/// Throws Failure(user_error) holding all of `diagnostics`, unless there are none.
void throw_if_any(std::vector<Diagnostic> diagnostics);

}  // namespace pann::support
