#include "synth/timing/spef.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "circuit/bit_names.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/printable.h"
#include "synth/liberty/syntax.h"
#include "synth/lower_case.h"

namespace pann::synth {

namespace {

/// No net of a chip has that many units of capacitance, whatever the unit.
constexpr double kMostUnits = 1e12;

/// Statements that tell nothing of the capacitance of signal nets.
constexpr std::array<std::string_view, 17> kOthers{"*DESIGN",
                                                   "*DATE",
                                                   "*VENDOR",
                                                   "*PROGRAM",
                                                   "*VERSION",
                                                   "*DESIGN_FLOW",
                                                   "*T_UNIT",
                                                   "*L_UNIT",
                                                   "*POWER_NETS",
                                                   "*PORTS",
                                                   "*PHYSICAL_PORTS",
                                                   "*DEFINE",
                                                   "*PDEFINE",
                                                   "*GROUND_NETS",
                                                   "*SPEF",
                                                   "*END",
                                                   "*VARIATION_PARAMETERS"};

struct Word {
  std::string_view text;
  std::uint64_t line = 0;
};

/// Words between blanks; comments (//) and the insides of quotes are none.
std::vector<Word> words_of(std::string_view text, const std::string& source) {
  std::vector<Word> words;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\n') ++line;
    if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      ++at;
      continue;
    }
    if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    const bool is_quoted = text[at] == '"';
    const std::size_t end = is_quoted ? text.find('"', at + 1) : text.find_first_of(" \t\r\n", at);
    if (is_quoted && end == std::string_view::npos) {
      support::fail_input("spef.syntax", "a text that begins here is not closed",
                          "is the file whole?", support::Location{source, line, std::nullopt});
    }
    words.push_back({text.substr(at, end - at), line});
    at = is_quoted ? end + 1 : std::min(end, text.size());
  }
  return words;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& source) : words_(words_of(text, source)) {
    file_.source = source;
  }

  SpefFile run() {
    if (words_.empty() || words_[0].text != "*SPEF") {
      fail(words_.empty() ? 1 : words_[0].line, "spef.syntax", "the file does not begin with *SPEF",
           "is it a SPEF file?");
    }
    while (place_ < words_.size()) statement();
    if (!unit_f_) {
      fail(words_.back().line, "spef.unit", "the file has no *C_UNIT",
           "give the unit of its capacitances: *C_UNIT 1 PF");
    }
    return std::move(file_);
  }

 private:
  [[noreturn]] void fail(std::uint64_t line, const char* code, std::string message,
                         std::string hint) const {
    support::fail_input(code, std::move(message), std::move(hint),
                        support::Location{file_.source, line, std::nullopt});
  }

  [[noreturn]] void fail_unended(const Word& word, const Word& net) const {
    fail(word.line, "spef.syntax",
         fmt::format("'{}' comes before the *END of line {}'s net", support::beginning(word.text),
                     net.line),
         "is the file whole?");
  }

  const Word& next(const char* what) {
    if (place_ < words_.size()) return words_[place_++];
    fail(words_.back().line, "spef.syntax", fmt::format("the file ends where {} should be", what),
         "is the file whole?");
  }

  void statement() {
    const Word& word = next("a statement");
    if (word.text == "*NAME_MAP") {
      in_names_ = true;
    } else if (word.text == "*C_UNIT") {
      unit_f_ = read_unit(word, "capacitance", {{{"PF", 1e-12}, {"FF", 1e-15}}});
    } else if (word.text == "*R_UNIT") {
      unit_ohm_ = read_unit(word, "resistance", {{{"OHM", 1.0}, {"KOHM", 1e3}}});
    } else if (word.text == "*DIVIDER") {
      divider_ = read_separator(word);
    } else if (word.text == "*DELIMITER") {
      delimiter_ = read_separator(word);
    } else if (word.text == "*BUS_DELIMITER") {
      read_bus_delimiter();
    } else if (word.text == "*D_NET" || word.text == "*R_NET") {
      in_names_ = false;
      read_net(word.text == "*D_NET");
    } else if (word.text == "*D_PNET" || word.text == "*R_PNET") {
      in_names_ = false;
      skip_net(word);
    } else if (in_names_ && is_index(word.text)) {
      names_[word.text] = next("a name").text;
    } else if (word.text.front() == '*' && !is_index(word.text)) {
      in_names_ = false;
      check_keyword(word);
    }
  }

  void check_keyword(const Word& word) const {
    if (std::find(kOthers.begin(), kOthers.end(), word.text) != kOthers.end()) return;
    fail(word.line, "spef.syntax",
         fmt::format("'{}' is no keyword here", support::beginning(word.text)),
         "keywords are those of IEEE 1481, in capitals");
  }

  /// What parts levels (*DIVIDER), or an instance and its pin (*DELIMITER).
  char read_separator(const Word& keyword) {
    const Word& word = next("the separator");
    constexpr std::string_view kLegal = "./:|";
    if (word.text.size() != 1 || kLegal.find(word.text) == std::string_view::npos) {
      fail(word.line, "spef.syntax",
           fmt::format("{} is '{}'", keyword.text, support::beginning(word.text)),
           "one of . / : |");
    }
    return word.text.front();
  }

  void read_bus_delimiter() {
    const Word& word = next("the delimiter of words");
    constexpr std::array<std::string_view, 6> kLegal{"[]", "<>", "{}", "()", ":", "."};
    if (std::find(kLegal.begin(), kLegal.end(), word.text) == kLegal.end()) {
      fail(word.line, "spef.syntax",
           fmt::format("*BUS_DELIMITER is '{}'", support::beginning(word.text)),
           "one of [] <> {} () : .");
    }
    bus_ = word.text;
  }

  /// What follows a net up to its *END.
  void skip_net(const Word& first) {
    constexpr std::array<std::string_view, 5> kNextNet{"*D_NET", "*R_NET", "*D_PNET", "*R_PNET",
                                                       "*NAME_MAP"};
    while (true) {
      const Word& word = next("*END");
      if (word.text == "*END") return;
      if (std::find(kNextNet.begin(), kNextNet.end(), word.text) == kNextNet.end()) continue;
      fail_unended(word, first);
    }
  }

  static bool is_index(std::string_view text) {
    return text.size() > 1 && text[0] == '*' && std::isdigit(static_cast<unsigned char>(text[1]));
  }

  struct Unit {
    std::string_view name;  ///< In capitals; small letters will do.
    double factor;
  };

  /// `NUMBER UNIT` of *C_UNIT and *R_UNIT.
  double read_unit(const Word& keyword, const char* quantity, const std::array<Unit, 2>& units) {
    const Word& number = next("a number");
    const Word& unit = next("a unit");
    const auto factor = liberty_number(number.text);
    for (const Unit& one : units) {
      const bool is_unit = unit.text == one.name || unit.text == lower_case(one.name);
      if (is_unit && factor && *factor > 0.0) return *factor * one.factor;
    }
    fail(number.line, "spef.unit",
         fmt::format("{} {} {}: no unit of {}", keyword.text, number.text, unit.text, quantity),
         fmt::format("a number and {} or {}", units[0].name, units[1].name));
  }

  void read_net(bool is_detailed) {
    const Word& reference = next("a net");
    const Word& value = next("a capacitance");
    if (!unit_f_) {
      fail(reference.line, "spef.unit", "a net comes before *C_UNIT",
           "give the unit of the capacitances in the head: *C_UNIT 1 PF");
    }
    const std::string name = plain_name(full_name(reference));
    const double capacitance_f = capacitance(value) * *unit_f_;
    if (!file_.nets.emplace(name, capacitance_f).second) {
      fail(reference.line, "spef.duplicate", fmt::format("net '{}' comes twice", name),
           "keep one of them");
    }
    if (!is_detailed) return skip_net(reference);
    SpefWire wire = read_wire(reference);
    if (!wire.resistors.empty()) file_.wires.emplace(name, std::move(wire));
  }

  /// The sections of a *D_NET up to its *END.
  SpefWire read_wire(const Word& reference) {
    SpefWire wire;
    wire.line = reference.line;
    std::string_view section;
    while (true) {
      const Word& word = next("*END");
      if (word.text == "*END") return wire;
      if (word.text == "*CONN" || word.text == "*CAP" || word.text == "*RES" ||
          word.text == "*INDUC") {
        section = word.text;
      } else if (section == "*CONN") {
        read_end(word, reference, wire);
      } else if (word.text.front() == '*' && !is_index(word.text) && word.text != "*V") {
        fail_unended(word, reference);
      } else if (section == "*CAP") {
        read_capacitor(wire);
      } else if (section == "*RES") {
        read_resistor(wire);
      }
    }
  }

  /// `*I instance:pin direction ...` or `*P port direction ...`; attributes are passed over.
  void read_end(const Word& word, const Word& reference, SpefWire& wire) {
    if (word.text != "*I" && word.text != "*P") return check_attribute(word, reference);
    const bool is_port = word.text == "*P";
    const Word& node = next("a pin or port");
    const Word& direction = next("a direction");
    if (direction.text != "I" && direction.text != "O" && direction.text != "B") {
      fail(direction.line, "spef.syntax",
           fmt::format("'{}' is no direction", support::beginning(direction.text)), "I, O or B");
    }
    SpefEnd end{"", "", direction.text == (is_port ? "I" : "O")};
    if (is_port) {
      end.pin = plain_name(full_name(node));
    } else {
      const auto [instance, pin] = split_node(node);
      end.instance = plain_name(instance);
      end.pin = pin;
    }
    wire.ends.emplace(node.text, std::move(end));
  }

  void check_attribute(const Word& word, const Word& reference) const {
    constexpr std::array<std::string_view, 6> kLegal{"*C", "*L", "*S", "*D", "*N", "*T"};
    if (word.text.front() != '*' || is_index(word.text) ||
        std::find(kLegal.begin(), kLegal.end(), word.text) != kLegal.end()) {
      return;
    }
    fail_unended(word, reference);
  }

  /// The instance and the pin of "*12:A" or "u_mul/u1:A".
  std::pair<std::string, std::string> split_node(const Word& node) const {
    const std::size_t place = node.text.rfind(delimiter_);
    if (place == std::string_view::npos || place + 1 == node.text.size()) {
      fail(node.line, "spef.syntax",
           fmt::format("'{}' is no pin of an instance", support::beginning(node.text)),
           fmt::format("INSTANCE{}PIN", delimiter_));
    }
    return {full_name({node.text.substr(0, place), node.line}),
            std::string(node.text.substr(place + 1))};
  }

  /// After its number: `node value`, or `node node value` between two nets.
  void read_capacitor(SpefWire& wire) {
    const Word& node = next("a node");
    const Word* value = &next("a capacitance");
    if (!typical(value->text)) value = &next("a capacitance");
    wire.capacitances_f[std::string(node.text)] += capacitance(*value) * *unit_f_;
  }

  void read_resistor(SpefWire& wire) {
    const Word& from = next("a node");
    const Word& to = next("a node");
    const Word& value = next("a resistance");
    const auto number = typical(value.text);
    if (!unit_ohm_ || !number || *number < 0.0 || *number > kMostUnits) {
      fail(value.line, "spef.resistance",
           unit_ohm_ ? fmt::format("'{}' is no resistance", support::beginning(value.text))
                     : "a resistance comes before *R_UNIT",
           "a number of at least 0, or min:typ:max, after *R_UNIT 1 OHM in the head");
    }
    wire.resistors.push_back({std::string(from.text), std::string(to.text), *number * *unit_ohm_});
  }

  std::string full_name(const Word& reference) const {
    if (!is_index(reference.text)) return std::string(reference.text);
    const auto found = names_.find(reference.text);
    if (found != names_.end()) return std::string(found->second);
    fail(reference.line, "spef.name", fmt::format("*NAME_MAP has no {}", reference.text),
         "is the file whole?");
  }

  /// Without backslashes, the divider as '.', bits in brackets.
  std::string plain_name(const std::string& name) const {
    std::string plain;
    const std::size_t bit = single_delimiter(name);
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] == '\\' && i + 1 < name.size()) {
        plain += name[++i];
      } else if (i == bit || (bus_.size() == 2 && name[i] == bus_[0])) {
        plain += '[';
      } else if (bus_.size() == 2 && name[i] == bus_[1]) {
        plain += ']';
      } else {
        plain += name[i] == divider_ ? '.' : name[i];
      }
    }
    if (bit != std::string::npos) plain += ']';
    return plain;
  }

  /// Where a delimiter of one character parts the bit's number from its word: "a:3".
  std::size_t single_delimiter(const std::string& name) const {
    if (bus_.size() != 1) return std::string::npos;
    const std::size_t place = name.rfind(bus_);
    if (place == std::string::npos || place + 1 == name.size() || place == 0) {
      return std::string::npos;
    }
    const bool is_bit = name.find_first_not_of("0123456789", place + 1) == std::string::npos;
    return is_bit && name[place - 1] != '\\' ? place : std::string::npos;
  }

  /// A number, or the second of three; nothing for any other text.
  static std::optional<double> typical(std::string_view text) {
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) return liberty_number(text);
    const std::size_t second = text.find(':', first + 1);
    if (second == std::string_view::npos || !liberty_number(text.substr(0, first)) ||
        !liberty_number(text.substr(second + 1))) {
      return std::nullopt;
    }
    return liberty_number(text.substr(first + 1, second - first - 1));
  }

  double capacitance(const Word& word) const {
    const auto value = typical(word.text);
    if (value && *value >= 0.0 && *value <= kMostUnits) return *value;
    fail(word.line, "spef.capacitance", fmt::format("'{}' is no capacitance", word.text),
         "a number of at least 0, or min:typ:max");
  }

  std::vector<Word> words_;
  std::size_t place_ = 0;
  bool in_names_ = false;
  char divider_ = '/';
  std::string_view bus_ = "[]";
  char delimiter_ = ':';
  std::optional<double> unit_f_;
  std::optional<double> unit_ohm_;
  std::unordered_map<std::string_view, std::string_view> names_;
  SpefFile file_;
};

