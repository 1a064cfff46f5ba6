#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "activity/activity.h"
#include "support/name_pattern.h"

namespace pann::activity {

/// What a declaration section of a dump is at fault for; the reader adds the place.
struct DeclarationFault {
  std::string code;
  std::string message;
  std::string hint;
};

/// One identifier code of a dump.
struct TraceVariable {
  std::uint32_t width = 0;
  bool is_counted = false;      ///< Has bits, and a name in the scope.
  bool is_logic = true;         ///< Not an event, real, string or parameter.
  std::uint32_t first_bit = 0;  ///< Index of its rightmost bit's net, if counted.
};

/// The names and variables that the declaration sections of a dump list (IEEE 1364-2005 18.2.3).
class VcdDeclarations {
 public:
  /// `match`: patterns of the names below the scope that count; none: all.
  explicit VcdDeclarations(std::string scope, const std::vector<std::string>& match = {});

  /// One section, e.g. keyword "$var" with the tokens up to `$end`. Unknown keywords are passed
  /// over. Throws DeclarationFault.
  void add(std::string_view keyword, const std::vector<std::string>& tokens,
           std::uint64_t bytes_seen);

  /// All sections are read: throws Failure(user_error, "trace.scope") if nothing is in the scope.
  void complete() const;

  const std::vector<TraceVariable>& variables() const { return variables_; }
  const std::unordered_map<std::string, std::uint32_t>& codes() const { return codes_; }
  std::uint32_t bit_count() const { return bit_count_; }
  double tick_seconds() const { return tick_seconds_; }
  bool has_timescale() const { return has_timescale_; }

  /// The signals in the scope, their bits filled in; words that the dump declares in pieces are put
  /// together.
  std::vector<Signal> signals() const;

  /// Nets of all bits of the variables one of whose names in the scope matches one of `patterns`.
  std::vector<circuit::NetId> nets_matching(const std::vector<std::string>& patterns) const;

 private:
  void add_scope(const std::vector<std::string>& tokens);
  void leave_scope();
  void add_variable(const std::vector<std::string>& tokens, std::uint64_t bytes_seen);
  void set_timescale(const std::vector<std::string>& tokens);
  std::uint32_t variable_of(const std::string& code, std::uint32_t width, bool is_logic,
                            std::string_view name);
  Signal signal_at(std::size_t index) const;
  void count_bits(TraceVariable& variable, std::uint64_t bytes_seen);

  std::string scope_;
  support::NamePatterns match_;
  std::vector<std::string> outermost_;    ///< Some, for messages.
  std::vector<std::string> open_scopes_;  ///< Full path of each.
  std::vector<TraceVariable> variables_;
  std::unordered_map<std::string, std::uint32_t> codes_;
  std::vector<Signal> signals_;  ///< Without bits.
  std::vector<std::uint32_t> signal_variables_;
  std::uint32_t bit_count_ = 0;
  std::uint64_t named_bits_ = 0;  ///< Over all names.
  double tick_seconds_ = kAssumedTickSeconds;
  bool has_timescale_ = false;
};

}  // namespace pann::activity
