#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "synth/liberty/syntax.h"
#include "synth/timing/sdf.h"

namespace pann::synth {

namespace {

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// One token: "(", ")", a quoted text without its quotation marks, or a word.
struct Token {
  std::string text;
  bool quoted = false;
  std::uint64_t line = 0;

  bool is(std::string_view word) const { return !quoted && text == word; }
};

class SdfParser {
 public:
  SdfParser(std::string_view text, const std::string& source) : text_(text) {
    file_.source = source;
  }

  SdfFile run();

 private:
  [[noreturn]] void fail(std::uint64_t line, const std::string& message,
                         const std::string& code = "sdf.syntax") const {
    support::fail_input(code, message, "", support::Location{file_.source, line, std::nullopt});
  }
  char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  void advance() {
    line_ += text_[position_] == '\n' ? 1U : 0U;
    ++position_;
  }
  void skip_blanks();
  Token next();
  void expect(std::string_view word);
  /// Everything up to the ')' that closes what is open, nested or not.
  void skip_rest();
  /// The words up to the next ')'.
  std::string words();
  std::string name(const std::string& text) const;

  void header(const Token& keyword);
  void scale(const Token& keyword);
  void cell();
  void delay(SdfCell& cell);
  void absolute(SdfCell& cell);
  void condition(SdfCell& cell);
  void path(SdfCell& cell, const std::string& condition, const Token& keyword);
  std::optional<DelayTriple> value();
  double number(const Token& token, const std::string& text) const;

