#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/report/report.h"

namespace pann::analysis {

/// Short ways to write down the cells and columns of a table.

inline TableCell cell(double value) {
  return {value, ""};
}
inline TableCell cell(const std::optional<double>& value) {
  return {value, ""};
}
inline TableCell cell(std::string text) {
  return {std::nullopt, std::move(text)};
}
inline TableCell cell(std::string_view text) {
  return {std::nullopt, std::string(text)};
}
inline TableCell cell(const char* text) {
  return {std::nullopt, text};
}

/// A column that rows are told apart by.
inline TableColumn key_column(std::string name, std::string unit = {}) {
  return {std::move(name), std::move(unit), std::nullopt};
}

}  // namespace pann::analysis
