#include "circuit/draft_manifest.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "circuit/netlist.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::circuit {

namespace {

namespace fs = std::filesystem;
using generator::Direction;
using generator::Port;
using generator::Role;

/// What a role is often called: the whole name, small letters, without "_i" and "i_".
struct NameRule {
  Role role;
  const char* pattern;
  bool one_bit;
};

const std::array<NameRule, 8> kNameRules{
    {{Role::clock, "clk|clock|ck|.*_clk|clk_.*|.*_clock|aclk", true},
     {Role::reset, "a?rst_?n|a?reset_?n|rst_?b|reset_?b|n_?rst|n_?reset|.*_a?(rst|reset)_?n|rst_ni",
      true},
     {Role::clear, "clear|clr|first|.*_clear|.*_clr", true},
     {Role::enable, "en|ena|enable|ce|.*_enable|.*_en", true},
     {Role::valid_in, "valid|in_valid|valid_in|vld|.*_valid|.*_tvalid", true},
     {Role::held_high, "vdd|vcc|vpwr|vpb|vccd1", true},
     {Role::x, "x|a|act|activation|.*_act|multiplicand|op_?a|operand_a", false},
     {Role::w, "w|b|weight|wt|.*_weight|multiplier|op_?b|operand_b", false}}};

constexpr const char* kActiveHigh = "a?rst|a?reset|.*_a?(rst|reset)|a?(rst|reset)_.*";
constexpr const char* kPlainName = "[A-Za-z_][A-Za-z0-9_$]*";

bool matches(const std::string& text, const char* pattern) {
  return std::regex_match(text, std::regex(pattern));
}

/// Small letters, without the marks of an input.
std::string bare(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::regex_replace(name, std::regex("^i_|_i$"), "");
}

/// Names and keywords of Verilog text in their order, comments left out, and "" for each ';'.
std::vector<std::string> words_of(std::string_view text) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
  };
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view next = text.substr(at, 2);
    if (next == "//" || next == "/*") {
      const std::string_view close = next == "//" ? "\n" : "*/";
      const std::size_t end = text.find(close, at + 2);
      at = end == std::string_view::npos ? text.size() : end + close.size();
    } else if (is_word(text[at])) {
      const std::size_t begin = at;
      while (at < text.size() && is_word(text[at])) ++at;
      words.emplace_back(text.substr(begin, at - begin));
    } else {
      if (text[at++] == ';') words.emplace_back();
    }
  }
  return words;
}

/// The names that a declaration of a port, in any module of the text, calls signed.
std::set<std::string> signed_ports(const std::string& text) {
  std::set<std::string> names;
  bool is_port = false;
  bool is_signed = false;
  for (const std::string& word : words_of(text)) {
    if (word.empty() || word == "input" || word == "output") {
      is_port = !word.empty();
      is_signed = false;
    } else if (word == "signed") {
      is_signed = is_port;
    } else if (is_signed) {
      names.insert(word);
    }
  }
  return names;
}

/// The nets that clock flip-flops, and those that flip-flops drive.
struct Registers {
  std::set<NetId> clocks;
  std::set<NetId> outputs;
};

Registers registers_of(const Netlist& netlist) {
  Registers registers;
  for (const NetlistCell& cell : netlist.cells) {
    if (cell.type.find("DFF") == std::string::npos) continue;
    if (const NetlistPin* clock = cell.find("C")) registers.clocks.insert(clock->bits.front());
    if (const NetlistPin* output = cell.find("Q")) registers.outputs.insert(output->bits.front());
  }
  return registers;
}

class Draft {
 public:
  Draft(const Netlist& netlist, std::set<std::string> signed_names)
      : netlist_(netlist),
        signed_names_(std::move(signed_names)),
        registers_(registers_of(netlist)) {}

  DraftManifest take() {
    draft_.manifest.design.kind = generator::Kind::other;
    draft_.manifest.top = netlist_.top;
    for (const NetlistPort& port : netlist_.ports) add_port(port);
    keep_operands_alike();
    name_registers();
    add_elements();
    if (draft_.manifest.is_clocked()) draft_.manifest.latency = 1;
    return std::move(draft_);
  }

 private:
  struct Guess {
    Role role;
    std::string reason;
    bool is_guess = true;
  };

  void add_port(const NetlistPort& from) {
    if (!matches(from.name, kPlainName)) {
      support::fail_input("manifest.draft",
                          fmt::format("port '{}' is no plain Verilog identifier", from.name),
                          "rename it, or wrap the design in a module with plain names");
    }
    Port port{.name = from.name,
              .direction = from.direction,
              .width = static_cast<int>(from.bits.size()),
              .is_signed = signed_names_.count(from.name) != 0};
    const Guess guess = guess_of(from);
    port.role = guess.role;
    draft_.manifest.ports.push_back(port);
    draft_.ports.push_back({from.name, guess.reason, guess.is_guess});
  }

