#include "activity/vcd/vcd_declarations.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "activity/signal_bits.h"
#include "activity/tick.h"
#include "support/diagnostic.h"
#include "support/name_pattern.h"

namespace pann::activity {

namespace {

/// Widest word of a dump; Verilog promises 2^16, tools go to 2^20.
constexpr std::uint32_t kWidestWord = 1U << 20U;
/// Net bits that any dump may declare, and those that it may declare a byte of its header: real
/// headers have less than three bits a byte; a few bytes that declare gigabytes are refused.
constexpr std::uint64_t kFreeBits = 1U << 20U;
constexpr std::uint64_t kBitsPerByte = 64;
constexpr std::size_t kDeepestScope = 1000;
/// The same for the bits of all names together: names of one variable cost little, but not nothing.
constexpr std::uint64_t kFreeNamedBits = 1U << 24U;
/// Longest hierarchical name: every name has its own copy of the path.
constexpr std::size_t kLongestVcdName = 16384;

template <typename Number>
std::optional<Number> to_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Range {
  int left = 0;
  int right = 0;
  std::uint64_t width() const {
    return static_cast<std::uint64_t>(std::abs(std::int64_t{left} - right)) + 1;
  }
};

/// "[7:0]" or "[3]".
std::optional<Range> parse_range(std::string_view text) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const std::size_t colon = text.find(':');
  const auto left = to_number<int>(text.substr(0, colon));
  const auto right =
      colon == std::string_view::npos ? left : to_number<int>(text.substr(colon + 1));
  if (!left || !right) return std::nullopt;
  return Range{*left, *right};
}

/// A reference as declared: the name, and the bracket groups that stand apart from it.
struct Reference {
  std::string name;
  std::vector<std::string> groups;
};

Reference split_reference(const std::vector<std::string>& tokens, std::size_t first) {
  Reference reference;
  reference.name = tokens[first];
  std::string brackets;
  for (std::size_t i = first + 1; i < tokens.size(); ++i) brackets += tokens[i];
  for (std::size_t at = 0; at < brackets.size();) {
    const std::size_t end = std::min(brackets.find(']', at), brackets.size() - 1) + 1;
    reference.groups.push_back(brackets.substr(at, end - at));
    at = end;
  }
  return reference;
}

/// Takes the range of a word of `width` bits off the groups that follow its name. Several packed
/// dimensions that make up the width are one range from zero; other groups are indices and stay.
Range take_range(std::vector<std::string>& groups, std::uint32_t width) {
  const Range whole{static_cast<int>(width) - 1, 0};
  if (groups.empty()) return whole;
  const auto last = parse_range(groups.back());
  if (last && last->width() == width) {
    groups.pop_back();
    return *last;
  }
  std::uint64_t product = 1;
  for (const std::string& group : groups) {
    const auto range = parse_range(group);
    product = range && product <= width ? product * range->width() : 0;
  }
  if (product == width) groups.clear();
  return whole;
}

/// A single range that has another width than the variable: which bits those are, nobody can tell.
void check_range(const std::vector<std::string>& groups, std::uint32_t width,
                 const std::string& name) {
  if (groups.size() != 1) return;
  const auto range = parse_range(groups.front());
  if (!range || range->left == range->right || range->width() == width) return;
  throw DeclarationFault{"vcd.var",
                         fmt::format("'{}' has {} bits, and the range {}", name, width, groups[0]),
                         "is the file damaged?"};
}

/// VHDL's index "a(3)" as Verilog has it.
void take_parentheses(std::string& name) {
  const std::size_t open = name.rfind('(');
  if (open == std::string::npos || open == 0 || name.back() != ')') return;
  const std::string index = "[" + name.substr(open + 1, name.size() - open - 2) + "]";
  if (parse_range(index)) name.replace(open, std::string::npos, index);
}

/// Name and range of a variable of `width` bits. Some writers put the range, or the index of a
/// word's single bit, next to the name without a blank.
Signal make_signal(Reference reference, std::uint32_t width) {
  Signal signal;
  const bool escaped = reference.name.starts_with('\\');
  if (!escaped && reference.groups.empty()) take_parentheses(reference.name);
  signal.name = escaped ? reference.name.substr(1) : std::move(reference.name);
  if (reference.groups.empty() && !escaped && width > 0) {
    const std::size_t bracket = signal.name.rfind('[');
    const bool follows_name = bracket != std::string::npos && bracket > 0;
    const auto range =
        follows_name ? parse_range(std::string_view(signal.name).substr(bracket)) : std::nullopt;
    if (range && range->width() == width) {
      reference.groups.push_back(signal.name.substr(bracket));
      signal.name.resize(bracket);
    }
  }
  signal.is_vector = width > 1 || !reference.groups.empty();
  check_range(reference.groups, width, signal.name);
  const Range range = take_range(reference.groups, width);
  for (const std::string& group : reference.groups) signal.name += group;
  signal.is_vector = signal.is_vector && (width > 1 || reference.groups.empty());
  if (signal.is_vector) {
    signal.left = range.left;
    signal.right = range.right;
  }
  return signal;
}

bool is_logic_type(std::string_view type) {
  constexpr std::array<std::string_view, 7> kOthers{
      "event", "real", "realtime", "shortreal", "string", "parameter", "real_parameter"};
  return std::find(kOthers.begin(), kOthers.end(), type) == kOthers.end();
}

/// The size of a `$var`: a number, or in extended dumps a range.
std::optional<std::uint32_t> parse_width(std::string_view text) {
  if (const auto range = parse_range(text)) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(range->width(), kWidestWord + 1));
  }
  return to_number<std::uint32_t>(text);
}

