#include "tb/stimulus/operand_range.h"

#include <charconv>
#include <limits>
#include <optional>

#include <fmt/format.h>

namespace pann::tb {

namespace {

WideInteger power_of_two(int exponent) {
  return WideInteger{1} << exponent;
}

/// A decimal integer of at most 64 bits, signed or unsigned; nothing for any other text.
std::optional<WideInteger> parse_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::uint64_t magnitude = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), magnitude);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (!negative) return magnitude;
  constexpr std::uint64_t kLowest = std::uint64_t{1} << 63U;
  if (magnitude > kLowest) return std::nullopt;
  return -WideInteger{magnitude};
}

}  // namespace

OperandRange legal_range(const OperandPort& port) {
  if (port.is_magnitude) return {1 - power_of_two(port.width), power_of_two(port.width) - 1};
  if (port.is_signed) return {-power_of_two(port.width - 1), power_of_two(port.width - 1) - 1};
  return {0, power_of_two(port.width) - 1};
}

std::string describe(const OperandPort& port) {
  const OperandRange range = legal_range(port);
  return fmt::format("{} ({} bits, {}): legal are {} to {}", generator::name(port.operand),
                     port.width, port.is_signed ? "signed" : "unsigned", range.low, range.high);
}

std::string to_string(const OperandRange& range) {
  return fmt::format("[{}, {})", range.low, range.high + 1);
}

WideInteger value_of(OperandBits bits, bool is_signed) {
  if (is_signed) return static_cast<std::int64_t>(bits);
  return bits;
}

OperandRange parse_operand_range(std::string_view option, std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto low = parse_integer(text.substr(0, colon));
    const auto high = parse_integer(text.substr(colon + 1));
    if (low && high && *low <= *high) return {*low, *high};
  }
  support::fail_input(
      "stimulus.range-syntax",
      fmt::format("{} {}: legal is A:B, two decimal integers of at most 64 bits with A <= B",
                  option, text),
      fmt::format("write for example {} -128:127; both ends are drawn", option));
}

}  // namespace pann::tb