/// By net: the pins and ports that it joins.
std::vector<std::uint32_t> ends_of_nets(const circuit::Netlist& netlist) {
  std::vector<std::uint32_t> ends(netlist.net_count);
  for (const circuit::NetlistCell& cell : netlist.cells) {
    for (const circuit::NetlistPin& pin : cell.pins) {
      for (const circuit::NetId net : pin.bits) ++ends[net];
    }
  }
  for (const circuit::NetlistPort& port : netlist.ports) {
    for (const circuit::NetId net : port.bits) ++ends[net];
  }
  return ends;
}

}  // namespace

std::unordered_map<std::string, circuit::NetId> nets_by_name(const circuit::Netlist& netlist) {
  std::unordered_map<std::string, circuit::NetId> nets;
  for (const circuit::NetName& name : netlist.names) {
    for (std::size_t bit = 0; bit < name.bits.size(); ++bit) {
      const int index = circuit::declared_index(name.left, name.right, bit);
      nets.emplace(circuit::bit_name(name.name, index), name.bits[bit]);
    }
    if (name.bits.size() == 1) nets.emplace(name.name, name.bits.front());
  }
  return nets;
}

SpefCoverage spef_coverage(const SpefFile& spef, const circuit::Netlist& netlist) {
  const std::unordered_map<std::string, circuit::NetId> nets = nets_by_name(netlist);
  std::vector<bool> known(netlist.net_count, false);
  for (const auto& [name, capacitance_f] : spef.nets) {
    const auto found = nets.find(name);
    if (found != nets.end()) known[found->second] = true;
  }
  const std::vector<std::uint32_t> ends = ends_of_nets(netlist);
  const std::vector<std::string> labels = circuit::net_labels(netlist);
  SpefCoverage coverage;
  for (circuit::NetId net = circuit::kFirstWire; net < netlist.net_count; ++net) {
    if (ends[net] < 2) continue;
    ++coverage.nets;
    if (known[net]) {
      ++coverage.covered;
    } else {
      coverage.missing.push_back(labels[net]);
    }
  }
  return coverage;
}

