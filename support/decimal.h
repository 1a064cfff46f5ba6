#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pann::support {

/// A number as written: digits * 10^-decimals, without trailing zeros behind the point.
struct Decimal {
  std::uint64_t digits = 0;
  int decimals = 0;
};

/// Reads "12", "12.50", "1.2e3"; never negative. Nothing where it is no number, has more digits
/// than 64 bits hold or more than 18 behind the point.
std::optional<Decimal> parse_decimal(std::string_view text);

/// value * 10^places; nothing where that is 2^64 or more.
std::optional<std::uint64_t> scale_up(std::uint64_t value, int places);

}  // namespace pann::support
