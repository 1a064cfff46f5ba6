#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "support/printable.h"
#include "synth/liberty/syntax.h"

namespace pann::synth {

namespace {

bool is_liberty_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/// Characters of names and of unquoted values inside parentheses.
bool is_word(char c) {
  constexpr std::string_view kPunctuation = "(){},;:\"";
  return !is_liberty_blank(c) && c != '\0' && kPunctuation.find(c) == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (is_liberty_blank(text.back()) || text.back() == '\\'))
    text.remove_suffix(1);
  while (!text.empty() && (is_liberty_blank(text.front()) || text.front() == '\\'))
    text.remove_prefix(1);
  return text;
}

/// Recursive descent over the characters; groups nest a bounded number of levels.
class Parser {
 public:
  explicit Parser(const LibertySource& source) : source_(source), text_(source.text) {}

  LibertyGroup parse_file();

 private:
  static constexpr int kMaximumDepth = 64;

  [[noreturn]] void fail(const std::string& message, const std::string& hint = {}) const {
    fail_at(source_, line_, "liberty.syntax", message, hint);
  }
  [[noreturn]] void fail_expected(const std::string& what) const;

  bool at_end() const { return position_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[position_]; }
  void advance() {
    line_ += text_[position_] == '\n' ? 1U : 0U;
    ++position_;
  }

  void skip_comment();
  /// Skips blanks, comments and line continuations; returns whether a line ended.
  bool skip_blanks();
  std::string_view word();
  LibertyValue quoted_value();
  LibertyValue simple_value();
  std::vector<LibertyValue> arguments();
  void statement(LibertyGroup& group, int depth);
  void group_body(LibertyGroup& group, int depth);

  const LibertySource& source_;
  std::string_view text_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 1;
};

void Parser::fail_expected(const std::string& what) const {
  const char c = peek();
  std::string found = "the end of the file";
  if (!at_end()) {
    const bool printable = c >= ' ' && c <= '~';
    found = printable ? fmt::format("'{}'", c)
                      : fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c));
  }
  fail(fmt::format("expected {}, found {}", what, found),
       at_end() ? "the file is cut; fetch or generate it again" : "");
}

void Parser::skip_comment() {
  const std::uint32_t begin = line_;
  const bool block = text_[position_ + 1] == '*';
  while (!at_end()) {
    if (!block && peek() == '\n') return;
    if (block && text_.substr(position_, 2) == "*/") {
      position_ += 2;
      return;
    }
    // "/*/" opens a comment but does not close it.
    const std::size_t step = block && text_.substr(position_, 2) == "/*" ? 2 : 1;
    for (std::size_t i = 0; i < step; ++i) advance();
  }
  if (block) {
    fail_at(source_, begin, "liberty.syntax", "the comment that begins here does not end",
            "the file is cut; fetch or generate it again");
  }
}

bool Parser::skip_blanks() {
  bool line_ended = false;
  while (!at_end()) {
    const char c = peek();
    const std::string_view two = text_.substr(position_, 2);
    if (two == "/*" || two == "//") {
      skip_comment();
    } else if (c == '\\' &&
               (two == "\\\n" || two == "\\\r" || (two.size() == 2 && is_liberty_blank(two[1])))) {
      // A continuation: the newline after the backslash ends no line.
      advance();
      while (!at_end() && peek() != '\n' && is_liberty_blank(peek())) advance();
      if (peek() == '\n') advance();
    } else if (is_liberty_blank(c)) {
      line_ended |= c == '\n';
      advance();
    } else {
      break;
    }
  }
  return line_ended;
}

std::string_view Parser::word() {
  const std::size_t begin = position_;
  while (!at_end() && is_word(peek())) {
    const std::string_view two = text_.substr(position_, 2);
    if (two == "/*" || two == "\\\n" || two == "\\\r") break;
    advance();
  }
  return text_.substr(begin, position_ - begin);
}

LibertyValue Parser::quoted_value() {
  const std::uint32_t begin_line = line_;
  advance();
  const std::size_t begin = position_;
  while (!at_end() && peek() != '"') {
    if (peek() == '\\' && position_ + 1 < text_.size()) advance();
    advance();
  }
  if (at_end()) {
    fail_at(source_, begin_line, "liberty.syntax", "the quoted text that begins here does not end",
            "the file is cut, or a quotation mark is missing");
  }
  const std::string_view value = text_.substr(begin, position_ - begin);
  advance();
  return {value, true};
}

