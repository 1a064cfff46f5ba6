#include "synth/liberty/syntax.h"

#include <charconv>
#include <cmath>

namespace pann::synth {

namespace {

bool is_separator(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\' || c == ',';
}

/// The next run of characters that are not separators; `rest` is moved behind it.
std::string_view next_word(std::string_view& rest) {
  std::size_t begin = 0;
  while (begin < rest.size() && is_separator(rest[begin])) ++begin;
  std::size_t end = begin;
  while (end < rest.size() && !is_separator(rest[end])) ++end;
  const std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

std::optional<double> parse_number(std::string_view word) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  double value = 0.0;
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
  if (result.ec != std::errc() || result.ptr != word.data() + word.size()) return std::nullopt;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

}  // namespace

const LibertyAttribute* LibertyGroup::find(std::string_view name) const {
  const LibertyAttribute* found = nullptr;
  for (const LibertyAttribute& attribute : attributes) {
    if (attribute.name == name) found = &attribute;
  }
  return found;
}

std::string_view LibertyGroup::text(std::string_view name) const {
  const LibertyAttribute* attribute = find(name);
  return attribute == nullptr || attribute->values.empty() ? std::string_view()
                                                           : attribute->values.front().text;
}

std::string_view LibertyGroup::argument() const {
  return arguments.empty() ? std::string_view() : arguments.front().text;
}

void fail_at(const LibertySource& source, std::uint32_t line, std::string code, std::string message,
             std::string hint) {
  support::fail_input(std::move(code), std::move(message), std::move(hint),
                      support::Location{source.name, line, std::nullopt});
}

std::optional<double> liberty_number(std::string_view text) {
  const std::string_view word = next_word(text);
  return next_word(text).empty() ? parse_number(word) : std::nullopt;
}

bool append_numbers(std::string_view list, std::vector<double>& numbers, std::string& culprit) {
  for (std::string_view word = next_word(list); !word.empty(); word = next_word(list)) {
    const auto number = parse_number(word);
    if (!number) {
      culprit = std::string(word);
      return false;
    }
    numbers.push_back(*number);
  }
  return true;
}

}  // namespace pann::synth
