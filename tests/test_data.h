#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>

namespace pann::test {

/// Says "SKIPPED: <test case>: <why>", which scripts/test repeats in its summary.
inline void say_skipped(const std::string& why) {
  std::printf("SKIPPED: %s: %s\n", doctest::getContextOptions()->currentTest->m_name, why.c_str());
}

/// Whether this program was built with AddressSanitizer.
constexpr bool is_sanitized() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer);
#else
  return false;
#endif
}

/// Whether `scripts/test --full` runs, which has the time for long tests.
inline bool is_full_run() {
  const char* full = std::getenv("PANN_FULL_TESTS");
  return full != nullptr && *full != '\0';
}

/// The same for what it alone runs: elsewhere says that the test, or `what` of it, is skipped.
inline bool runs_when_full(const std::string& what) {
  if (!is_full_run()) say_skipped(what + " (scripts/test --full)");
  return is_full_run();
}

/// The file or folder `relative` below the directory that the environment variable names. Where the
/// variable is not set or nothing is there, says that the test is skipped and returns nothing.
inline std::optional<std::filesystem::path> test_data(const char* variable,
                                                      const std::string& relative) {
  const char* root = std::getenv(variable);
  const auto path = std::filesystem::path(root == nullptr ? "" : root) / relative;
  if (root != nullptr && std::filesystem::exists(path)) return path;
  say_skipped(std::string(variable) + " does not lead to '" + relative + "'");
  return std::nullopt;
}

}  // namespace pann::test
