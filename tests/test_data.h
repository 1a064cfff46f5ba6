#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>

namespace pann::test {

/// The file or folder `relative` below the directory that the environment variable names. Where the
/// variable is not set or nothing is there, prints "SKIPPED: <test case>: <why>", which
/// scripts/test repeats in its summary, and returns nothing.
inline std::optional<std::filesystem::path> test_data(const char* variable,
                                                      const std::string& relative) {
  const char* root = std::getenv(variable);
  const auto path = std::filesystem::path(root == nullptr ? "" : root) / relative;
  if (root != nullptr && std::filesystem::exists(path)) return path;
  std::printf("SKIPPED: %s: %s does not lead to '%s'\n",
              doctest::getContextOptions()->currentTest->m_name, variable, relative.c_str());
  return std::nullopt;
}

}  // namespace pann::test
