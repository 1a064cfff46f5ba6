#include "synth/timing/sdf_tokens.h"

#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/printable.h"
#include "synth/lower_case.h"

namespace pann::synth {

namespace {

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

bool SdfToken::is_keyword(std::string_view keyword) const {
  return !quoted && lower_case(text) == lower_case(keyword);
}

void SdfTokens::fail(std::uint64_t line, const std::string& message, const std::string& code,
                     const std::string& hint) const {
  support::fail_input(code, message, hint, support::Location{source_, line, std::nullopt});
}

void SdfTokens::advance() {
  line_ += text_[position_] == '\n' ? 1U : 0U;
  ++position_;
}

void SdfTokens::skip_comment() {
  const std::uint64_t begin = line_;
  advance();
  advance();
  while (position_ < text_.size() && text_.substr(position_, 2) != "*/") advance();
  if (position_ >= text_.size()) fail(begin, "the comment that begins here does not end");
  position_ += 2;
}

void SdfTokens::skip_blanks() {
  while (position_ < text_.size()) {
    const std::string_view two = text_.substr(position_, 2);
    if (two == "//") {
      while (position_ < text_.size() && peek() != '\n') advance();
    } else if (two == "/*") {
      skip_comment();
    } else if (is_blank(peek())) {
      advance();
    } else {
      return;
    }
  }
}

bool SdfTokens::at_end() {
  skip_blanks();
  return position_ >= text_.size();
}

void SdfTokens::read_quoted(SdfToken& token) {
  advance();
  while (position_ < text_.size() && peek() != '"') {
    token.text += peek();
    advance();
  }
  if (position_ >= text_.size()) fail(token.line, "the quoted text that begins here does not end");
  advance();
  token.quoted = true;
}

SdfToken SdfTokens::next() {
  if (at_end()) fail(line_, "the file ends before its last ')'");
  SdfToken token{"", false, line_};
  if (peek() == '(' || peek() == ')') {
    token.text = std::string(1, peek());
    advance();
    return token;
  }
  if (peek() == '"') {
    read_quoted(token);
    return token;
  }
  while (position_ < text_.size() && !is_blank(peek()) && peek() != '(' && peek() != ')' &&
         peek() != '"') {
    if (peek() == '\\' && position_ + 1 < text_.size()) {
      token.text += peek();
      advance();
    }
    token.text += peek();
    advance();
  }
  return token;
}

void SdfTokens::expect(std::string_view keyword) {
  const SdfToken token = next();
  if (!token.is_keyword(keyword)) {
    fail(token.line,
         fmt::format("expected '{}', found '{}'", keyword, support::beginning(token.text)));
  }
}

void SdfTokens::skip_rest() {
  std::size_t depth = 1;
  while (depth > 0) {
    const SdfToken token = next();
    if (token.is("(")) ++depth;
    if (token.is(")")) --depth;
  }
}

std::string SdfTokens::words() {
  std::string text;
  for (SdfToken token = next(); !token.is(")"); token = next()) {
    if (token.is("(")) fail(token.line, "a '(' does not belong here");
    text += (text.empty() ? "" : " ") + token.text;
  }
  return text;
}

}  // namespace pann::synth
