#include "tb/trace/vcd_changes.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace pann::tb {

namespace {

constexpr std::uint32_t kNarrow = 64;
constexpr std::uint8_t kNoLevel = 0xFF;

/// The level that a value character of a scalar or vector stands for; VHDL's nine values as their
/// four-state equals.
constexpr std::array<std::uint8_t, 256> make_levels() {
  std::array<std::uint8_t, 256> levels{};
  for (auto& level : levels) level = kNoLevel;
  for (const char c : {'0', 'L', 'l'}) levels[static_cast<unsigned char>(c)] = low;
  for (const char c : {'1', 'H', 'h'}) levels[static_cast<unsigned char>(c)] = high;
  for (const char c : {'z', 'Z'}) levels[static_cast<unsigned char>(c)] = floating;
  for (const char c : {'x', 'X', 'u', 'U', 'w', 'W', '-'}) {
    levels[static_cast<unsigned char>(c)] = unknown;
  }
  return levels;
}

/// The state characters of extended dumps (18.4.3.1): input, output, unknown direction.
constexpr std::array<std::uint8_t, 256> make_port_levels() {
  std::array<std::uint8_t, 256> levels{};
  for (auto& level : levels) level = kNoLevel;
  for (const char c : {'D', 'd', 'L', 'l', '0'}) levels[static_cast<unsigned char>(c)] = low;
  for (const char c : {'U', 'u', 'H', 'h', '1'}) levels[static_cast<unsigned char>(c)] = high;
  for (const char c : {'Z', 'T', 'F'}) levels[static_cast<unsigned char>(c)] = floating;
  for (const char c : {'N', 'X', '?', 'A', 'a', 'B', 'b', 'C', 'c', 'f'}) {
    levels[static_cast<unsigned char>(c)] = unknown;
  }
  return levels;
}

constexpr auto kLevels = make_levels();
constexpr auto kPortLevels = make_port_levels();

bool is_blank(char character) {
  return static_cast<unsigned char>(character) <= ' ';
}

const char* skip_blanks(const char* text, const char* end) {
  while (text < end && is_blank(*text)) ++text;
  return text;
}

const char* word_end(const char* text) {
  while (!is_blank(*text)) ++text;
  return text;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return text.size() <= kLongest ? std::string(text)
                                 : std::string(text.substr(0, kLongest)) + "...";
}

/// Reads binary digits eight at a time into `value`, first digit most significant; returns where
/// they end, or null where a character is no 0, 1 or blank or there are more than 64.
const char* read_bits(const char* text, std::uint64_t& value) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kZeroDigits = 0x30 * kOnes;
  constexpr std::uint64_t kGather = 0x8040201008040201ULL;  // byte i to bit 56 + 7 - i
  value = 0;
  for (int block = 0; block <= 8; ++block) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    const std::uint64_t strange = (word ^ kZeroDigits) & (0xFE * kOnes);
    if (strange == 0) {
      if (block == 8) return nullptr;
      value = value << 8U | ((word & kOnes) * kGather) >> 56U;
      text += 8;
      continue;
    }
    const auto count = static_cast<unsigned>(std::countr_zero(strange)) / 8;
    if (!is_blank(text[count]) || (block == 8 && count > 0)) return nullptr;
    if (count > 0) {
      value = value << count | (((word << (64 - 8 * count)) & kOnes) * kGather) >> 56U;
    }
    return text + count;
  }
  return nullptr;
}

}  // namespace

VcdChanges::VcdChanges(const TraceOptions& options, const VcdDeclarations& declarations)
    : codes_(declarations.codes()), clock_(options) {
  for (const TraceVariable& declared : declarations.variables()) {
    Variable variable;
    variable.width = declared.width;
    variable.first_bit = declared.first_bit;
    if (declared.is_counted) {
      variable.kind = declared.width == 1         ? Kind::scalar
                      : declared.width <= kNarrow ? Kind::narrow
                                                  : Kind::vector;
    }
    variables_.push_back(variable);
  }
  std::vector<std::uint8_t> classes(declarations.bit_count(), 2);
  for (const std::uint32_t bit : declarations.bits_matching(options.windows.registers)) {
    classes[bit] |= WindowClock::registers;
  }
  nets_ = NetStates(std::move(classes));
}

const char* VcdChanges::read(const char* text, const char* end) {
  for (;;) {
    text = skip_blanks(text, end);
    if (text == end || *text == '$') return text;
    const char* after = nullptr;
    switch (*text) {
      case '0':
      case '1':
      case 'x':
      case 'X':
      case 'z':
      case 'Z':
        after = scalar_change(text);
        break;
      case '#':
        after = time_stamp(text);
        break;
      case 'b':
      case 'B':
        after = vector_change(text, end);
        break;
      case 'p':
        after = port_change(text, end);
        break;
      case 'r':
      case 'R':
      case 's':
      case 'S':
        after = other_change(text, end);
        break;
      default:
        after = scalar_change(text);
    }
    if (after == nullptr) return text;
    text = after;
  }
}

const char* VcdChanges::time_stamp(const char* text) {
  const char* last = word_end(text + 1);
  std::uint64_t time = 0;
  const auto [stop, error] = std::from_chars(text + 1, last, time);
  if (error != std::errc() || stop != last) {
    throw TextFault{text, "vcd.time", fmt::format("'{}' is no time", excerpt({text, last})),
                    "times are whole numbers below 2^64"};
  }
  set_time(time, text);
  return last;
}

