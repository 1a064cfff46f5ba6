#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pann::synth {

/// One token of SDF: "(", ")", a quoted text without its quotation marks, or a word.
struct SdfToken {
  std::string text;
  bool quoted = false;
  std::uint64_t line = 0;

  bool is(std::string_view word) const { return !quoted && text == word; }
  /// Whether it is a keyword, which SDF takes in capitals and small letters alike.
  bool is_keyword(std::string_view keyword) const;
};

/// Takes the text of an SDF file apart, comments left out. What it throws is
/// Failure(user_error, "sdf.syntax") with file and line.
class SdfTokens {
 public:
  SdfTokens(std::string_view text, std::string source) : text_(text), source_(std::move(source)) {}

  /// Throws where the text is at its end.
  SdfToken next();
  bool at_end();
  std::uint64_t line() const { return line_; }

  void expect(std::string_view keyword);
  /// Everything up to the ')' that closes what is open, nested or not.
  void skip_rest();
  /// The words up to the next ')', a blank between them.
  std::string words();

  [[noreturn]] void fail(std::uint64_t line, const std::string& message,
                         const std::string& code = "sdf.syntax",
                         const std::string& hint = "") const;

 private:
  char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  void advance();
  void skip_blanks();
  void skip_comment();
  void read_quoted(SdfToken& token);

  std::string_view text_;
  std::string source_;
  std::size_t position_ = 0;
  std::uint64_t line_ = 1;
};

}  // namespace pann::synth
