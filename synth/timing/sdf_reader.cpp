#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/printable.h"
#include "synth/liberty/syntax.h"
#include "synth/lower_case.h"
#include "synth/timing/sdf.h"
#include "synth/timing/sdf_tokens.h"

namespace pann::synth {

namespace {

/// What stands in the head of a file and changes no delay.
constexpr std::array<std::string_view, 8> kHeaderWords{
    "sdfversion", "date", "vendor", "program", "version", "voltage", "process", "temperature"};
/// Delays between cells.
constexpr std::array<std::pair<std::string_view, SdfWire::Kind>, 3> kWireDelays{
    {{"interconnect", SdfWire::Kind::interconnect},
     {"port", SdfWire::Kind::port},
     {"netdelay", SdfWire::Kind::net}}};

template <class Words>
bool is_one_of(const SdfToken& token, const Words& words) {
  return !token.quoted &&
         std::find(words.begin(), words.end(), lower_case(token.text)) != words.end();
}

class SdfParser {
 public:
  SdfParser(std::string_view text, const std::string& source) : tokens_(text, source) {
    file_.source = source;
  }

  SdfFile run();

 private:
  /// Calls `read` with the keyword of each parenthesis up to the ')' that closes what is open.
  template <class Read>
  void for_each_group(Read read);
  [[noreturn]] void unknown(const SdfToken& keyword, const char* where) const;
  /// Notes what is understood but not applied; reading goes on.
  void refuse(std::uint64_t line, std::string message, std::string hint);
  std::string name(const std::string& text) const;

  void header(const SdfToken& keyword);
  void divider(const SdfToken& keyword);
  void scale(const SdfToken& keyword);
  void cell();
  void timing_of(SdfCell& cell, const SdfToken& keyword);
  void delay(SdfCell& cell);
  void definition(SdfCell& cell, const SdfToken& keyword);
  void condition(SdfCell& cell, const SdfToken& keyword);
  void path(SdfCell& cell, SdfPath entry, const SdfToken& keyword);
  void device(SdfCell& cell, const SdfToken& keyword);
  void wire(SdfCell& cell, const SdfToken& keyword, SdfWire::Kind kind);
  void retain(const SdfToken& keyword);
  std::string end_name(const SdfToken& keyword);
  std::string edge(const SdfToken& token);
  void values(SdfPath& entry, SdfToken token);
  std::optional<DelayTriple> value();
  std::optional<DelayTriple> triple(const SdfToken& first);
  DelayTriple clamped(DelayTriple delay, std::uint64_t line);
  double number(const SdfToken& token, const std::string& text) const;