void VcdChanges::set_time(std::uint64_t time, const char* place) {
  if (!has_time_) {
    clock_.begin(time);
    has_time_ = true;
  } else if (time < time_) {
    throw TextFault{place, "vcd.time", fmt::format("the time goes back from {} to {}", time_, time),
                    "two dumps in one file, or a damaged one?"};
  }
  time_ = time;
  clock_.advance(time);
  moment_ = {clock_.ticks(), clock_.mask()};
}

void VcdChanges::start_at_zero() {
  if (!has_time_) set_time(0, nullptr);
}

VcdChanges::Variable& VcdChanges::variable_at(const char* code, const char*& after) {
  const CodeTable::Match match = codes_.find(code);
  if (match.slot == CodeTable::kNoSlot) {
    throw TextFault{
        code, "vcd.code",
        fmt::format("the identifier code '{}' is not declared", excerpt({code, match.length})),
        "is the file cut or mixed with other output?"};
  }
  after = code + match.length;
  return variables_[match.slot];
}

const char* VcdChanges::scalar_change(const char* text) {
  const std::uint8_t level = kLevels[static_cast<unsigned char>(*text)];
  if (level == kNoLevel) {
    throw TextFault{text, "vcd.change",
                    fmt::format("'{}' is no value change", excerpt({text, word_end(text)})),
                    "a change is 0, 1, x or z and a code, b... or r... and a code, or #time"};
  }
  const char* after = nullptr;
  Variable& variable = variable_at(text + 1, after);
  start_at_zero();
  if (variable.kind == Kind::scalar) {
    set_level(variable.first_bit, static_cast<Level>(level));
  } else if (variable.kind != Kind::ignored) {
    set_digits(variable, {text, 1}, text);
  }
  return after;
}

void VcdChanges::set_level(std::uint32_t bit, Level level) {
  nets_.set_bit(bit, is_off_ ? unset : level, moment_);
}

const char* VcdChanges::vector_change(const char* text, const char* end) {
  std::uint64_t value = 0;
  const char* bits_end = read_bits(text + 1, value);
  const char* digits_end = bits_end != nullptr ? bits_end : word_end(text + 1);
  const char* code = skip_blanks(digits_end, end);
  if (code == end) return nullptr;
  const char* after = nullptr;
  Variable& variable = variable_at(code, after);
  start_at_zero();
  const std::ptrdiff_t digits = digits_end - text - 1;
  const bool fits = bits_end != nullptr && digits > 0 && digits <= variable.width;
  if (variable.kind == Kind::narrow && variable.seen != 0 && fits && !is_off_) {
    nets_.toggle_bits(variable.first_bit, variable.value ^ value, value, moment_);
    variable.value = value;
  } else if (variable.kind != Kind::ignored) {
    set_digits(variable, {text + 1, digits_end}, text);
  }
  return after;
}

void VcdChanges::set_digits(Variable& variable, std::string_view digits, const char* place) {
  if (digits.empty() || digits.size() > variable.width) {
    throw TextFault{place, "vcd.width",
                    fmt::format("a value of {} digits for a variable of {} bits", digits.size(),
                                variable.width),
                    "is the file damaged?"};
  }
  variable.value = 0;
  variable.seen = 0;
  bool known = true;
  const std::size_t given = digits.size();
  for (std::uint32_t bit = 0; bit < variable.width; ++bit) {
    // A shorter value is extended by its leftmost digit, a 1 by 0 (18.2.2).
    const char digit = bit < given ? digits[given - 1 - bit] : digits.front();
    std::uint8_t level = kLevels[static_cast<unsigned char>(digit)];
    if (level == kNoLevel) {
      throw TextFault{place, "vcd.change", fmt::format("'{}' is no value", excerpt(digits)),
                      "the digits of a value are 0, 1, x and z"};
    }
    if (bit >= given && level == high) level = low;
    known = known && level <= high;
    if (level == high && bit < kNarrow) variable.value |= std::uint64_t{1} << bit;
    set_level(variable.first_bit + bit, static_cast<Level>(level));
  }
  variable.seen = static_cast<std::uint8_t>(known && !is_off_);
}

const char* VcdChanges::other_change(const char* text, const char* end) {
  const char* code = skip_blanks(word_end(text), end);
  if (code == end) return nullptr;
  const char* after = nullptr;
  variable_at(code, after);
  return after;
}

const char* VcdChanges::port_change(const char* text, const char* end) {
  const char* states_end = word_end(text);
  const char* code = states_end;
  for (int word = 0; word < 2; ++word) {  // the strengths of 0 and 1
    code = skip_blanks(code, end);
    if (code == end) return nullptr;
    code = word_end(code);
  }
  code = skip_blanks(code, end);
  if (code == end) return nullptr;
  const char* after = nullptr;
  Variable& variable = variable_at(code, after);
  start_at_zero();
  if (variable.kind == Kind::ignored) return after;
  std::string digits;
  for (const char state : std::string_view(text + 1, states_end)) {
    const std::uint8_t level = kPortLevels[static_cast<unsigned char>(state)];
    if (level == kNoLevel) {
      throw TextFault{text, "vcd.change",
                      fmt::format("'{}' is no port state", excerpt({text, states_end})), ""};
    }
    digits += "01zx"[level];
  }
  set_digits(variable, digits, text);
  return after;
}

void VcdChanges::keyword(std::string_view word) {
  if (word == "$dumpoff" || word == "$dumpportsoff") {
    is_off_ = true;
  } else if (word == "$end") {
    is_off_ = false;
  }
}

Activity VcdChanges::finish(const VcdDeclarations& declarations) {
  Activity activity;
  activity.duration = clock_.duration(time_);
  activity.nets = nets_.close(activity.duration);
  activity.signals = declarations.signals();
  activity.tick_seconds = declarations.tick_seconds();
  return activity;
}

}  // namespace pann::tb
