#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace pann::activity {

struct SaifToken {
  enum class Kind { open, close, word, quoted, end };
  Kind kind = Kind::end;
  std::string text{};  ///< Without escapes; the divider unescaped is a dot.
};

/// Words, parentheses and strings of a SAIF file, without comments, with line numbers.
class SaifLexer {
 public:
  SaifLexer(std::string_view text, std::string source) : text_(text), source_(std::move(source)) {}

  SaifToken next();
  void set_divider(char divider) { divider_ = divider; }
  /// Throws Failure(user_error) with the present line.
  [[noreturn]] void fail(const std::string& code, const std::string& message) const;

 private:
  void skip_blanks();
  void skip_comment();
  SaifToken quoted();
  SaifToken word();

  std::string_view text_;
  std::string source_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  char divider_ = '/';
};

}  // namespace pann::activity