void check_length(const std::string& name) {
  if (name.size() <= kLongestVcdName) return;
  throw DeclarationFault{
      "vcd.name", fmt::format("a hierarchical name has more than {} characters", kLongestVcdName),
      ""};
}

std::string_view without_backslash(std::string_view name) {
  return name.starts_with('\\') ? name.substr(1) : name;
}

}  // namespace

VcdDeclarations::VcdDeclarations(std::string scope, const std::vector<std::string>& match)
    : scope_(std::move(scope)), match_(match) {}

void VcdDeclarations::add(std::string_view keyword, const std::vector<std::string>& tokens,
                          std::uint64_t bytes_seen) {
  if (keyword == "$scope") {
    add_scope(tokens);
  } else if (keyword == "$upscope") {
    leave_scope();
  } else if (keyword == "$var") {
    add_variable(tokens, bytes_seen);
  } else if (keyword == "$timescale") {
    set_timescale(tokens);
  }
}

void VcdDeclarations::add_scope(const std::vector<std::string>& tokens) {
  if (open_scopes_.size() == kDeepestScope) {
    throw DeclarationFault{"vcd.scope",
                           fmt::format("scopes are nested deeper than {}", kDeepestScope), ""};
  }
  std::string path = open_scopes_.empty() ? "" : open_scopes_.back();
  if (tokens.size() > 1) {
    if (!path.empty()) path += '.';
    path += without_backslash(tokens[1]);
  }
  check_length(path);
  constexpr std::size_t kMostNamed = 10;
  const bool is_new = std::find(outermost_.begin(), outermost_.end(), path) == outermost_.end();
  if (open_scopes_.empty() && is_new && outermost_.size() < kMostNamed) outermost_.push_back(path);
  open_scopes_.push_back(std::move(path));
}

void VcdDeclarations::leave_scope() {
  if (open_scopes_.empty()) {
    throw DeclarationFault{"vcd.scope", "$upscope without a $scope before it", ""};
  }
  open_scopes_.pop_back();
}

void VcdDeclarations::set_timescale(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& token : tokens) text += token;
  const auto tick_seconds = tick_seconds_of(text);
  if (!tick_seconds) {
    throw DeclarationFault{"vcd.timescale", fmt::format("the time scale '{}' is not known", text),
                           "it is 1, 10 or 100 and one of s ms us ns ps fs, e.g. 1ps"};
  }
  if (has_timescale_ && *tick_seconds != tick_seconds_) {
    throw DeclarationFault{"vcd.timescale", fmt::format("a second time scale, '{}'", text),
                           "two dumps in one file? give each its own"};
  }
  has_timescale_ = true;
  tick_seconds_ = *tick_seconds;
}

std::uint32_t VcdDeclarations::variable_of(const std::string& code, std::uint32_t width,
                                           bool is_logic, std::string_view name) {
  const auto next = static_cast<std::uint32_t>(variables_.size());
  const auto [place, is_new] = codes_.try_emplace(code, next);
  if (is_new) {
    variables_.push_back({width, false, is_logic && width > 0, 0});
  } else if (variables_[place->second].width != width) {
    throw DeclarationFault{
        "vcd.alias",
        fmt::format("'{}' has {} bits, an earlier name of the same identifier code '{}' has {}",
                    name, width, code, variables_[place->second].width),
        "names that share a code are one variable"};
  }
  return place->second;
}

