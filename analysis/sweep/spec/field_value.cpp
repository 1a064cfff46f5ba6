#include "analysis/sweep/spec/field_value.h"

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

namespace pann::analysis {

namespace {

template <class Number>
std::optional<Number> whole_word(const std::string& word) {
  Number value{};
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

}  // namespace

std::string text_of(const FieldValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const double* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "-";
}

std::optional<double> number_of(const FieldValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const double* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

FieldValue value_from_word(const std::string& word) {
  if (word == "true") return true;
  if (word == "false") return false;
  if (const auto whole = whole_word<std::int64_t>(word)) return *whole;
  const auto number = whole_word<double>(word);
  if (number && std::isfinite(*number)) return *number;
  return word;
}

}  // namespace pann::analysis
