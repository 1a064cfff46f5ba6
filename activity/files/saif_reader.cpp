#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "activity/files/saif.h"
#include "activity/signal_bits.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::activity {

namespace {

constexpr int kDeepestNesting = 1000;

struct Token {
  enum class Kind { open, close, word, quoted, end };
  Kind kind = Kind::end;
  std::string text{};  ///< Without escapes; the divider unescaped is a dot.
};

/// Words, parentheses and strings of a SAIF file, with line numbers.
class Lexer {
 public:
  Lexer(std::string_view text, std::string source) : text_(text), source_(std::move(source)) {}

  Token next();
  void set_divider(char divider) { divider_ = divider; }
  [[noreturn]] void fail(const std::string& code, const std::string& message) const {
    support::fail_input(code, message, "it should be SAIF 2.0, as simulators and `pann` write it",
                        support::Location{source_, line_});
  }

 private:
  void skip_blanks();
  Token quoted();
  Token word();

  std::string_view text_;
  std::string source_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  char divider_ = '/';
};

void Lexer::skip_blanks() {
  while (at_ < text_.size()) {
    if (text_[at_] == '\n') ++line_;
    if (text_.substr(at_, 2) == "//") {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (static_cast<unsigned char>(text_[at_]) <= ' ') {
      ++at_;
    } else {
      return;
    }
  }
}

Token Lexer::quoted() {
  const std::size_t end = text_.find('"', at_ + 1);
  if (end == std::string_view::npos) fail("saif.syntax", "a string has no end");
  Token token{Token::Kind::quoted, std::string(text_.substr(at_ + 1, end - at_ - 1))};
  at_ = end + 1;
  return token;
}

Token Lexer::word() {
  Token token{Token::Kind::word};
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

Token Lexer::next() {
  skip_blanks();
  if (at_ == text_.size()) return {};
  const char character = text_[at_];
  if (character == '"') return quoted();
  if (character != '(' && character != ')') return word();
  ++at_;
  return {character == '(' ? Token::Kind::open : Token::Kind::close};
}

/// Reads the file's nested lists; every function is entered after a list's '(' and keyword.
class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : lexer_(text, source) {}

  Activity parse();

 private:
  void header_entry(const std::string& keyword);
  void instance(const std::string& path, int depth);
  void nets(const std::string& path);
  void net(const std::string& path);
  void skip_list(int depth);
  std::string word();
  std::uint64_t number();
  void close();
  void add_bit(const std::string& name, const NetCounts& counts);

  Lexer lexer_;
  Activity activity_;
};

std::string Parser::word() {
  const Token token = lexer_.next();
  if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted) {
    lexer_.fail("saif.syntax", "a word is missing");
  }
  return token.text;
}

std::uint64_t Parser::number() {
  const std::string text = word();
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    lexer_.fail("saif.number", fmt::format("'{}' is no whole number below 2^64", text));
  }
  return value;
}

void Parser::close() {
  if (lexer_.next().kind != Token::Kind::close) lexer_.fail("saif.syntax", "a ')' is missing");
}

void Parser::skip_list(int depth) {
  if (depth > kDeepestNesting) lexer_.fail("saif.syntax", "lists are nested too deep");
  for (int open = 1; open > 0;) {
    const Token token = lexer_.next();
    if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
    if (token.kind == Token::Kind::open) ++open;
    if (token.kind == Token::Kind::close) --open;
  }
}

double seconds_of(std::string_view unit) {
  constexpr std::pair<std::string_view, double> kUnits[] = {
      {"fs", 1e-15}, {"ps", 1e-12}, {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}};
  for (const auto& [name, seconds] : kUnits) {
    if (name == unit) return seconds;
  }
  return 0.0;
}

void Parser::header_entry(const std::string& keyword) {
  if (keyword == "DURATION") {
    activity_.duration = number();
    close();
  } else if (keyword == "DIVIDER") {
    const Token token = lexer_.next();
    if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted) {
      lexer_.fail("saif.syntax", "the divider is missing");
    }
    if (token.text == ":" || token.text == "/") lexer_.set_divider(token.text[0]);
    close();
  } else if (keyword == "TIMESCALE") {
    std::string text = word();
    Token token = lexer_.next();
    if (token.kind == Token::Kind::word) {
      text += token.text;
      token = lexer_.next();
    }
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const double unit = seconds_of(std::string_view(text).substr(digits));
    if (token.kind != Token::Kind::close || unit == 0.0 || digits == 0 || digits > 3) {
      lexer_.fail("saif.timescale", fmt::format("the time scale '{}' is not known", text));
    }
    activity_.tick_seconds = std::stoi(text.substr(0, digits)) * unit;
  } else {
    skip_list(0);
  }
}

