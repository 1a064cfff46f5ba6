#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "circuit/netlist.h"

namespace pann::circuit {

/// A bit as a module of a JSON netlist numbers it: 0 and up a wire of the module, below 0 a
/// constant.
using LocalBit = std::int64_t;
inline constexpr LocalBit kLocalZero = -1;
inline constexpr LocalBit kLocalOne = -2;
inline constexpr LocalBit kLocalUnknown = -3;
inline constexpr LocalBit kLocalFloating = -4;

/// A port or a named word of a module.
struct ModuleWord {
  std::string name;
  std::string direction{};  ///< Ports only.
  std::vector<LocalBit> bits{};
  std::int64_t offset = 0;  ///< Smallest declared index.
  bool upto = false;        ///< Declared [0:n] instead of [n:0].
  bool hidden = false;
};

struct ModuleCell {
  std::string name;
  std::string type{};
  std::vector<std::pair<std::string, std::string>> parameters{};
  std::vector<std::pair<std::string, std::string>> directions{};
  std::vector<std::pair<std::string, std::vector<LocalBit>>> connections{};
};

/// A module as the JSON has it.
struct NetlistModule {
  std::string name;
  bool is_top = false;
  bool is_leaf = false;  ///< A library cell or black box: its instances stay cells.
  std::vector<ModuleWord> ports;
  std::vector<ModuleCell> cells;
  std::vector<ModuleWord> names;
};

using ModuleTree = std::map<std::string, NetlistModule, std::less<>>;

/// Reads the modules of a JSON netlist. Throws Failure(user_error, "netlist.json").
ModuleTree parse_modules(std::string_view text, const std::string& source);

/// Instantiates `top` and everything below it (yosys_json.h says which faults it throws).
Netlist flatten(const ModuleTree& modules, const std::string& top, const std::string& source);

}  // namespace pann::circuit