LibertyValue Parser::simple_value() {
  if (peek() == '"') return quoted_value();
  const std::size_t begin = position_;
  while (!at_end()) {
    const char c = peek();
    if (c == ';' || c == '\n' || c == '}' || c == '{' || c == '"') break;
    if (text_.substr(position_, 2) == "/*" || text_.substr(position_, 2) == "//") break;
    if (c == '\\') {
      // A continued line belongs to the value.
      advance();
      while (!at_end() && peek() != '\n' && is_liberty_blank(peek())) advance();
      if (at_end()) break;
    }
    advance();
  }
  const std::string_view value = trimmed(text_.substr(begin, position_ - begin));
  if (value.empty()) fail_expected("a value");
  return {value, false};
}

std::vector<LibertyValue> Parser::arguments() {
  const std::uint32_t begin_line = line_;
  std::vector<LibertyValue> values;
  advance();
  while (true) {
    skip_blanks();
    const char c = peek();
    if (at_end()) {
      fail_at(source_, begin_line, "liberty.syntax", "the '(' here is not closed",
              "the file is cut, or a ')' is missing");
    }
    if (c == ')') break;
    if (c == ',' || c == ':') {
      advance();
    } else if (c == '"') {
      values.push_back(quoted_value());
    } else {
      const std::string_view text = word();
      if (text.empty()) fail_expected("a value or ')'");
      values.push_back({text, false});
    }
  }
  advance();
  return values;
}

void Parser::statement(LibertyGroup& group, int depth) {
  const std::uint32_t line = line_;
  const std::string_view name = word();
  if (name.empty())
    fail_expected(group.type.empty() ? "'library'" : "an attribute, a group or '}'");
  skip_blanks();
  if (peek() == ':') {
    advance();
    skip_blanks();
    group.attributes.push_back({name, {simple_value()}, false, line});
  } else if (peek() == '(') {
    std::vector<LibertyValue> values = arguments();
    skip_blanks();
    if (peek() == '{') {
      LibertyGroup& inner =
          group.groups.emplace_back(LibertyGroup{name, std::move(values), {}, {}, line});
      group_body(inner, depth + 1);
    } else if (name == "include_file") {
      fail_at(source_, line, "liberty.include", "include_file is not followed",
              "give the included file as a Liberty file of its own, or put its text in its place");
    } else {
      group.attributes.push_back({name, std::move(values), true, line});
    }
  } else {
    fail_expected(fmt::format("':' or '(' after '{}'", support::beginning(name)));
  }
  skip_blanks();
  while (peek() == ';') {
    advance();
    skip_blanks();
  }
}

void Parser::group_body(LibertyGroup& group, int depth) {
  if (depth > kMaximumDepth) fail(fmt::format("groups nest more than {} levels", kMaximumDepth));
  advance();
  skip_blanks();
  while (peek() == ';') {
    advance();
    skip_blanks();
  }
  while (peek() != '}') {
    if (at_end()) {
      fail_at(source_, group.line, "liberty.syntax",
              fmt::format("the group '{}' that begins here is not closed",
                          support::beginning(group.type)),
              "the file is cut, or a '}' is missing");
    }
    statement(group, depth);
  }
  advance();
}

LibertyGroup Parser::parse_file() {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text_.rfind(kByteOrderMark, 0) == 0) position_ = kByteOrderMark.size();
  LibertyGroup file;
  skip_blanks();
  while (!at_end()) statement(file, 0);
  if (file.groups.size() == 1 && file.groups.front().type == "library") {
    return std::move(file.groups.front());
  }
  const bool several = file.groups.size() > 1;
  fail_at(source_, several ? file.groups[1].line : 1, "liberty.no-library",
          several ? "more than one group at the top; a Liberty file holds one 'library'"
                  : "no 'library (NAME) { ... }' here",
          "is it a Liberty file?");
}

}  // namespace

LibertyTree parse_liberty(LibertySource source) {
  auto kept = std::make_shared<const LibertySource>(std::move(source));
  LibertyGroup library = Parser(*kept).parse_file();
  return {std::move(kept), std::move(library)};
}

}  // namespace pann::synth
