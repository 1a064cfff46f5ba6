#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "activity/vcd/trace_options.h"
#include "activity/vcd/vcd_changes.h"
#include "activity/vcd/vcd_declarations.h"

namespace pann::activity {

/// Reads the text of a dump, whose pieces may end anywhere: sections, declarations and value
/// changes; adds line and byte offset to faults.
class VcdReader {
 public:
  explicit VcdReader(TraceOptions options);

  /// A reader for a later part of the text, which begins at the line of a time stamp. Requires
  /// can_be_parted().
  VcdReader later_part() const;
  bool can_be_parted() const {
    return changes_ && changes_->has_time() && changes_->can_be_parted();
  }
  /// Puts the counts of a part behind this one's; false where the part does not follow after all,
  /// because this one ended within a section or a later part is no dump by itself.
  bool append(VcdReader& part);

  bool has_declarations() const { return changes_.has_value(); }
  std::vector<Signal> signals() const { return declarations_.signals(); }

  void feed(std::string_view chunk);
  /// The text ends here because its source failed: a lenient count keeps what came before, any
  /// other throws the failure.
  void end_early(const support::Failure& failure);
  TraceCount finish();

  /// Bytes that were read; the rest is the begin of something incomplete.
  std::uint64_t offset() const { return offset_; }
  const std::optional<support::Diagnostic>& cut() const { return cut_; }

 private:
  void read_buffer();
  const char* read(const char* text, const char* end);
  const char* section_word(const char* text);
  void begin_section(const char* text, std::string_view word);
  void end_section(const char* text);
  void check_section_word(const char* text, std::string_view word);
  void end_declarations();
  void close_dump(const char* text);
  void check_end();
  bool is_between_changes() const;
  [[noreturn]] void fail(const char* place, std::string code, std::string message,
                         std::string hint);

  TraceOptions options_;
  VcdDeclarations declarations_;
  std::optional<VcdChanges> changes_;
  std::string buffer_;              ///< Text not yet read, then blanks while reading.
  std::uint64_t offset_ = 0;        ///< Of the buffer's begin in the text.
  std::uint64_t line_ = 1;          ///< There.
  std::string section_;             ///< Keyword of the open section; empty: none.
  std::vector<std::string> words_;  ///< Of the open section.
  std::optional<support::Diagnostic> cut_;
};

}  // namespace pann::activity
