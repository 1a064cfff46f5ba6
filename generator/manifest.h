#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "generator/design_spec.h"
#include "generator/element_group.h"

namespace pann::generator {

enum class Direction { input, output };

/// What a port is for; engines and models find ports by role, never by name.
enum class Role {
  clock,         ///< Rising edge.
  reset,         ///< Active low, synchronous.
  clear,         ///< Begins a dot product: the next value stored is the addend (plus bias).
  load,          ///< mac_array, weights staying: w is the weights' next row, no operand;
                 ///< pann_array: x is the next window.
  index,         ///< pann_array: which word of the window each lane adds.
  enable,        ///< pann_mac, sequencer external: x is added in this cycle; elsewhere all
                 ///< registers hold what they have where it is low.
  negative,      ///< pann_mac, sequencer external: into the negative accumulator.
  start,         ///< pann_mac, sequencer local: first cycle of an element.
  ready,         ///< pann_mac, sequencer local: last cycle of an element.
  x,             ///< Activation; the adder's first operand, the accumulator's addend.
  w,             ///< Weight; the adder's second operand.
  carry_in,      ///< Adder.
  bias,          ///< Accumulating kinds with the bias option.
  product,       ///< Multiplier.
  sum,           ///< Adder.
  carry_out,     ///< Adder.
  accumulator,   ///< The dot product so far (split units: positive minus negative).
  valid_in,      ///< High with the operands of an operation; where low, nothing is stored.
  valid_out,     ///< `valid_in`, `latency` cycles later.
  held_high,     ///< All ones at any time.
  other_clock,   ///< Clocks registers beside the clock; only traces say when.
  other_input,   ///< Held at 0 by the testbench; drawn uniformly for a unit of the kind other.
  other_output,  ///< Not checked.
};

/// Whether an input of that role clocks registers.
constexpr bool is_clock(Role role) {
  return role == Role::clock || role == Role::other_clock;
}

struct Port {
  std::string name;
  Direction direction = Direction::input;
  int width = 1;
  Role role = Role::other_input;
  bool is_signed = false;
  int lane = 0;  ///< Of roles x, w and index: which word of the operation, or the first of several.
  int lanes = 1;  ///< Words in this port, `width / lanes` bits each, the first in the lowest bits.

  int lane_width() const { return width / lanes; }
};

inline constexpr int kMaximumLanes = 4096;
inline constexpr int kMaximumCycles = 4096;  ///< Of latency and interval.

/// A Verilog parameter of the top module, with the value emitted as its default and its legal
/// range.
struct Parameter {
  std::string name;
  int value = 0;
  int minimum = 0;
  int maximum = 0;
};

/// What was emitted, and all that later stages know of it. Written as manifest.json beside the
/// files; a user's own Verilog with a hand-written manifest goes through the same flow.
struct Manifest {
  DesignSpec design;
  std::string top;
  std::vector<std::string>
      files;  ///< Verilog sources, relative to the manifest, dependencies first.
  /// Folders that `include` looks in after the including file's own: relative to the manifest, or
  /// absolute. In order.
  std::vector<std::string> include{};
  std::vector<Parameter> parameters;
  std::vector<Port> ports;
  /// Rising edges from the cycle in which operands are at the ports until the outputs show their
  /// result: 0 for a combinational unit, 1 where one register stores it.
  int latency = 0;
  /// Cycles for which the operands of an operation stay, at least (pann_mac: |w| where that is
  /// more).
  int interval = 1;
  std::vector<ElementGroup> elements;
  /// Patterns of the nets that registers drive; their toggles of a stream's last, storing edge
  /// count.
  std::vector<std::string> registers;

  const Port* find(Role role) const;  ///< The first port with that role, or null.
  int lanes(Role role) const;         ///< Words of all ports with that role.
  bool is_clocked() const { return find(Role::clock) != nullptr; }
};

std::string_view name(Role role);
std::string_view name(Direction direction);

/// JSON with "schema": "pann.manifest", "version": 2; keys in a fixed order, two spaces, so that
/// equal manifests give equal bytes.
std::string to_json_text(const Manifest& manifest);

/// Reads manifest.json, or DIR/manifest.json, of version 1 (no lanes; a clocked unit has the
/// latency 1) or 2. Throws Failure(user_error, "manifest.*") naming the file and the field (JSON
/// path) that is missing or wrong; unknown fields are refused.
Manifest read_manifest(const std::filesystem::path& path);

/// The same from text; `source` names it in messages. What the fuzzer calls.
Manifest parse_manifest(std::string_view text, const std::string& source);

}  // namespace pann::generator
