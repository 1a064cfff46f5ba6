#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tb/trace/code_table.h"
#include "tb/trace/net_states.h"
#include "tb/trace/vcd_declarations.h"
#include "tb/trace/window_clock.h"

namespace pann::tb {

/// A fault in the text of a dump, at a place of the buffer that is read; the counter adds line and
/// byte offset.
struct TextFault {
  const char* place = nullptr;
  std::string code;
  std::string message;
  std::string hint;
};

/// The value changes of a dump (IEEE 1364-2005 18.2.2, 18.4.3), counted as they are read.
class VcdChanges {
 public:
  VcdChanges(const TraceOptions& options, const VcdDeclarations& declarations);

  /// Reads from `text`, which is at the begin of a word or in white space, to `end`, which follows
  /// white space; stops at a keyword ('$') or before a change that is not complete. Returns where
  /// it stopped. At least kReadAhead bytes after `end` are readable. Throws TextFault.
  const char* read(const char* text, const char* end);
  static constexpr std::size_t kReadAhead = 16;

  /// What a keyword outside a declaration says: $dumpoff begins, $end ends values that are not
  /// dumped.
  void keyword(std::string_view word);

  /// A time stamp that stands elsewhere ($vcdclose).
  void set_time(std::uint64_t time, const char* place);

  bool has_time() const { return has_time_; }
  std::uint64_t last_time() const { return time_; }

  /// Ends the count; call once.
  Activity finish(const VcdDeclarations& declarations);
  const WindowClock& clock() const { return clock_; }

 private:
  enum class Kind : std::uint8_t { scalar, vector, narrow, ignored };
  struct Variable {
    Kind kind = Kind::ignored;
    std::uint8_t seen = 0;  ///< Narrow: all bits have known levels, as `value` says.
    std::uint32_t width = 0;
    std::uint32_t first_bit = 0;
    std::uint64_t value = 0;  ///< Narrow: the bits, rightmost lowest.
  };

  const char* time_stamp(const char* text);
  const char* scalar_change(const char* text);
  const char* vector_change(const char* text, const char* end);
  const char* other_change(const char* text, const char* end);
  const char* port_change(const char* text, const char* end);
  void set_digits(Variable& variable, std::string_view digits, const char* place);
  void set_level(std::uint32_t bit, Level level);
  Variable& variable_at(const char* code, const char*& after);
  void start_at_zero();

  CodeTable codes_;
  std::vector<Variable> variables_;
  NetStates nets_;
  WindowClock clock_;
  Moment moment_;
  std::uint64_t time_ = 0;
  bool has_time_ = false;
  bool is_off_ = false;  ///< Within the values of $dumpoff.
};

}  // namespace pann::tb
