#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace pann::sim {

/// Index of a node in a LogicNetwork.
using NodeId = std::uint32_t;

/// A node or its complement. Buffers and inverters are literals, not nodes: a complement toggles
/// exactly when its node does.
struct Literal {
  NodeId node = 0;
  bool inverted = false;

  Literal operator!() const { return {node, !inverted}; }
  friend bool operator==(const Literal&, const Literal&) = default;
};

/// Node 0 is the constant 0.
inline constexpr Literal kLiteralZero{0, false};
inline constexpr Literal kLiteralOne{0, true};

/// A function of up to three nodes. Bit i of `table` is the value where fan-in k holds bit k of i;
/// bit 0 is always 0 (a function that is 1 there is stored as its complement).
struct LogicNode {
  std::array<NodeId, 3> fanins{};
  std::uint8_t arity = 0;  ///< 0: an input, a state or the constant.
  std::uint8_t table = 0;
};

/// A Boolean network in topological order: a node comes after its fan-ins. Equal functions of equal
/// nodes are one node.
class LogicNetwork {
 public:
  LogicNetwork();

  /// A node whose value comes from outside: an input pin or a stored bit.
  Literal add_source();

  /// The function of `inputs` that `table` (as TruthTable::bits) describes; up to 16 inputs.
  /// Constants, repeated and irrelevant inputs are removed; functions of more than three inputs
  /// become several nodes.
  Literal add_function(std::span<const Literal> inputs, std::span<const std::uint64_t> table);

  std::size_t size() const { return nodes_.size(); }
  const std::vector<LogicNode>& nodes() const { return nodes_; }

 private:
  Literal add_small(std::vector<Literal> inputs, std::uint64_t table);
  Literal add_node(std::span<const NodeId> fanins, std::uint8_t table);
  Literal split_pair(const std::vector<Literal>& inputs, std::uint64_t table);

  std::vector<LogicNode> nodes_;
  std::unordered_map<std::uint64_t, std::vector<NodeId>> by_hash_;
};

/// Merges nodes that are not kept into all their readers wherever these still have at most three
/// fan-ins, and removes what nobody reads: fewer evaluations, the same value on every kept node.
/// Indices stay; removed nodes get arity 0. Returns which functions are left.
std::vector<bool> merge_unkept(std::vector<LogicNode>& nodes, const std::vector<bool>& kept);

}  // namespace pann::sim
