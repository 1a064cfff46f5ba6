#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "generator/element_group.h"
#include "generator/verilog/expression.h"

namespace pann::generator::verilog {

struct Item;
using Items = std::vector<Item>;

/// Adds `more` at the end of `items`.
void append(Items& items, const Items& more);

/// Lines of `//` before what follows, after an empty line.
struct Comment {
  std::string text;
};

/// `localparam integer Name = value;`
struct LocalParameter {
  std::string name;
  Expression value;
};

enum class NetType { wire, reg };

/// `wire [width-1:0] name;`; without a width, a scalar.
struct Net {
  std::string name;
  std::optional<Expression> width{};
  NetType type = NetType::wire;
};

/// `assign target = value;`
struct Assign {
  Expression target;
  Expression value;
};

using Connections = std::vector<std::pair<std::string, Expression>>;

/// `module #(.Parameter(value)) name (.port(net));`
struct Instance {
  std::string module;
  std::string name;
  Connections parameters;
  Connections ports;
};

/// `for (i = 0; i < count; i = i + 1) begin : name`, the genvar declared before it.
struct GenerateFor {
  std::string genvar;
  Expression count;
  std::string name;
  Items items;
};

/// One arm of a generate-if; the last one's condition may be missing (else).
struct GenerateBranch {
  std::optional<Expression> condition;
  std::string name;
  Items items;
};

struct GenerateIf {
  std::vector<GenerateBranch> branches;
};

/// `always @(posedge clock)` with an active-low reset: target <= reset_n ? next : 0.
struct Register {
  std::string clock;
  std::string reset_n;  ///< Empty: none.
  std::string target;
  Expression width;
  Expression next;
  std::optional<Expression> enable{};       ///< Where low, the target holds.
  bool is_asynchronous = false;             ///< Of the reset.
  std::optional<Expression> reset_value{};  ///< Missing: zero.
};

/// `always @(clock or next)`: while the clock is low the target follows `next`, a name; while it is
/// high it holds.
struct Latch {
  std::string clock;
  std::string target;
  std::string next;
};

struct Item {
  std::variant<Comment, LocalParameter, Net, Assign, Instance, GenerateFor, GenerateIf, Register,
               Latch>
      value;
  template <class T>
  Item(T item) : value(std::move(item)) {}  // NOLINT: items are listed as they are
  // Compiled once, in module.cpp: every builder would have them all in its code.
  Item(const Item&);
  Item(Item&&) noexcept;
  Item& operator=(const Item&);
  Item& operator=(Item&&) noexcept;
  ~Item();
};

/// A parameter of a module with what a reader must know of it.
struct ModuleParameter {
  std::string name;
  int value = 0;
  int minimum = 0;
  int maximum = 0;
  std::string description;
};

/// What must hold for a module to be legal. The generate block of a fault instantiates an undefined
/// module named `name`, which stops elaboration in every tool with the rule in its message.
struct Rule {
  Expression broken;      ///< True where the parameters are illegal.
  std::string parameter;  ///< The parameter at fault.
  std::string name;       ///< E.g. XWidth_must_be_2_to_64.
};

enum class PortDirection { input, output };

struct ModulePort {
  std::string name;
  PortDirection direction = PortDirection::input;
  std::optional<Expression> width{};  ///< Missing: a scalar.
};

/// What the header comment of a file says.
struct Header {
  std::string purpose;  ///< Paragraphs, divided by empty lines.
  std::string latency;
  std::string signedness;
  std::string source;     ///< Paper section, equation.
  std::string license{};  ///< Lines without comment marks, at the top of the file.
};

struct Module {
  std::string name;
  Header header{};
  std::vector<ModuleParameter> parameters{};
  std::vector<Rule> rules{};
  std::vector<ModulePort> ports{};
  Items items{};
  ElementGroups elements{};              ///< Of its nets and those of its instances; not written.
  std::vector<std::string> registers{};  ///< Patterns of the nets that registers drive.
};

/// The module as the text of a file of its own (Verilog-2005). Parameters are integers, so that an
/// override of fewer bits cannot make the arithmetic on widths wrap.
std::string to_text(const Module& module);

/// Puts `prefix` before the names of `modules` and of their instances of each other.
void add_prefix(std::vector<Module>& modules, const std::string& prefix);

}  // namespace pann::generator::verilog