  std::string_view text_;
  std::size_t position_ = 0;
  std::uint64_t line_ = 1;
  char divider_ = '.';
  double scale_ns_ = 1.0;
  SdfFile file_;
};

void SdfParser::skip_blanks() {
  while (position_ < text_.size()) {
    const std::string_view two = text_.substr(position_, 2);
    if (two == "//") {
      while (position_ < text_.size() && peek() != '\n') advance();
    } else if (two == "/*") {
      const std::uint64_t begin = line_;
      advance();
      advance();
      while (position_ < text_.size() && text_.substr(position_, 2) != "*/") advance();
      if (position_ >= text_.size()) fail(begin, "the comment that begins here does not end");
      position_ += 2;
    } else if (is_blank(peek())) {
      advance();
    } else {
      return;
    }
  }
}

Token SdfParser::next() {
  skip_blanks();
  Token token{"", false, line_};
  if (position_ >= text_.size()) fail(line_, "the file ends before its last ')'");
  if (peek() == '(' || peek() == ')') {
    token.text = std::string(1, peek());
    advance();
    return token;
  }
  if (peek() == '"') {
    advance();
    while (position_ < text_.size() && peek() != '"') {
      token.text += peek();
      advance();
    }
    if (position_ >= text_.size())
      fail(token.line, "the quoted text that begins here does not end");
    advance();
    token.quoted = true;
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

void SdfParser::expect(std::string_view word) {
  const Token token = next();
  if (!token.is(word)) {
    fail(token.line, fmt::format("expected '{}', found '{}'", word, token.text.substr(0, 64)));
  }
}

void SdfParser::skip_rest() {
  std::size_t depth = 1;
  while (depth > 0) {
    const Token token = next();
    if (token.is("(")) ++depth;
    if (token.is(")")) --depth;
  }
}

std::string SdfParser::words() {
  std::string text;
  for (Token token = next(); !token.is(")"); token = next()) {
    if (token.is("(")) fail(token.line, "a '(' does not belong here");
    text += (text.empty() ? "" : " ") + token.text;
  }
  return text;
}

/// A hierarchical name with '.' between levels and without backslashes.
std::string SdfParser::name(const std::string& text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      result += text[++i];
    } else {
      result += text[i] == divider_ ? '.' : text[i];
    }
  }
  return result;
}

void SdfParser::scale(const Token& keyword) {
  std::string text = words();
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  const std::size_t letters = text.find_first_not_of("0123456789.");
  const auto count = liberty_number(text.substr(0, letters));
  const std::string unit = letters == std::string::npos ? "" : text.substr(letters);
  const double factor = unit == "ps" ? 1e-3 : unit == "ns" ? 1.0 : unit == "us" ? 1e3 : 0.0;
  if (!count || *count <= 0.0 || factor == 0.0) {
    fail(keyword.line, fmt::format("TIMESCALE is '{}'; legal are 1, 10 or 100 ps, ns or us", text),
         "sdf.scale");
  }
  scale_ns_ = *count * factor;
}

void SdfParser::header(const Token& keyword) {
  if (keyword.is("DESIGN")) {
    file_.design = words();
  } else if (keyword.is("DIVIDER")) {
    const std::string text = words();
    if (text != "." && text != "/") fail(keyword.line, "DIVIDER is '.' or '/'");
    divider_ = text.front();
  } else if (keyword.is("TIMESCALE")) {
    scale(keyword);
  } else if (keyword.is("CELL")) {
    cell();
  } else {
    skip_rest();
  }
}

void SdfParser::cell() {
  SdfCell result;
  result.line = line_;
  for (Token token = next(); !token.is(")"); token = next()) {
    if (!token.is("(")) fail(token.line, fmt::format("'{}' does not belong here", token.text));
    const Token keyword = next();
    if (keyword.is("CELLTYPE")) {
      result.type = words();
    } else if (keyword.is("INSTANCE")) {
      result.instance = name(words());
    } else if (keyword.is("DELAY")) {
      delay(result);
    } else {
      skip_rest();
    }
  }
  file_.cells.push_back(std::move(result));
}

void SdfParser::delay(SdfCell& result) {
  for (Token token = next(); !token.is(")"); token = next()) {
    if (!token.is("(")) fail(token.line, fmt::format("'{}' does not belong here", token.text));
    const Token keyword = next();
    if (keyword.is("INCREMENT")) {
      fail(keyword.line, "INCREMENT delays add to others, which are not known here",
           "sdf.increment");
    }
    if (keyword.is("ABSOLUTE")) {
      absolute(result);
    } else {
      skip_rest();
    }
  }
}

void SdfParser::absolute(SdfCell& result) {
  for (Token token = next(); !token.is(")"); token = next()) {
    if (!token.is("(")) fail(token.line, fmt::format("'{}' does not belong here", token.text));
    const Token keyword = next();
    if (keyword.is("IOPATH")) {
      path(result, "", keyword);
    } else if (keyword.is("COND")) {
      condition(result);
    } else {
      skip_rest();
    }
  }
}

/// COND [label] expression (IOPATH ...): the expression is what stands before the IOPATH.
void SdfParser::condition(SdfCell& result) {
  std::string text;
  std::size_t depth = 0;
  while (true) {
    Token token = next();
    if (token.is("(")) {
      const Token inner = next();
      if (inner.is("IOPATH") && depth == 0) {
        path(result, text, inner);
        expect(")");
        return;
      }
      ++depth;
      text += "(";
      token = inner;
      if (token.is("(")) fail(token.line, "'((' is not read in a condition");
    }
    if (token.is(")")) {
      if (depth == 0) fail(token.line, "a COND without IOPATH");
      --depth;
    }
    text += token.text;
  }
}

void SdfParser::path(SdfCell& result, const std::string& condition, const Token& keyword) {
  SdfPath entry;
  entry.condition = condition;
  entry.line = keyword.line;
  Token from = next();
  if (from.is("(")) {
    entry.from_edge = next().text;
    from = next();
    expect(")");
  }
  entry.from = name(from.text);
  entry.to = name(next().text);
  std::array<std::optional<DelayTriple>, 2> values;
  std::size_t count = 0;
  for (Token token = next(); !token.is(")"); token = next()) {
    if (!token.is("(")) fail(token.line, fmt::format("expected a delay, found '{}'", token.text));
    const auto delay = value();
    if (count < values.size()) values[count] = delay;
    ++count;
  }
  if (count == 0) fail(entry.line, "an IOPATH without a delay");
  // One value is for both edges.
  if (count == 1) values[1] = values[0];
  entry.has_rise = values[0].has_value();
  entry.has_fall = values[1].has_value();
  entry.rise = values[0].value_or(DelayTriple());
  entry.fall = values[1].value_or(DelayTriple());
  result.paths.push_back(std::move(entry));
}

double SdfParser::number(const Token& token, const std::string& text) const {
  const auto value = liberty_number(text);
  if (!value) fail(token.line, fmt::format("'{}' is not a number", text.substr(0, 64)));
  return *value * scale_ns_;
}

/// The inside of a parenthesis: "", "1.5" or "1:2:3" with members left out.
std::optional<DelayTriple> SdfParser::value() {
  Token token = next();
  if (token.is(")")) return std::nullopt;
  std::string text = token.text;
  for (Token more = next(); !more.is(")"); more = next()) text += more.text;
  std::vector<std::optional<double>> members;
  std::size_t begin = 0;
  for (std::size_t end = text.find(':'); true; end = text.find(':', begin)) {
    const std::string member = text.substr(begin, end - begin);
    members.push_back(member.empty() ? std::nullopt : std::optional(number(token, member)));
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  if (members.size() == 1) members = {members[0], members[0], members[0]};
  if (members.size() != 3) fail(token.line, fmt::format("'{}' is not min:typ:max", text));
  std::optional<double> some;
  for (const std::size_t at : {std::size_t{2}, std::size_t{0}, std::size_t{1}}) {
    if (members[at]) some = members[at];
  }
  if (!some) fail(token.line, "a delay without any value");
  return DelayTriple{members[0].value_or(*some), members[1].value_or(*some),
                     members[2].value_or(*some)};
}

SdfFile SdfParser::run() {
  expect("(");
  expect("DELAYFILE");
  for (Token token = next(); !token.is(")"); token = next()) {
    if (!token.is("(")) fail(token.line, fmt::format("'{}' does not belong here", token.text));
    header(next());
  }
  skip_blanks();
  if (position_ < text_.size()) fail(line_, "text after the last ')'");
  return std::move(file_);
}

}  // namespace

SdfFile parse_sdf(std::string_view text, const std::string& source) {
  return SdfParser(text, source).run();
}

SdfFile read_sdf(const std::filesystem::path& path) {
  return parse_sdf(support::read_file(path), path.string());
}

}  // namespace pann::synth