void VcdDeclarations::count_bits(TraceVariable& variable, std::uint64_t bytes_seen) {
  const std::uint64_t added = variable.is_counted ? 0 : variable.width;
  named_bits_ += variable.width;
  if (bit_count_ + added > kFreeBits + kBitsPerByte * bytes_seen ||
      named_bits_ > kFreeNamedBits + kBitsPerByte * bytes_seen) {
    throw DeclarationFault{
        "vcd.size", fmt::format("more than {} net bits are declared", bit_count_),
        "no tool writes such a header for so little text; --scope counts a part of the design"};
  }
  if (variable.is_counted) return;
  variable.is_counted = true;
  variable.first_bit = bit_count_;
  bit_count_ += variable.width;
}

void VcdDeclarations::add_variable(const std::vector<std::string>& tokens,
                                   std::uint64_t bytes_seen) {
  if (tokens.size() < 4) {
    throw DeclarationFault{"vcd.var", fmt::format("a $var has {} words", tokens.size()),
                           "it is: $var TYPE SIZE CODE NAME $end"};
  }
  const auto width = parse_width(tokens[1]);
  if (!width || *width > kWidestWord) {
    throw DeclarationFault{"vcd.var",
                           fmt::format("the size '{}' of '{}' is not legal", tokens[1], tokens[3]),
                           fmt::format("sizes are numbers from 0 to {}", kWidestWord)};
  }
  const std::string path = open_scopes_.empty() ? "" : open_scopes_.back();
  Signal signal = make_signal(split_reference(tokens, 3), *width);
  const std::uint32_t index = variable_of(tokens[2], *width, is_logic_type(tokens[0]), signal.name);
  TraceVariable& variable = variables_[index];
  const bool in_scope =
      scope_.empty() || path == scope_ || (path.starts_with(scope_) && path[scope_.size()] == '.');
  if (!in_scope || !variable.is_logic) return;
  const std::string_view below =
      scope_.empty() ? std::string_view(path)
                     : std::string_view(path).substr(std::min(scope_.size() + 1, path.size()));
  if (!below.empty()) signal.name = std::string(below) + '.' + signal.name;
  check_length(signal.name);
  if (!match_.empty()) {
    signal.bits.resize(*width);
    if (!NamedBits(match_, signal).any()) return;
    signal.bits.clear();
  }
  count_bits(variable, bytes_seen);
  signals_.push_back(std::move(signal));
  signal_variables_.push_back(index);
}

void VcdDeclarations::complete() const {
  if (!signals_.empty() || (scope_.empty() && match_.empty())) return;
  support::fail_input("trace.scope",
                      fmt::format("no signal lies in the scope '{}'{}", scope_,
                                  match_.empty() ? "" : " and matches --match"),
                      fmt::format("the dump's outermost scopes: {}; deeper ones are written with "
                                  "dots, e.g. TOP.mac",
                                  fmt::join(outermost_, ", ")));
}

std::vector<circuit::NetId> VcdDeclarations::nets_matching(
    const std::vector<std::string>& patterns) const {
  std::vector<circuit::NetId> nets;
  const support::NamePatterns names(patterns);
  if (names.empty()) return nets;
  for (std::size_t i = 0; i < signals_.size(); ++i) {
    const Signal signal = signal_at(i);
    const NamedBits named(names, signal);
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      if (named.has(bit)) nets.push_back(signal.bits[bit]);
    }
  }
  return nets;
}

/// A signal with its bits.
Signal VcdDeclarations::signal_at(std::size_t index) const {
  Signal signal = signals_[index];
  const TraceVariable& variable = variables_[signal_variables_[index]];
  signal.bits.resize(variable.width);
  std::iota(signal.bits.begin(), signal.bits.end(), variable.first_bit);
  return signal;
}

std::vector<Signal> VcdDeclarations::signals() const {
  std::vector<Signal> result;
  result.reserve(signals_.size());
  for (std::size_t i = 0; i < signals_.size(); ++i) result.push_back(signal_at(i));
  return gather_words(std::move(result));
}

}  // namespace pann::activity
