#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "activity/files/saif.h"
#include "activity/files/saif_lexer.h"
#include "activity/signal_bits.h"
#include "circuit/bit_names.h"
#include "support/decimal.h"
#include "support/input.h"

namespace pann::activity {

namespace {

constexpr int kDeepestNesting = 1000;
/// Of a net's hierarchical name: every net has its own copy.
constexpr std::size_t kLongestSaifName = 16384;

using Token = SaifToken;

/// Keywords may be written in any case.
std::string upper(std::string text) {
  for (char& character : text) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return text;
}

/// Of a net, beside groups by state and path.
constexpr std::array<std::string_view, 9> kNetFields{"T0", "T1", "TX", "TB", "TZ",
                                                     "TC", "IG", "TG", "IK"};

/// What one net's entry says.
struct NetEntry {
  NetCounts counts{};
  std::optional<std::uint64_t> changes{};    ///< TC.
  std::optional<std::uint64_t> of_states{};  ///< The TC of its COND and IOPATH groups together.
  std::uint64_t state_glitches = 0;
  std::bitset<kNetFields.size()> fields{};  ///< That were read.
};

/// Reads the file's nested lists; every function is entered after a list's '(' and keyword.
class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : lexer_(text, source) {}

  Activity parse();

 private:
  void header_entry(const std::string& keyword);
  void time_scale();
  void instance(const std::string& path, int depth);
  void nets(const std::string& path);
  void net(const std::string& path);
  void net_field(NetEntry& entry, const std::string& name);
  void state_group(NetEntry& entry, int depth);
  void skip_list();
  std::string word();
  std::string keyword() { return upper(word()); }
  std::uint64_t number();
  std::uint64_t time();
  void add(std::uint64_t& sum, std::uint64_t more);
  void refine(int decimals);
  void close();
  [[noreturn]] void fail_forward() {
    lexer_.fail("saif.forward",
                "it is a forward file, which tells what to record: no activity is in it");
  }
  void check_times();
  void add_net(const std::string& name, const NetCounts& counts);

  SaifLexer lexer_;
  Activity activity_;
  int decimals_ = 0;  ///< Ticks are 10^-decimals of the time scale.
  bool has_duration_ = false;
  std::unordered_map<std::string, circuit::NetId> nets_;  ///< By full name.
};

std::string Parser::word() {
  const Token token = lexer_.next();
  if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted) {
    lexer_.fail("saif.syntax", "a word is missing");
  }
  return token.text;
}

/// A whole number, which may be written as "9.0".
std::uint64_t Parser::number() {
  const std::string text = word();
  const auto value = support::parse_decimal(text);
  if (!value || value->decimals > 0) {
    lexer_.fail("saif.number", fmt::format("'{}' is no whole number below 2^64", text));
  }
  return value->digits;
}

/// A time, which may have a fraction of the time scale: the ticks become as fine as it needs.
std::uint64_t Parser::time() {
  const std::string text = word();
  const auto value = support::parse_decimal(text);
  if (!value) lexer_.fail("saif.number", fmt::format("'{}' is no time below 2^64", text));
  if (value->decimals > decimals_) refine(value->decimals);
  const auto ticks = support::scale_up(value->digits, decimals_ - value->decimals);
  if (!ticks) lexer_.fail("saif.number", fmt::format("the time {} is too long", text));
  return *ticks;
}

/// Adds to a sum of a file's numbers, which a hostile one would take around 64 bits.
void Parser::add(std::uint64_t& sum, std::uint64_t more) {
  if (more > std::numeric_limits<std::uint64_t>::max() - sum) {
    lexer_.fail("saif.number", fmt::format("{} and {} come to 2^64 or more", sum, more));
  }
  sum += more;
}

void Parser::refine(int decimals) {
  const int more = decimals - std::exchange(decimals_, decimals);
  const auto scale = [&](std::uint64_t& value) {
    const auto scaled = support::scale_up(value, more);
    if (!scaled) lexer_.fail("saif.number", fmt::format("the time {} is too long", value));
    value = *scaled;
  };
  scale(activity_.duration);
  for (NetCounts& net : activity_.nets) {
    for (std::uint64_t* value :
         {&net.time_low, &net.time_high, &net.time_unknown, &net.time_floating}) {
      scale(*value);
    }
  }
}

void Parser::close() {
  if (lexer_.next().kind != Token::Kind::close) lexer_.fail("saif.syntax", "a ')' is missing");
}