SpefFile parse_spef(std::string_view text, const std::string& source) {
  return Reader(text, source).run();
}

SpefFile read_spef(const std::filesystem::path& path) {
  return parse_spef(support::read_file(path), path.string());
}

std::vector<double> net_capacitances(const SpefFile& spef, const circuit::Netlist& netlist) {
  const std::unordered_map<std::string, circuit::NetId> nets = nets_by_name(netlist);
  std::vector<double> capacitances(netlist.net_count);
  std::vector<const std::string*> told(netlist.net_count);  // Under which name.
  std::vector<support::Diagnostic> faults;
  constexpr std::size_t kMostFaults = 20;
  const auto add_fault = [&](const char* code, std::string message, const char* hint) {
    if (faults.size() < kMostFaults) faults.push_back({code, std::move(message), hint});
  };
  for (const auto& [name, capacitance_f] : spef.nets) {
    const auto found = nets.find(name);
    if (found == nets.end()) {
      add_fault("spef.net", fmt::format("{}: the netlist has no net '{}'", spef.source, name),
                "is the file for this netlist?");
    } else if (told[found->second] != nullptr) {
      add_fault("spef.duplicate",
                fmt::format("{}: '{}' and '{}' are names of one net", spef.source,
                            *told[found->second], name),
                "keep one of them");
    } else {
      capacitances[found->second] = capacitance_f;
      told[found->second] = &name;
    }
  }
  support::throw_if_any(std::move(faults));
  return capacitances;
}

}  // namespace pann::synth