/// Splits "name[3]" at its last index.
bool split_index(const std::string& name, std::string& base, int& index) {
  const std::size_t bracket = name.rfind('[');
  if (bracket == std::string::npos || bracket == 0 || name.back() != ']') return false;
  const char* begin = name.data() + bracket + 1;
  const char* end = name.data() + name.size() - 1;
  const auto [stop, error] = std::from_chars(begin, end, index);
  base = name.substr(0, bracket);
  return error == std::errc() && stop == end && begin != end;
}

void Parser::add_bit(const std::string& name, const NetCounts& counts) {
  const auto net = static_cast<circuit::NetId>(activity_.nets.size());
  activity_.nets.push_back(counts);
  std::string base;
  int index = 0;
  if (split_index(name, base, index)) {
    add_signal_bit(activity_, base, index, net);
  } else {
    add_signal_bit(activity_, name, std::nullopt, net);
  }
}

void Parser::net(const std::string& path) {
  const std::string name = word();
  NetCounts counts;
  std::uint64_t changes = 0;
  for (Token token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind != Token::Kind::open) {
      lexer_.fail("saif.syntax", fmt::format("the entry of '{}' is no list of values", name));
    }
    const std::string field = word();
    const std::uint64_t value = number();
    close();
    if (field == "T0") counts.time_low = value;
    if (field == "T1") counts.time_high = value;
    if (field == "TX") counts.time_unknown = value;
    if (field == "TZ") counts.time_floating = value;
    if (field == "TC") changes = value;
    if (field == "IG") counts.glitches = value;
  }
  counts.rises = changes / 2 + changes % 2;
  counts.falls = changes / 2;
  add_bit(path.empty() ? name : path + '.' + name, counts);
}

void Parser::nets(const std::string& path) {
  for (Token token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
    if (token.kind != Token::Kind::open) lexer_.fail("saif.syntax", "a '(' is missing");
    net(path);
  }
}

void Parser::instance(const std::string& path, int depth) {
  if (depth > kDeepestNesting) lexer_.fail("saif.syntax", "instances are nested too deep");
  Token token = lexer_.next();
  if (token.kind == Token::Kind::quoted) token = lexer_.next();  // the module's name
  if (token.kind != Token::Kind::word) lexer_.fail("saif.syntax", "an instance has no name");
  const std::string below = path.empty() ? token.text : path + '.' + token.text;
  for (token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind == Token::Kind::end)
      lexer_.fail("saif.truncated", "the file ends in an instance");
    if (token.kind != Token::Kind::open) lexer_.fail("saif.syntax", "a '(' is missing");
    const std::string keyword = word();
    if (keyword == "INSTANCE") {
      instance(below, depth + 1);
    } else if (keyword == "NET" || keyword == "PORT") {
      nets(below);
    } else {
      skip_list(depth);
    }
  }
}

Activity Parser::parse() {
  if (lexer_.next().kind != Token::Kind::open || word() != "SAIFILE") {
    lexer_.fail("saif.syntax", "the file does not begin with (SAIFILE");
  }
  Token token = lexer_.next();
  for (; token.kind == Token::Kind::open; token = lexer_.next()) {
    const std::string keyword = word();
    if (keyword == "INSTANCE") {
      instance("", 0);
    } else {
      header_entry(keyword);
    }
  }
  if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
  if (token.kind != Token::Kind::close) lexer_.fail("saif.syntax", "a '(' is missing");
  return std::move(activity_);
}

}  // namespace

Activity parse_saif(std::string_view text, const std::string& source) {
  return Parser(text, source).parse();
}

Activity read_saif(const std::filesystem::path& path) {
  return parse_saif(support::read_file(path), path.string());
}

}  // namespace pann::activity