void Parser::skip_list() {
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

void Parser::time_scale() {
  std::string text = word();
  Token token = lexer_.next();
  if (token.kind == Token::Kind::word) {
    text += token.text;
    token = lexer_.next();
  }
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const double unit = seconds_of(std::string_view(text).substr(digits));
  const auto number = support::parse_decimal(std::string_view(text).substr(0, digits));
  const bool is_power_of_ten = number && number->decimals == 0 &&
                               (number->digits == 1 || number->digits == 10 ||
                                number->digits == 100 || number->digits == 1000);
  const bool is_legal = is_power_of_ten && unit != 0.0;
  if (token.kind != Token::Kind::close || !is_legal) {
    lexer_.fail("saif.timescale", fmt::format("the time scale '{}' is not known", text));
  }
  activity_.tick_seconds = static_cast<double>(number->digits) * unit;
  activity_.tick_is_assumed = false;
}

void Parser::header_entry(const std::string& name) {
  if (name == "DURATION") {
    activity_.duration = time();
    has_duration_ = true;
    close();
  } else if (name == "DIVIDER") {
    const Token token = lexer_.next();
    if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted) {
      lexer_.fail("saif.syntax", "the divider is missing");
    }
    if (token.text == ":" || token.text == "/") lexer_.set_divider(token.text[0]);
    close();
  } else if (name == "TIMESCALE") {
    time_scale();
  } else if (name == "DIRECTION") {
    if (upper(word()) == "FORWARD") fail_forward();
    close();
  } else if (name == "LIBRARY") {
    fail_forward();
  } else {
    skip_list();
  }
}

/// The toggles of a port by state and path: (COND expression RISE (IOPATH pin (TC 2) (IG 0)) ...).
void Parser::state_group(NetEntry& entry, int depth) {
  if (depth > kDeepestNesting) lexer_.fail("saif.syntax", "lists are nested too deep");
  for (Token token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
    if (token.kind != Token::Kind::open) continue;  // a word of the condition, an edge, a pin
    const Token first = lexer_.next();
    if (first.kind == Token::Kind::open) {  // a condition in parentheses
      skip_list();
      skip_list();
      continue;
    }
    if (first.kind == Token::Kind::close) continue;
    const std::string name = upper(first.text);
    if (name == "TC") {
      if (!entry.of_states) entry.of_states = 0;
      add(*entry.of_states, number());
      close();
    } else if (name == "IG" || name == "TG") {
      add(entry.state_glitches, number());
      close();
    } else {
      state_group(entry, depth + 1);
    }
  }
}

void Parser::net_field(NetEntry& entry, const std::string& net) {
  const std::string name = keyword();
  NetCounts& counts = entry.counts;
  if (name == "COND" || name == "COND_DEFAULT" || name == "IOPATH" || name == "RISE" ||
      name == "FALL" || name == "RISE_FALL") {
    state_group(entry, 0);
    return;
  }
  const auto* known = std::find(kNetFields.begin(), kNetFields.end(), name);
  if (known == kNetFields.end()) {
    lexer_.fail("saif.field", fmt::format("'{}' of the net '{}' is not known", name, net));
  }
  const auto field = static_cast<std::size_t>(known - kNetFields.begin());
  if (entry.fields.test(field)) {
    lexer_.fail("saif.field", fmt::format("'{}' of the net '{}' is there twice", name, net));
  }
  entry.fields.set(field);
  if (name == "T0") {
    counts.time_low = time();
  } else if (name == "T1") {
    counts.time_high = time();
  } else if (name == "TX" || name == "TB") {  // TB: drivers at odds
    add(counts.time_unknown, time());
  } else if (name == "TZ") {
    counts.time_floating = time();
  } else if (name == "TC") {
    entry.changes = number();
  } else if (name == "IG" || name == "TG") {
    add(counts.glitches, number());
  } else {
    word();  // IK, how much of a glitch counts: a factor of the tool's, no count
  }
  close();
}

