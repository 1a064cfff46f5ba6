#include "cli/options/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/ranges.h>

namespace pann::cli {

namespace {

template <class Value>
struct Element {
  using Type = Value;
};
template <class Value>
struct Element<std::optional<Value>> {
  using Type = Value;
};
template <class Value>
struct Element<std::vector<Value>> {
  using Type = Value;
};

/// The type of one value of a target: of an optional or a list, what is in it.
template <class Value>
using ElementOf = typename Element<Value>::Type;

/// A whole number that a double shows exactly in full, anything else in its shortest form.
std::string shown(double number) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const bool whole = number > -kExact && number < kExact &&
                     number == static_cast<double>(static_cast<std::int64_t>(number));
  return whole ? std::to_string(static_cast<std::int64_t>(number)) : fmt::format("{}", number);
}

std::string bounds_words(const Bounds& bounds) {
  if (bounds.above_low) return fmt::format("numbers above {}", shown(bounds.low));
  return bounds.high ? fmt::format("{} to {}", shown(bounds.low), shown(*bounds.high))
                     : fmt::format("{} or more", shown(bounds.low));
}

/// What an option takes, in words: its names, its bounds or those of its type.
template <class Value>
std::string legal_words(const Option& option) {
  if (!option.legal.empty()) return fmt::format("{}", fmt::join(option.legal, ", "));
  if (option.bounds) return bounds_words(*option.bounds);
  if constexpr (std::is_integral_v<Value>) {
    using Limits = std::numeric_limits<Value>;
    return fmt::format("{} to {}", Limits::min(), Limits::max());
  } else {
    return "numbers";
  }
}

template <class Value>
[[noreturn]] void refuse(const Option& option, const std::string& text) {
  support::fail_input("option.value",
                      fmt::format("{} {}: legal are {}", option.title(), text.empty() ? "''" : text,
                                  legal_words<Value>(option)));
}

bool within(const Bounds& bounds, double number) {
  if (bounds.above_low ? !(number > bounds.low) : !(number >= bounds.low)) return false;
  return !bounds.high || number <= *bounds.high;
}

template <class Value>
Value parsed(const Option& option, const std::string& text) {
  const bool is_legal = option.legal.empty() || std::find(option.legal.begin(), option.legal.end(),
                                                          text) != option.legal.end();
  if (!is_legal) refuse<Value>(option, text);
  if constexpr (std::is_arithmetic_v<Value>) {
    Value value{};
    const char* const stop = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), stop, value);
    if (error != std::errc{} || end != stop) refuse<Value>(option, text);
    const auto number = static_cast<double>(value);
    const bool is_finite = std::isfinite(number);
    if (!is_finite || (option.bounds && !within(*option.bounds, number))) {
      refuse<Value>(option, text);
    }
    return value;
  } else {
    return Value(text);
  }
}

template <class Value>
void assign(const Option& option, Value& target, const std::vector<std::string>& given) {
  target = parsed<ElementOf<Value>>(option, given.front());
}

template <class Value>
void assign(const Option& option, std::vector<Value>& target,
            const std::vector<std::string>& given) {
  target.clear();
  for (const std::string& text : given) target.push_back(parsed<Value>(option, text));
}

void assign(const Option&, bool& target, const std::vector<std::string>&) {
  target = true;
}

std::string text_of_value(double value) {
  return fmt::format("{:g}", value);
}
std::string text_of_value(const std::string& value) {
  return value;
}
std::string text_of_value(const std::filesystem::path& value) {
  return value.string();
}
template <class Value>
requires std::is_integral_v<Value> std::string text_of_value(Value value) {
  return std::to_string(value);
}
template <class Value>
std::string text_of_value(const std::optional<Value>& value) {
  return value ? text_of_value(*value) : "";
}
template <class Value>
std::string text_of_value(const std::vector<Value>& values) {
  return fmt::format("[{}]", fmt::join(values, ","));
}

template <class Value>
std::string type_name() {
  if constexpr (std::is_same_v<Value, double>) return "FLOAT";
  if constexpr (std::is_unsigned_v<Value>) return "UINT";
  if constexpr (std::is_integral_v<Value>) return "INT";
  return "TEXT";
}

}  // namespace

void store(const Option& option, const std::vector<std::string>& given) {
  std::visit([&](auto* target) { assign(option, *target, given); }, option.target);
}

std::string text_of(const Option& option) {
  return std::visit([](auto* target) { return text_of_value(*target); }, option.target);
}

std::string value_words(const Option& option) {
  if (option.is_flag()) return "";
  return std::visit(
      [&](auto* target) {
        using Value = ElementOf<std::remove_pointer_t<decltype(target)>>;
        std::string words = option.value_name;
        if (words.empty() && !option.legal.empty())
          return fmt::format("{}", fmt::join(option.legal, "|"));
        if (words.empty()) words = type_name<Value>();
        return option.bounds ? fmt::format("{} ({})", words, bounds_words(*option.bounds)) : words;
      },
      option.target);
}

}  // namespace pann::cli
