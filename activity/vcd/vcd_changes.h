#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "activity/vcd/code_table.h"
#include "activity/vcd/glitch_counter.h"
#include "activity/vcd/net_states.h"
#include "activity/vcd/trace_options.h"
#include "activity/vcd/vcd_declarations.h"
#include "activity/vcd/vcd_text.h"
#include "activity/vcd/window_clock.h"
#include "activity/vcd/word_history.h"

namespace pann::activity {

/// The value changes of a dump (IEEE 1364-2005 18.2.2, 18.4.3), counted as they are read.
class VcdChanges {
 public:
  /// Throws Failure(user_error, "trace.clock") where the clock is no single-bit signal.
  VcdChanges(const TraceOptions& options, const VcdDeclarations& declarations);

  /// A counter for a later part of the same dump, which begins with a time stamp; `append` puts its
  /// counts behind those of this one. The time must have begun. Not for glitches and profiles,
  /// which are counted in one piece.
  VcdChanges later_part() const;
  bool can_be_parted() const { return !is_careful_; }
  /// Whether `part` begins at this one's last time or later.
  bool is_followed_by(const VcdChanges& part) const;
  /// Both must be settled.
  void append(const VcdChanges& part);
  /// Counts what words hold back (WordHistory).
  void settle();

  /// Reads from `text`, which is at the begin of a word or in white space, to `end`, which follows
  /// white space; stops at a keyword ('$') or before a change that is not complete. Returns where
  /// it stopped. At least kReadAhead bytes after `end` are readable. Throws TextFault.
  const char* read(const char* text, const char* end);
  static constexpr std::size_t kReadAhead = 80;

  /// What a keyword outside a declaration says: $dumpoff begins values that are not changes, any
  /// other ends them, as the next time does.
  void keyword(std::string_view word);
  /// Whether it is between $dumpoff and the end of its values.
  bool is_off() const { return is_off_; }

  /// A time stamp that stands elsewhere ($vcdclose).
  void set_time(std::uint64_t time, const char* place);

  bool has_time() const { return first_time_.has_value(); }
  std::uint64_t last_time() const { return time_; }
  const WindowClock& clock() const { return clock_; }

  /// Ends the count; call once.
  TraceCount finish(const VcdDeclarations& declarations);

 private:
  /// A code's slot holds a kind in the two lowest bits and above them the index of a net (scalar)
  /// or of a word.
  enum Kind : std::uint32_t { scalar, narrow, wide, ignored };
  static constexpr unsigned kKindBits = 2;
  static constexpr std::uint32_t kKindMask = (1U << kKindBits) - 1;
  /// Ignored as well: a parameter, real, string or event, whose value is none of a net.
  static constexpr std::uint32_t kTimeless = 1U << kKindBits | ignored;

  static constexpr std::uint32_t kNoHistory = 0xFFFFFFFFU;
  /// More words than this count bit by bit, so that memory stays bounded.
  static constexpr std::size_t kMostHistories = std::size_t{1} << 14U;

  /// A variable of several bits; narrow: of up to 64.
  struct Word {
    bool is_known = false;  ///< Narrow: all levels are 0 or 1, as `value` says.
    std::uint8_t mask = 0;  ///< NetStates::mask of the first net.
    std::uint32_t history = kNoHistory;
    std::uint32_t width = 0;
    std::uint32_t first_net = 0;  ///< Rightmost bit.
    std::uint64_t value = 0;
  };

  VcdChanges() = default;
  void find_clock(const TraceOptions& options, const VcdDeclarations& declarations);
  const char* scalar_run(const char* text, const char* end);
  const char* scalar_change(const char* text);
  const char* vector_change(const char* text, const char* end);
  const char* port_change(const char* text, const char* end);
  const char* other_change(const char* text, const char* end);
  const char* time_stamp(const char* text);
  std::uint32_t slot_at(const char* code, const char*& after) const;
  void toggle(Word& word, std::uint64_t value);
  void count_history(const Word& word);
  void set_digits(std::uint32_t slot, std::string_view digits, const char* place);
  void set_level(std::uint32_t net, Level level);
  void start_at_zero(std::uint32_t slot);

  std::shared_ptr<const CodeTable> codes_;
  std::vector<Word> words_;
  std::vector<WordHistory> histories_;  ///< Of the first narrow words.
  NetStates nets_;
  WindowClock clock_;
  Moment moment_;
  std::uint64_t time_ = 0;
  std::optional<std::uint64_t> first_time_;  ///< Of the whole dump.
  std::optional<std::uint64_t> part_time_;   ///< First of this part.
  bool is_off_ = false;
  /// Every change goes through set_level: no time yet, values of $dumpoff, glitches or a profile.
  bool is_careful_ = true;

  std::optional<GlitchCounter> glitches_;
  std::optional<std::uint32_t> clock_net_;
  std::uint64_t clock_period_ = 0;
  std::uint64_t period_index_ = 0;
  ActivityProfile profile_;
  std::size_t interval_ = 0;
};

}  // namespace pann::activity
