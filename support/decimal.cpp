#include "support/decimal.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace pann::support {

namespace {

constexpr int kMostDecimals = 18;
/// A larger exponent makes any number too large or too fine.
constexpr int kLargestExponent = 40;

/// The exponent behind "e"; nothing where it is none.
std::optional<int> parse_exponent(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (!is_number || exponent > kLargestExponent || exponent < -kLargestExponent) {
    return std::nullopt;
  }
  return exponent;
}

}  // namespace

std::optional<std::uint64_t> scale_up(std::uint64_t value, int places) {
  for (; places > 0 && value != 0; --places) {
    if (value > std::numeric_limits<std::uint64_t>::max() / 10) return std::nullopt;
    value *= 10;
  }
  return value;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  int exponent = 0;
  if (const std::size_t mark = text.find_first_of("eE"); mark != std::string_view::npos) {
    const auto parsed = parse_exponent(text.substr(mark + 1));
    if (!parsed) return std::nullopt;
    exponent = *parsed;
    text = text.substr(0, mark);
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() && fraction.empty()) return std::nullopt;
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  Decimal number{0, static_cast<int>(fraction.size()) - exponent};
  if (fraction.size() > kMostDecimals) return std::nullopt;
  for (const std::string_view part : {whole, fraction}) {
    for (const char digit : part) {
      if (digit < '0' || digit > '9') return std::nullopt;
      const auto value = static_cast<std::uint64_t>(digit - '0');
      const auto scaled = scale_up(number.digits, 1);
      if (!scaled || *scaled > std::numeric_limits<std::uint64_t>::max() - value) {
        return std::nullopt;
      }
      number.digits = *scaled + value;
    }
  }
  for (; number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  if (number.decimals < 0) {
    const auto scaled = scale_up(number.digits, -number.decimals);
    if (!scaled) return std::nullopt;
    number = {*scaled, 0};
  }
  if (number.decimals > kMostDecimals) return std::nullopt;
  return number;
}

}  // namespace pann::support