/// No net is in its states for longer than the file lasts; fractions may be rounded up one by one.
void Parser::check_times() {
  constexpr std::uint64_t kRounding = 4;  // a tick for each state
  const std::uint64_t whole = activity_.duration;
  const std::uint64_t limit = whole + std::min(kRounding, ~whole);
  for (const Signal& signal : activity_.signals) {
    for (const circuit::NetId net : signal.bits) {
      const NetCounts& counts = activity_.nets[net];
      std::uint64_t left = limit;
      for (const std::uint64_t time :
           {counts.time_low, counts.time_high, counts.time_unknown, counts.time_floating}) {
        if (time > left) {
          lexer_.fail("saif.duration",
                      fmt::format("the times of '{}' come to more than the DURATION", signal.name));
        }
        left -= time;
      }
      if (activity_.duration == 0 && counts.toggles() > 0) {
        lexer_.fail("saif.duration", fmt::format("'{}' toggles in a DURATION of 0", signal.name));
      }
    }
  }
}

void Parser::add_net(const std::string& name, const NetCounts& counts) {
  if (name.size() > kLongestSaifName) {
    lexer_.fail("saif.name", fmt::format("a name has more than {} characters", kLongestSaifName));
  }
  const auto net = static_cast<circuit::NetId>(activity_.nets.size());
  const auto [known, is_new] = nets_.try_emplace(name, net);
  if (!is_new) {
    // Under PORT and under NET, or in a VIRTUAL_INSTANCE of the instance: one net.
    if (activity_.nets[known->second] == counts) return;
    lexer_.fail("saif.name", fmt::format("'{}' is there twice, with different counts", name));
  }
  activity_.nets.push_back(counts);
  if (const auto parts = circuit::split_bit_name(name)) {
    add_signal_bit(activity_, std::string(parts->first), parts->second, net);
  } else {
    add_signal_bit(activity_, name, std::nullopt, net);
  }
}

void Parser::net(const std::string& path) {
  const std::string name = word();
  NetEntry entry;
  for (Token token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
    if (token.kind != Token::Kind::open) {
      lexer_.fail("saif.syntax", fmt::format("the entry of '{}' is no list of values", name));
    }
    net_field(entry, name);
  }
  // Groups by state and path are shares of the whole, which may be left to their sum.
  if (!entry.changes) {
    entry.changes = entry.of_states;
    add(entry.counts.glitches, entry.state_glitches);
  }
  if (!entry.changes) {
    lexer_.fail("saif.field", fmt::format("the net '{}' has no toggle count (TC)", name));
  }
  entry.counts.rises = *entry.changes / 2 + *entry.changes % 2;
  entry.counts.falls = *entry.changes / 2;
  add_net(path.empty() ? name : path + '.' + name, entry.counts);
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
  if (below.size() > kLongestSaifName) {
    lexer_.fail("saif.name", fmt::format("a name has more than {} characters", kLongestSaifName));
  }
  for (token = lexer_.next(); token.kind != Token::Kind::close; token = lexer_.next()) {
    if (token.kind == Token::Kind::end)
      lexer_.fail("saif.truncated", "the file ends in an instance");
    if (token.kind != Token::Kind::open) lexer_.fail("saif.syntax", "a '(' is missing");
    const std::string name = keyword();
    if (name == "INSTANCE" || name == "VIRTUAL_INSTANCE") {
      instance(below, depth + 1);
    } else if (name == "NET" || name == "PORT") {
      nets(below);
    } else if (name == "LEAKAGE") {
      skip_list();  // times by state: no toggles are in it
    } else {
      lexer_.fail("saif.field", fmt::format("'{}' in an instance is not known", name));
    }
  }
}

Activity Parser::parse() {
  activity_.tick_is_assumed = true;  // until TIMESCALE
  if (lexer_.next().kind != Token::Kind::open || keyword() != "SAIFILE") {
    lexer_.fail("saif.syntax", "the file does not begin with (SAIFILE");
  }
  Token token = lexer_.next();
  for (; token.kind == Token::Kind::open; token = lexer_.next()) {
    const std::string name = keyword();
    if (name == "INSTANCE" || name == "VIRTUAL_INSTANCE") {
      instance("", 0);
    } else {
      header_entry(name);
    }
  }
  if (token.kind == Token::Kind::end) lexer_.fail("saif.truncated", "the file ends in a list");
  if (token.kind != Token::Kind::close) lexer_.fail("saif.syntax", "a '(' is missing");
  if (lexer_.next().kind != Token::Kind::end) {
    lexer_.fail("saif.syntax", "the file goes on after its last ')'");
  }
  if (!has_duration_) lexer_.fail("saif.duration", "the file tells no DURATION");
  check_times();
  activity_.tick_seconds /= std::pow(10.0, decimals_);
  activity_.signals = gather_words(std::move(activity_.signals));
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
