#include "support/diagnostic.h"

#include <iostream>
#include <mutex>
#include <set>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "support/printable.h"
#include "support/warning.h"

namespace pann::support {

namespace {

std::string join(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += to_string(diagnostic);
  }
  return text;
}

std::string prefix(const Location& location) {
  std::string text = printable(location.file);
  if (location.line > 0) text += fmt::format(":{}", location.line);
  if (location.byte) text += fmt::format(" (byte {})", *location.byte);
  return text + ": ";
}

std::string in_words(const Diagnostic& diagnostic, const char* severity) {
  std::string text = diagnostic.location ? prefix(*diagnostic.location) : "";
  text += fmt::format("{}: {} [{}]", severity, printable(diagnostic.message), diagnostic.code);
  if (!diagnostic.hint.empty()) text += fmt::format("\n  help: {}", printable(diagnostic.hint));
  return text;
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  return in_words(diagnostic, "error");
}

void warn(const Diagnostic& diagnostic) {
  static std::mutex mutex;
  static std::set<std::string> said;
  const std::string text = in_words(diagnostic, "warning");
  const std::lock_guard lock(mutex);
  if (!said.insert(text).second) return;
  if (::isatty(STDERR_FILENO) == 1) std::cerr << "\r\033[K";  // a line of progress may stand there
  std::cerr << "pann: " << text << std::endl;
}

Failure::Failure(ExitCode exit_code, std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join(diagnostics)),
      exit_code_(exit_code),
      diagnostics_(std::move(diagnostics)) {}

Failure::Failure(ExitCode exit_code, Diagnostic diagnostic)
    : Failure(exit_code, std::vector<Diagnostic>{std::move(diagnostic)}) {}

void fail_input(std::string code, std::string message, std::string hint,
                std::optional<Location> location) {
  throw Failure(ExitCode::user_error,
                {std::move(code), std::move(message), std::move(hint), std::move(location)});
}

void fail_tool(std::string code, std::string message, std::string hint) {
  throw Failure(ExitCode::tool_failed,
                {std::move(code), std::move(message), std::move(hint), std::nullopt});
}

void throw_if_any(std::vector<Diagnostic> diagnostics) {
  if (!diagnostics.empty()) throw Failure(ExitCode::user_error, std::move(diagnostics));
}

}  // namespace pann::support