  Guess guess_of(const NetlistPort& port) {
    if (port.direction == Direction::output) {
      return {Role::other_output, "an output: not compared", false};
    }
    const bool clocks = port.bits.size() == 1 && registers_.clocks.count(port.bits.front()) != 0;
    if (clocks) {
      const Role role = take_role(Role::clock) ? Role::clock : Role::other_clock;
      return {role, "it clocks registers", false};
    }
    const std::string name = bare(port.name);
    for (const NameRule& rule : kNameRules) {
      if (rule.one_bit && port.bits.size() != 1) continue;
      if (!matches(name, rule.pattern) || !take_role(rule.role)) continue;
      return {rule.role, "its name"};
    }
    warn_of_reset(port, name);
    return {Role::other_input, "nothing tells; drawn at random"};
  }

  void warn_of_reset(const NetlistPort& port, const std::string& name) {
    if (port.bits.size() != 1 || !matches(name, kActiveHigh)) return;
    draft_.warnings.push_back(fmt::format(
        "'{}' looks like a reset that is active high, and is drawn at random;\n  wrap the "
        "design in a module that inverts it, with a port of the role reset",
        port.name));
  }

  /// Once each, held_high aside.
  bool take_role(Role role) { return role == Role::held_high || taken_.insert(role).second; }

  /// One operand alone is none: x and w have as many words as each other.
  void keep_operands_alike() {
    for (const auto& [role, other] : {std::pair(Role::x, Role::w), std::pair(Role::w, Role::x)}) {
      if (draft_.manifest.find(other) != nullptr) continue;
      for (std::size_t i = 0; i < draft_.ports.size(); ++i) {
        Port& port = draft_.manifest.ports[i];
        if (port.role != role) continue;
        port.role = Role::other_input;
        draft_.ports[i].reason = "no other operand beside it";
      }
    }
  }

  void name_registers() {
    for (const NetName& name : netlist_.names) {
      const bool stored = std::any_of(name.bits.begin(), name.bits.end(), [this](NetId net) {
        return registers_.outputs.count(net) != 0;
      });
      if (!stored || name.hidden || name.name.find('*') != std::string::npos) continue;
      draft_.manifest.registers.push_back(name.name);
    }
    if (!registers_.outputs.empty() && !draft_.manifest.is_clocked()) {
      draft_.warnings.push_back(
          "there are registers, but no port clocks them directly;\n  give the clock's port the "
          "role clock");
    }
  }

  void add_elements() {
    draft_.manifest.elements.push_back({"all_nets", {"**"}});
    for (const std::string& instance : first_instances()) {
      if (!matches(instance, kPlainName) || instance == "all_nets") continue;
      draft_.manifest.elements.push_back({instance, {instance + ".**"}});
    }
  }

  /// Instances below the top, by the names of the nets in them: elaboration dissolves them.
  std::set<std::string> first_instances() const {
    std::set<std::string> instances;
    for (const NetName& name : netlist_.names) {
      const std::size_t dot = name.name.find('.');
      if (!name.hidden && dot != std::string::npos) instances.insert(name.name.substr(0, dot));
    }
    return instances;
  }

  const Netlist& netlist_;
  std::set<std::string> signed_names_;
  Registers registers_;
  std::set<Role> taken_;
  DraftManifest draft_;
};

}  // namespace

DraftManifest draft_manifest(const std::vector<fs::path>& sources, const std::string& top,
                             const fs::path& directory) {
  std::set<std::string> signed_names;
  std::vector<std::string> names;
  for (const fs::path& source : sources) {
    signed_names.merge(signed_ports(support::read_file(source)));
    const fs::path name = fs::weakly_canonical(source).lexically_relative(
        fs::weakly_canonical(fs::absolute(directory)));
    if (name.empty() || *name.begin() == "..") {
      support::fail_input("manifest.draft",
                          fmt::format("{} is not in {}, where the manifest will lie",
                                      source.string(), directory.string()),
                          "a manifest names its sources relative to itself: copy them there, or "
                          "give -o another directory");
    }
    names.push_back(name.string());
  }
  const Netlist netlist = elaborate({.files = sources, .top = top});
  DraftManifest draft = Draft(netlist, std::move(signed_names)).take();
  draft.manifest.files = std::move(names);
  return draft;
}

}  // namespace pann::circuit
