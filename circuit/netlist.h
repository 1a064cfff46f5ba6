#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "generator/manifest.h"

namespace pann::circuit {

/// Number of an electrical net of a netlist.
using NetId = std::uint32_t;

/// The first net numbers of every netlist stand for values, not for wires.
inline constexpr NetId kNetZero = 0;      ///< Constant 0.
inline constexpr NetId kNetOne = 1;       ///< Constant 1.
inline constexpr NetId kNetUnknown = 2;   ///< Constant x.
inline constexpr NetId kNetFloating = 3;  ///< Constant z.
inline constexpr NetId kFirstWire = 4;

inline bool is_constant_net(NetId net) {
  return net < kFirstWire;
}

/// A port of the top module, of the cell's pin or a named word: nets, rightmost declared bit first.
struct NetlistPort {
  std::string name;
  generator::Direction direction = generator::Direction::input;
  std::vector<NetId> bits{};
};

/// A name that a word of nets has in the source; several names may share nets.
struct NetName {
  std::string name{};  ///< As Signal::name, below the top module.
  int left = 0;        ///< Declared range [left:right].
  int right = 0;
  bool hidden = false;  ///< Made by the tool, not by the source: no trace shows it.
  std::vector<NetId> bits{};
};

/// One pin of a cell; pins of the cells that tools map to are one bit wide.
struct NetlistPin {
  std::string name;
  generator::Direction direction = generator::Direction::input;
  std::vector<NetId> bits{};
};

/// One gate, flip-flop or library cell.
struct NetlistCell {
  std::string name;          ///< Instance path below the top module.
  std::string type;          ///< E.g. "$_AND_" or "NAND2X1".
  std::uint32_t parent = 0;  ///< Index of the instance in Netlist::instances that holds it.
  std::vector<NetlistPin> pins;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< As text, in order of name.

  /// The pin with that name, or null.
  const NetlistPin* find(std::string_view pin) const;
};

/// A module instance of the hierarchy; the first is the top module.
struct NetlistInstance {
  std::string path;    ///< Empty for the top module.
  std::string module;  ///< Name of the module.
};

/// A netlist without hierarchy. Nets are electrical: all the names that assignments and ports give
/// a wire share one number, dense from kFirstWire on.
struct Netlist {
  std::string top;
  NetId net_count = kFirstWire;
  std::vector<NetlistPort> ports;
  std::vector<NetlistCell> cells;
  std::vector<NetName> names;  ///< In order of declaration, inner modules after their parents.
  std::vector<NetlistInstance> instances;

  /// The port with that name, or null.
  const NetlistPort* find_port(std::string_view name) const;
};

/// Whether something gives each net its value: a cell, an input port, or that it is 0 or 1.
std::vector<bool> driven_nets(const Netlist& netlist);

/// One name of each net for messages: a port's or the source's where there is one, else the tool's;
/// vectors with their bit ("acc_q[3]").
std::vector<std::string> net_labels(const Netlist& netlist);

}  // namespace pann::circuit
