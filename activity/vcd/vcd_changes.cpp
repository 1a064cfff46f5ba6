#include "activity/vcd/vcd_changes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace pann::activity {

namespace {

constexpr std::uint32_t kNarrow = 64;
constexpr std::uint8_t kNoLevel = 0xFF;
constexpr std::size_t kMostIntervals = std::size_t{1} << 20U;

using LevelTable = std::array<std::uint8_t, 256>;

constexpr LevelTable make_table(std::string_view lows, std::string_view highs,
                                std::string_view floatings, std::string_view unknowns) {
  LevelTable table{};
  for (auto& level : table) level = kNoLevel;
  for (const char c : lows) table[static_cast<unsigned char>(c)] = low;
  for (const char c : highs) table[static_cast<unsigned char>(c)] = high;
  for (const char c : floatings) table[static_cast<unsigned char>(c)] = floating;
  for (const char c : unknowns) table[static_cast<unsigned char>(c)] = unknown;
  return table;
}

/// Value characters of scalars and vectors; VHDL's nine values as their four-state equals.
constexpr LevelTable kLevels = make_table("0Ll", "1Hh", "zZ", "xXuUwW-");
/// State characters of extended dumps (18.4.3.1): input, output, unknown direction.
constexpr LevelTable kPortLevels = make_table("DdLl0", "UuHh1", "ZTF", "NX?AaBbCcf");

std::uint8_t level_of(const LevelTable& table, char character) {
  return table[static_cast<unsigned char>(character)];
}

bool is_binary(char character) {
  return (static_cast<unsigned char>(character) & 0xFEU) == '0';
}

}  // namespace

VcdChanges::VcdChanges(const TraceOptions& options, const VcdDeclarations& declarations)
    : clock_(options), clock_period_(options.clock_period) {
  std::vector<std::uint32_t> slots;
  for (const TraceVariable& variable : declarations.variables()) {
    if (!variable.is_counted) {
      slots.push_back(variable.is_logic ? ignored : kTimeless);
    } else if (variable.width == 1) {
      slots.push_back(variable.first_bit << kKindBits | scalar);
    } else {
      const auto index = static_cast<std::uint32_t>(words_.size());
      slots.push_back(index << kKindBits | (variable.width <= kNarrow ? narrow : wide));
      words_.push_back({.width = variable.width, .first_net = variable.first_bit});
      if (variable.width <= kNarrow && histories_.size() < kMostHistories) {
        words_.back().history = static_cast<std::uint32_t>(histories_.size());
        histories_.emplace_back();
      }
    }
  }
  std::unordered_map<std::string, std::uint32_t> slot_of_code;
  for (const auto& [code, variable] : declarations.codes()) {
    slot_of_code.emplace(code, slots[variable]);
  }
  codes_ = std::make_shared<const CodeTable>(slot_of_code);
  constexpr std::uint8_t kOthers = WindowClock::all & ~WindowClock::registers;
  std::vector<std::uint8_t> classes(declarations.bit_count(), kOthers);
  for (const circuit::NetId net : declarations.nets_matching(options.windows.registers)) {
    classes[net] = WindowClock::all;
  }
  nets_ = NetStates(classes);
  for (Word& word : words_) word.mask = nets_.mask(word.first_net);
  profile_.every = options.every;
  if (!options.clock.empty() || clock_period_ > 0) glitches_.emplace(nets_.size());
  if (!options.clock.empty()) find_clock(options, declarations);
}

void VcdChanges::find_clock(const TraceOptions& options, const VcdDeclarations& declarations) {
  const std::vector<circuit::NetId> nets = declarations.nets_matching({options.clock});
  // Several names of one net are one clock.
  const bool is_one_net =
      !nets.empty() &&
      std::all_of(nets.begin(), nets.end(), [&](circuit::NetId net) { return net == nets[0]; });
  if (!is_one_net) {
    support::fail_input("trace.clock",
                        fmt::format("--clock '{}' names {} nets in the scope '{}'", options.clock,
                                    nets.size(), options.scope),
                        "name one single-bit signal below --scope, or give a period in ticks");
  }
  clock_net_ = nets[0];
}