  SdfTokens tokens_;
  char divider_ = '.';
  double scale_ns_ = 1.0;
  SdfFile file_;
  std::vector<support::Diagnostic> refused_;
};

template <class Read>
void SdfParser::for_each_group(Read read) {
  for (SdfToken token = tokens_.next(); !token.is(")"); token = tokens_.next()) {
    if (!token.is("(")) {
      tokens_.fail(token.line,
                   fmt::format("'{}' does not belong here", support::beginning(token.text)));
    }
    read(tokens_.next());
  }
}

void SdfParser::unknown(const SdfToken& keyword, const char* where) const {
  tokens_.fail(keyword.line,
               fmt::format("'{}' is no keyword of {}", support::beginning(keyword.text), where));
}

void SdfParser::refuse(std::uint64_t line, std::string message, std::string hint) {
  constexpr std::size_t kMostFaults = 20;
  if (refused_.size() >= kMostFaults) return;
  refused_.push_back({"sdf.unsupported", std::move(message), std::move(hint),
                      support::Location{file_.source, line, std::nullopt}});
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

void SdfParser::divider(const SdfToken& keyword) {
  const std::string text = tokens_.words();
  if (text != "." && text != "/") tokens_.fail(keyword.line, "DIVIDER is '.' or '/'");
  divider_ = text.front();
}

void SdfParser::scale(const SdfToken& keyword) {
  std::string text = lower_case(tokens_.words());
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  const std::size_t letters = text.find_first_not_of("0123456789.");
  const auto count = liberty_number(text.substr(0, letters));
  const std::string unit = letters == std::string::npos ? "" : text.substr(letters);
  const double factor = unit == "fs"   ? 1e-6
                        : unit == "ps" ? 1e-3
                        : unit == "ns" ? 1.0
                        : unit == "us" ? 1e3
                                       : 0.0;
  if (!count || *count <= 0.0 || factor == 0.0) {
    tokens_.fail(keyword.line,
                 fmt::format("TIMESCALE is '{}'; legal are 1, 10 or 100 fs, ps, ns or us",
                             support::beginning(text)),
                 "sdf.scale");
  }
  if (!file_.cells.empty()) {
    tokens_.fail(keyword.line,
                 "TIMESCALE comes after a CELL, whose delays would be in another unit",
                 "sdf.scale");
  }
  scale_ns_ = *count * factor;
  file_.has_timescale = true;
}

void SdfParser::header(const SdfToken& keyword) {
  if (keyword.is_keyword("DESIGN")) {
    file_.design = tokens_.words();
  } else if (keyword.is_keyword("DIVIDER")) {
    divider(keyword);
  } else if (keyword.is_keyword("TIMESCALE")) {
    scale(keyword);
  } else if (keyword.is_keyword("CELL")) {
    cell();
  } else if (is_one_of(keyword, kHeaderWords)) {
    tokens_.skip_rest();
  } else {
    unknown(keyword, "DELAYFILE");
  }
}

void SdfParser::cell() {
  SdfCell result;
  result.line = tokens_.line();
  for_each_group([&](const SdfToken& keyword) { timing_of(result, keyword); });
  file_.cells.push_back(std::move(result));
}

void SdfParser::timing_of(SdfCell& cell, const SdfToken& keyword) {
  if (keyword.is_keyword("CELLTYPE")) {
    cell.type = tokens_.words();
  } else if (keyword.is_keyword("INSTANCE")) {
    cell.instance = name(tokens_.words());
  } else if (keyword.is_keyword("DELAY")) {
    delay(cell);
  } else if (keyword.is_keyword("LABEL")) {
    refuse(keyword.line, "LABEL sets parameters of cell models, which the library does not have",
           "write the file with IOPATH delays");
    tokens_.skip_rest();
  } else if (keyword.is_keyword("TIMINGCHECK") || keyword.is_keyword("TIMINGENV")) {
    // Checks and constraints delay nothing; comments of cells neither.
    tokens_.skip_rest();
  } else {
    unknown(keyword, "CELL");
  }
}

void SdfParser::delay(SdfCell& cell) {
  for_each_group([&](const SdfToken& keyword) {
    if (keyword.is_keyword("INCREMENT")) {
      tokens_.fail(keyword.line, "INCREMENT delays add to others, which are not known here",
                   "sdf.increment", "write the file with ABSOLUTE delays");
    }
    if (keyword.is_keyword("ABSOLUTE")) {
      for_each_group([&](const SdfToken& inner) { definition(cell, inner); });
    } else if (keyword.is_keyword("PATHPULSE") || keyword.is_keyword("PATHPULSEPERCENT") ||
               keyword.is_keyword("GLOBALPATHPULSE")) {
      refuse(keyword.line, fmt::format("{} is not applied", keyword.text),
             "leave it out: pulses shorter than a gate's delay vanish (--transport: pass)");
      tokens_.skip_rest();
    } else {
      unknown(keyword, "DELAY");
    }
  });
}

void SdfParser::definition(SdfCell& cell, const SdfToken& keyword) {
  if (keyword.is_keyword("IOPATH")) {
    path(cell, {}, keyword);
  } else if (keyword.is_keyword("COND") || keyword.is_keyword("CONDELSE")) {
    condition(cell, keyword);
  } else if (keyword.is_keyword("DEVICE")) {
    device(cell, keyword);
  } else {
    const auto* kind = std::find_if(kWireDelays.begin(), kWireDelays.end(), [&](const auto& entry) {
      return keyword.is_keyword(entry.first);
    });
    if (kind == kWireDelays.end()) unknown(keyword, "ABSOLUTE");
    wire(cell, keyword, kind->second);
  }
}

/// COND [label] expression (IOPATH ...), CONDELSE (IOPATH ...): the expression is what stands
/// before the IOPATH.
void SdfParser::condition(SdfCell& cell, const SdfToken& keyword) {
  SdfPath entry;
  entry.is_default = keyword.is_keyword("CONDELSE");
  std::size_t depth = 0;
  bool opens = false;  // The token before is a '(' that may begin the IOPATH.
  while (true) {
    const SdfToken token = tokens_.next();
    if (opens && depth == 0 && token.is_keyword("IOPATH")) {
      if (entry.condition.empty() != entry.is_default) {
        tokens_.fail(token.line, entry.is_default ? "CONDELSE has no condition of its own"
                                                  : "a COND without a condition");
      }
      path(cell, std::move(entry), token);
      tokens_.expect(")");
      return;
    }
    if (opens) {
      entry.condition += "(";
      ++depth;
    }
    opens = token.is("(");
    if (opens || token.quoted) continue;
    if (token.is(")")) {
      if (depth == 0) tokens_.fail(token.line, "a COND without IOPATH");
      --depth;
    }
    entry.condition += token.text;
  }
}

/// "posedge" or "negedge", whatever of the edges that rise or fall is named.
std::string SdfParser::edge(const SdfToken& token) {
  const std::string text = lower_case(token.text);
  if (text == "posedge" || text == "01") return "posedge";
  if (text == "negedge" || text == "10") return "negedge";
  tokens_.fail(
      token.line,
      fmt::format("'{}' is no edge that a delay is told for", support::beginning(token.text)),
      "sdf.syntax", "posedge, negedge, 01 or 10");
}

void SdfParser::path(SdfCell& cell, SdfPath entry, const SdfToken& keyword) {
  entry.line = keyword.line;
  SdfToken from = tokens_.next();
  if (from.is("(")) {
    entry.from_edge = edge(tokens_.next());
    from = tokens_.next();
    tokens_.expect(")");
  }
  entry.from = name(from.text);
  entry.to = name(tokens_.next().text);
  values(entry, tokens_.next());
  cell.paths.push_back(std::move(entry));
}

/// DEVICE [output] delays: of every path to the output, or to all.
void SdfParser::device(SdfCell& cell, const SdfToken& keyword) {
  SdfPath entry;
  entry.line = keyword.line;
  SdfToken token = tokens_.next();
  if (!token.is("(") && !token.is(")")) {
    entry.to = name(token.text);
    token = tokens_.next();
  }
  values(entry, token);
  cell.paths.push_back(std::move(entry));
}

/// INTERCONNECT from to delays, PORT to delays, NETDELAY net delays.
void SdfParser::wire(SdfCell& cell, const SdfToken& keyword, SdfWire::Kind kind) {
  SdfWire wire;
  wire.kind = kind;
  wire.line = keyword.line;
  if (kind == SdfWire::Kind::interconnect) wire.from = end_name(keyword);
  wire.to = end_name(keyword);
  SdfPath entry;
  values(entry, tokens_.next());
  wire.has_rise = entry.has_rise;
  wire.has_fall = entry.has_fall;
  wire.rise = entry.rise;
  wire.fall = entry.fall;
  cell.wires.push_back(std::move(wire));
}

/// The name of a pin, port or net.
std::string SdfParser::end_name(const SdfToken& keyword) {
  const SdfToken token = tokens_.next();
  if (token.quoted || token.is("(") || token.is(")")) {
    tokens_.fail(token.line, fmt::format("a name is missing in {}", keyword.text));
  }
  return name(token.text);
}

/// RETAIN delays: for how long an output keeps its old value before it becomes unknown.
void SdfParser::retain(const SdfToken& keyword) {
  SdfPath entry;
  entry.line = keyword.line;
  values(entry, tokens_.next());
  if (entry.rise == DelayTriple() && entry.fall == DelayTriple()) return;
  refuse(keyword.line, "RETAIN is not applied: outputs are never unknown in between",
         "write the file without RETAIN");
}

/// The delays up to the next ')': one for both edges, or rise, fall and those to and from z.
void SdfParser::values(SdfPath& entry, SdfToken token) {
  constexpr std::size_t kMostValues = 12;
  std::array<std::optional<DelayTriple>, 2> delays;
  std::size_t count = 0;
  for (; !token.is(")"); token = tokens_.next()) {
    if (!token.is("(")) {
      tokens_.fail(token.line,
                   fmt::format("expected a delay, found '{}'", support::beginning(token.text)));
    }
    const SdfToken first = tokens_.next();
    if (first.is_keyword("RETAIN")) {
      retain(first);
      continue;
    }
    const auto delay = first.is("(") ? value() : triple(first);
    if (count < delays.size()) delays[count] = delay;
    if (++count > kMostValues) tokens_.fail(first.line, "more than 12 delays");
  }
  if (count == 0) tokens_.fail(token.line, "a path without a delay");
  if (count == 1) delays[1] = delays[0];
  entry.has_rise = delays[0].has_value();
  entry.has_fall = delays[1].has_value();
  entry.rise = delays[0].value_or(DelayTriple());
  entry.fall = delays[1].value_or(DelayTriple());
}

/// The inside of "((delay) (limit) (limit))", its first '(' read: the limits say which pulses pass.
std::optional<DelayTriple> SdfParser::value() {
  const SdfToken first = tokens_.next();
  const auto delay = triple(first);
  for (SdfToken token = tokens_.next(); !token.is(")"); token = tokens_.next()) {
    if (!token.is("(")) tokens_.fail(token.line, "expected the limit of a pulse");
    const auto limit = triple(tokens_.next());
    if (!limit || !delay || *limit == *delay) continue;
    refuse(token.line, "a limit of pulses other than the delay is not applied",
           "leave it out: pulses shorter than a gate's delay vanish (--transport: pass)");
  }
  return delay;
}

double SdfParser::number(const SdfToken& token, const std::string& text) const {
  const auto value = liberty_number(text);
  if (!value)
    tokens_.fail(token.line, fmt::format("'{}' is not a number", support::beginning(text)));
  return *value * scale_ns_;
}

/// Simulators take a negative delay as 0.
DelayTriple SdfParser::clamped(DelayTriple delay, std::uint64_t line) {
  if (std::min({delay.minimum_ns, delay.typical_ns, delay.maximum_ns}) < 0.0) {
    if (file_.negative_delays++ == 0) file_.first_negative_line = line;
  }
  for (double* member : {&delay.minimum_ns, &delay.typical_ns, &delay.maximum_ns}) {
    *member = std::max(0.0, *member);
  }
  return delay;
}

/// The inside of a parenthesis, its first token read: nothing, "1.5" or "1:2:3" with members left
/// out.
std::optional<DelayTriple> SdfParser::triple(const SdfToken& first) {
  if (first.is(")")) return std::nullopt;
  std::string text = first.text;
  for (SdfToken more = tokens_.next(); !more.is(")"); more = tokens_.next()) {
    if (more.is("(")) tokens_.fail(more.line, "a '(' does not belong here");
    text += more.text;
  }
  std::vector<std::optional<double>> members;
  std::size_t begin = 0;
  for (std::size_t end = text.find(':'); true; end = text.find(':', begin)) {
    const std::string member = text.substr(begin, end - begin);
    members.push_back(member.empty() ? std::nullopt : std::optional(number(first, member)));
    if (end == std::string::npos) break;
    begin = end + 1;
  }
  if (members.size() == 1) members = {members[0], members[0], members[0]};
  if (members.size() == 2) members.emplace_back();
  if (members.size() != 3) {
    tokens_.fail(first.line, fmt::format("'{}' is not min:typ:max", support::beginning(text)));
  }
  const auto& [minimum, typical, maximum] = std::tie(members[0], members[1], members[2]);
  if (!minimum && !typical && !maximum) tokens_.fail(first.line, "a delay without any value");
  const double low = minimum ? *minimum : typical ? *typical : *maximum;
  const double high = maximum ? *maximum : typical ? *typical : *minimum;
  return clamped({low, typical.value_or((low + high) / 2.0), high}, first.line);
}

SdfFile SdfParser::run() {
  tokens_.expect("(");
  tokens_.expect("DELAYFILE");
  for_each_group([&](const SdfToken& keyword) { header(keyword); });
  if (!tokens_.at_end()) tokens_.fail(tokens_.line(), "text after the last ')'");
  support::throw_if_any(std::move(refused_));
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
