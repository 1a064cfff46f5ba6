#include "activity/files/saif_lexer.h"

#include <algorithm>

#include "support/diagnostic.h"

namespace pann::activity {

void SaifLexer::fail(const std::string& code, const std::string& message) const {
  support::fail_input(code, message, "it should be SAIF 2.0, as simulators and `pann` write it",
                      support::Location{source_, line_});
}

void SaifLexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (text_[at_] == '\n') ++line_;
    if (text_.substr(at_, 2) == "//") {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (text_.substr(at_, 2) == "/*") {
      skip_comment();
    } else if (static_cast<unsigned char>(text_[at_]) <= ' ') {
      ++at_;
    } else {
      return;
    }
  }
}

void SaifLexer::skip_comment() {
  const std::size_t end = text_.find("*/", at_ + 2);
  if (end == std::string_view::npos) fail("saif.truncated", "a comment has no end");
  line_ += static_cast<std::uint64_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                 text_.begin() + static_cast<std::ptrdiff_t>(end),
                                                 '\n'));
  at_ = end + 2;
}

SaifToken SaifLexer::quoted() {
  const std::size_t end = text_.find('"', at_ + 1);
  if (end == std::string_view::npos) fail("saif.syntax", "a string has no end");
  SaifToken token{SaifToken::Kind::quoted, std::string(text_.substr(at_ + 1, end - at_ - 1))};
  line_ += static_cast<std::uint64_t>(std::count(token.text.begin(), token.text.end(), '\n'));
  at_ = end + 1;
  return token;
}

SaifToken SaifLexer::word() {
  SaifToken token{SaifToken::Kind::word};
  for (; at_ < text_.size(); ++at_) {
    const char character = text_[at_];
    if (static_cast<unsigned char>(character) <= ' ' || character == '(' || character == ')' ||
        character == '"') {
      break;
    }
    if (character == '\\' && at_ + 1 < text_.size()) {
      token.text += text_[++at_];
    } else {
      token.text += character == divider_ ? '.' : character;
    }
  }
  return token;
}

SaifToken SaifLexer::next() {
  skip_blanks();
  if (at_ == text_.size()) return {};
  const char character = text_[at_];
  if (character == '"') return quoted();
  if (character != '(' && character != ')') return word();
  ++at_;
  return {character == '(' ? SaifToken::Kind::open : SaifToken::Kind::close};
}

}  // namespace pann::activity