VcdChanges VcdChanges::later_part() const {
  VcdChanges part;
  part.codes_ = codes_;
  part.words_ = words_;
  for (Word& word : part.words_) word.is_known = false;
  part.histories_.resize(histories_.size());
  part.nets_ = nets_.later_part();
  part.clock_ = clock_;
  part.first_time_ = first_time_;
  part.is_careful_ = false;
  return part;
}

bool VcdChanges::is_followed_by(const VcdChanges& part) const {
  return part.part_time_.has_value() && *part.part_time_ >= time_;
}

void VcdChanges::append(const VcdChanges& part) {
  nets_.append(part.nets_);
  time_ = part.time_;
  clock_ = part.clock_;
}

const char* VcdChanges::read(const char* text, const char* end) {
  for (;;) {
    text = skip_blanks(text, end);
    if (text == end) return text;
    if (is_binary(*text) && !is_careful_) {
      text = scalar_run(text, end);
      continue;
    }
    const char* after = nullptr;
    switch (*text) {
      case '$':
        return text;
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

/// Changes of single bits to 0 or 1 that follow each other: most of a gate-level dump. Where words
/// end is found for many at once, so that one change does not wait for the one before.
const char* VcdChanges::scalar_run(const char* text, const char* end) {
  constexpr std::size_t kAtOnce = 4 * kMaskedCharacters;
  const CodeTable& codes = *codes_;
  const Moment moment = moment_;
  while (text < end) {
    std::uint64_t blanks = 0;
    for (std::size_t i = 0; i < kAtOnce; i += kMaskedCharacters) {
      blanks |= std::uint64_t{blank_mask(text + i)} << i;
    }
    const char* const base = text;
    for (; blanks != 0 && text < end; blanks &= blanks - 1) {
      const char* after = base + std::countr_zero(blanks);
      const auto length = static_cast<std::uint32_t>(after - text - 1);
      constexpr std::uint32_t kLongest = 4;
      if (length - 1 >= kLongest || !is_binary(*text)) {
        // Also where blanks follow each other: the length is then -1 or 0.
        return text == after || !is_binary(*text) ? text : scalar_change(text);
      }
      const std::uint32_t slot = codes.find_short(text + 1, length);
      if ((slot & kKindMask) != scalar) return scalar_change(text);
      nets_.set_bit(slot >> kKindBits, static_cast<Level>(*text & 1), moment);
      text = after + 1;
    }
    // A longer word than were looked at.
    if (text == base) return is_binary(*text) ? scalar_change(text) : text;
  }
  return text;
}

std::uint32_t VcdChanges::slot_at(const char* code, const char*& after) const {
  const CodeTable::Match match = codes_->find(code);
  if (match.slot == CodeTable::kNoSlot) {
    const std::string text = excerpt({code, match.length});
    throw TextFault{code, "vcd.code", fmt::format("the identifier code '{}' is not declared", text),
                    "is the file cut or mixed with other output?"};
  }
  after = code + match.length;
  return match.slot;
}

const char* VcdChanges::scalar_change(const char* text) {
  const std::uint8_t level = level_of(kLevels, *text);
  if (level == kNoLevel) {
    throw TextFault{text, "vcd.change",
                    fmt::format("'{}' is no value change", excerpt({text, word_end(text)})),
                    "a change is 0, 1, x or z and a code, b... or r... and a code, or #time"};
  }
  const char* after = nullptr;
  const std::uint32_t slot = slot_at(text + 1, after);
  start_at_zero(slot);
  if ((slot & kKindMask) == scalar) {
    set_level(slot >> kKindBits, static_cast<Level>(level));
  } else {
    set_digits(slot, {text, 1}, text);
  }
  return after;
}

const char* VcdChanges::vector_change(const char* text, const char* end) {
  std::uint64_t value = 0;
  const char* bits_end = read_bits(text + 1, value);
  const char* digits_end = bits_end != nullptr ? bits_end : word_end(text + 1);
  const char* code = skip_blanks(digits_end, end);
  if (code == end) return nullptr;
  const char* after = nullptr;
  const std::uint32_t slot = slot_at(code, after);
  if ((slot & kKindMask) == narrow && bits_end != nullptr && !is_careful_) {
    Word& word = words_[slot >> kKindBits];
    const std::ptrdiff_t digits = digits_end - text - 1;
    if (word.is_known && digits > 0 && digits <= word.width) {
      toggle(word, value);
      return after;
    }
  }
  start_at_zero(slot);
  set_digits(slot, {text + 1, digits_end}, text);
  return after;
}

/// A word whose bits are all known takes another value.
void VcdChanges::toggle(Word& word, std::uint64_t value) {
  if (word.history == kNoHistory) {
    nets_.toggle_bits(word.first_net, word.mask, word.value ^ value, value, moment_);
  } else {
    const bool counts = (word.mask & moment_.mask) != 0;
    WordHistory& history = histories_[word.history];
    if (history.push(word.value, value, moment_.ticks, counts)) count_history(word);
  }
  word.value = value;
}

void VcdChanges::count_history(const Word& word) {
  if (word.history == kNoHistory || histories_[word.history].empty()) return;
  WordHistory& history = histories_[word.history];
  const NetStates::Stretch stretch{history.first_value(), history.first_ticks(),
                                   history.last_value(), history.last_ticks()};
  HistoryCounts counts;
  history.count(word.width, counts);
  nets_.add_stretch(word.first_net, word.width, stretch, counts);
}

void VcdChanges::settle() {
  for (const Word& word : words_) count_history(word);
}

void VcdChanges::set_digits(std::uint32_t slot, std::string_view digits, const char* place) {
  if ((slot & kKindMask) == ignored) return;
  const bool is_word = (slot & kKindMask) != scalar;
  Word bit{.width = 1, .first_net = slot >> kKindBits};
  Word& word = is_word ? words_[slot >> kKindBits] : bit;
  if (digits.empty() || digits.size() > word.width) {
    throw TextFault{
        place, "vcd.width",
        fmt::format("a value of {} digits for a variable of {} bits", digits.size(), word.width),
        "is the file damaged?"};
  }
  count_history(word);
  word.value = 0;
  word.is_known = !is_off_;
  const std::size_t given = digits.size();
  for (std::uint32_t i = 0; i < word.width; ++i) {
    // A shorter value is extended by its leftmost digit, a 1 by 0 (18.2.2).
    const char digit = i < given ? digits[given - 1 - i] : digits.front();
    std::uint8_t level = level_of(kLevels, digit);
    if (level == kNoLevel) {
      throw TextFault{place, "vcd.change", fmt::format("'{}' is no value", excerpt(digits)),
                      "the digits of a value are 0, 1, x and z"};
    }
    if (i >= given && level == high) level = low;
    if (level > high) word.is_known = false;
    if (level == high && i < kNarrow) word.value |= std::uint64_t{1} << i;
    set_level(word.first_net + i, static_cast<Level>(level));
  }
}

void VcdChanges::set_level(std::uint32_t net, Level level) {
  if (is_off_) level = unset;
  const Level before = nets_.level(net);
  nets_.set_bit(net, level, moment_);
  if (before == level || !is_careful_) return;
  const bool is_toggle = before <= high && level <= high;
  const bool is_counted = is_toggle && nets_.counts(net, moment_.mask);
  if (profile_.every > 0 && is_counted) {
    if (interval_ >= profile_.toggles.size()) profile_.toggles.resize(interval_ + 1);
    ++profile_.toggles[interval_];
  }
  if (!glitches_) return;
  if (clock_net_ != net) {
    glitches_->change(net, before, level, is_counted);
  } else if (before == low && level == high) {
    glitches_->begin_period();
  }
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
  const std::uint32_t slot = slot_at(code, after);
  start_at_zero(slot);
  std::string digits;
  for (const char state : std::string_view(text + 1, states_end)) {
    const std::uint8_t level = level_of(kPortLevels, state);
    if (level == kNoLevel) {
      throw TextFault{text, "vcd.change",
                      fmt::format("'{}' is no port state", excerpt({text, states_end})),
                      "the states are D U N Z d u, L H X T l h, 0 1 ? F A a B b C c f"};
    }
    digits += "01zx"[level];
  }
  set_digits(slot, digits, text);
  return after;
}

/// Reals and strings have no bits; their code must be declared all the same.
const char* VcdChanges::other_change(const char* text, const char* end) {
  const char* code = skip_blanks(word_end(text), end);
  if (code == end) return nullptr;
  const char* after = nullptr;
  if ((slot_at(code, after) & kKindMask) != ignored) {
    throw TextFault{text, "vcd.change",
                    fmt::format("'{}' is a real or a string, and '{}' is a net",
                                excerpt({text, word_end(text)}), excerpt({code, word_end(code)})),
                    "is the file mixed with other output?"};
  }
  return after;
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
  if (time < time_) {
    throw TextFault{place, "vcd.time", fmt::format("the time goes back from {} to {}", time_, time),
                    "two dumps in one file, or a damaged one?"};
  }
  if (glitches_ && time != time_) glitches_->end_instant();
  if (!part_time_) part_time_ = time;
  if (!first_time_) {
    first_time_ = time;
    clock_.begin(time);
    profile_.from = clock_.first_tick();
    is_careful_ = is_off_ || glitches_ || profile_.every > 0;
  }
  if (is_off_) keyword("$end");  // which is missing
  time_ = time;
  clock_.advance(time);
  const bool borders_window = moment_.mask != clock_.mask();
  moment_ = {clock_.ticks(), clock_.mask()};
  if (!is_careful_ || moment_.mask == WindowClock::none) return;
  const std::uint64_t since = time - std::min(time, clock_.first_tick());
  if (glitches_) {
    const std::uint64_t index = clock_period_ > 0 ? since / clock_period_ : 0;
    if (borders_window || index != period_index_) glitches_->begin_period();
    period_index_ = index;
  }
  if (profile_.every > 0) {
    interval_ = since / profile_.every;
    if (interval_ >= kMostIntervals) {
      throw TextFault{
          place, "trace.every",
          fmt::format("intervals of {} ticks are more than {}", profile_.every, kMostIntervals),
          "give a longer one with --every"};
    }
  }
}

/// A net's value before any time stamp is one at 0; what is no net (a parameter, a real) says
/// nothing about the time.
void VcdChanges::start_at_zero(std::uint32_t slot) {
  if (!first_time_ && slot != kTimeless) set_time(0, nullptr);
}

void VcdChanges::keyword(std::string_view word) {
  if (word == "$dumpoff" || word == "$dumpportsoff") {
    is_off_ = true;
  } else {
    is_off_ = false;  // by $end, or by the next list of values
  }
  is_careful_ = is_off_ || glitches_ || profile_.every > 0 || !first_time_;
}

TraceCount VcdChanges::finish(const VcdDeclarations& declarations) {
  settle();
  TraceCount count;
  Activity& activity = count.activity;
  activity.duration = clock_.duration(time_);
  activity.nets = nets_.close(activity.duration);
  if (glitches_) glitches_->finish(activity.nets);
  activity.signals = declarations.signals();
  activity.tick_seconds = declarations.tick_seconds();
  activity.tick_is_assumed = !declarations.has_timescale();
  if (profile_.every > 0 && time_ > profile_.from) {
    const std::uint64_t intervals = (time_ - profile_.from - 1) / profile_.every + 1;
    if (intervals <= kMostIntervals) {
      profile_.toggles.resize(std::max<std::size_t>(profile_.toggles.size(), intervals));
    }
  }
  count.profile = std::move(profile_);
  return count;
}

}  // namespace pann::activity
