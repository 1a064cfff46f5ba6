#include "sim/program/logic_network.h"

#include <algorithm>
#include <cassert>

#include "sim/program/small_table.h"

namespace pann::sim {

namespace {

constexpr int kNodeInputs = 3;

std::uint64_t hash(std::span<const NodeId> fanins, std::uint8_t table) {
  std::uint64_t value = table;
  for (const NodeId fanin : fanins) value = (value ^ fanin) * 0x9e3779b97f4a7c15ULL;
  return value ^ (value >> 32U);
}

/// `table` of variables in some order, as a table of the variables moved to `places`.
std::uint64_t permuted(std::uint64_t table, std::span<const int> places) {
  std::uint64_t result = 0;
  for (unsigned row = 0; row < 64; ++row) {
    unsigned source = 0;
    for (std::size_t k = 0; k < places.size(); ++k) source |= ((row >> places[k]) & 1U) << k;
    result |= ((table >> source) & 1U) << row;
  }
  return result;
}

/// Removes constants, complements, repetitions and what the function does not depend on.
void simplify(std::vector<Literal>& inputs, std::uint64_t& table) {
  for (int v = 0; v < static_cast<int>(inputs.size()); ++v) {
    Literal& input = inputs[static_cast<std::size_t>(v)];
    if (input.inverted) table = complement_input(table, v);
    input.inverted = false;
  }
  for (int v = 0; v < static_cast<int>(inputs.size()); ++v) {
    const Literal& input = inputs[static_cast<std::size_t>(v)];
    if (input.node == kLiteralZero.node) table = cofactor(table, v, false);
    const auto first = std::find(inputs.begin(), inputs.end(), input) - inputs.begin();
    if (first < v) table = substitute(table, v, kVariable[static_cast<std::size_t>(first)]);
  }
  std::vector<Literal> used;
  std::vector<int> places(inputs.size(), kSmallInputs - 1);
  for (int v = 0; v < static_cast<int>(inputs.size()); ++v) {
    if (!depends_on(table, v)) continue;
    places[static_cast<std::size_t>(v)] = static_cast<int>(used.size());
    used.push_back(inputs[static_cast<std::size_t>(v)]);
  }
  table = permuted(table, places);
  inputs = std::move(used);
}

}  // namespace

LogicNetwork::LogicNetwork() : nodes_(1) {}

Literal LogicNetwork::add_source() {
  nodes_.emplace_back();
  return {static_cast<NodeId>(nodes_.size() - 1), false};
}

Literal LogicNetwork::add_function(std::span<const Literal> inputs,
                                   std::span<const std::uint64_t> table) {
  const std::size_t count = inputs.size();
  if (count <= kSmallInputs) {
    std::uint64_t word = table[0];
    for (std::size_t v = count; v < kSmallInputs; ++v) {
      const unsigned rows = 1U << v;
      word &= (std::uint64_t{1} << rows) - 1;
      word |= word << rows;
    }
    return add_small({inputs.begin(), inputs.end()}, word);
  }
  const std::span<const Literal> rest = inputs.first(count - 1);
  const std::size_t half = table.size() / 2;
  const Literal low = add_function(rest, table.first(half));
  const Literal high = add_function(rest, table.subspan(half));
  constexpr std::uint64_t kChoose = (kVariable[2] & kVariable[1]) | (~kVariable[2] & kVariable[0]);
  return add_small({low, high, inputs[count - 1]}, kChoose);
}

Literal LogicNetwork::add_small(std::vector<Literal> inputs, std::uint64_t table) {
  simplify(inputs, table);
  if (inputs.empty()) return {0, (table & 1U) != 0};
  if (inputs.size() == 1) return {inputs[0].node, (table & 1U) != 0};
  if (inputs.size() > kNodeInputs) return split_pair(inputs, table);
  std::vector<int> order{0, 1, 2};
  order.resize(inputs.size());
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    return inputs[static_cast<std::size_t>(a)].node < inputs[static_cast<std::size_t>(b)].node;
  });
  std::vector<int> places(inputs.size());
  std::vector<NodeId> fanins;
  for (std::size_t k = 0; k < order.size(); ++k) {
    places[static_cast<std::size_t>(order[k])] = static_cast<int>(k);
    fanins.push_back(inputs[static_cast<std::size_t>(order[k])].node);
  }
  table = permuted(table, places);
  const bool inverted = (table & 1U) != 0;
  Literal result = add_node(fanins, static_cast<std::uint8_t>(inverted ? ~table : table));
  result.inverted = inverted;
  return result;
}

Literal LogicNetwork::add_node(std::span<const NodeId> fanins, std::uint8_t table) {
  std::vector<NodeId>& candidates = by_hash_[hash(fanins, table)];
  for (const NodeId node : candidates) {
    const LogicNode& known = nodes_[node];
    if (known.arity == fanins.size() && known.table == table &&
        std::equal(fanins.begin(), fanins.end(), known.fanins.begin())) {
      return {node, false};
    }
  }
  LogicNode node{.arity = static_cast<std::uint8_t>(fanins.size()), .table = table};
  std::copy(fanins.begin(), fanins.end(), node.fanins.begin());
  nodes_.push_back(node);
  candidates.push_back(static_cast<NodeId>(nodes_.size() - 1));
  return {candidates.back(), false};
}

/// Takes two inputs whose four cofactors are only two functions into a node of their own; where
/// there are none, splits by the last input.
Literal LogicNetwork::split_pair(const std::vector<Literal>& inputs, std::uint64_t table) {
  const int count = static_cast<int>(inputs.size());
  for (int i = 0; i < count; ++i) {
    for (int j = i + 1; j < count; ++j) {
      std::array<std::uint64_t, 4> parts{};
      for (unsigned row = 0; row < 4; ++row) {
        parts[row] = cofactor(cofactor(table, i, (row & 1U) != 0), j, (row & 2U) != 0);
      }
      const auto other = std::find_if(parts.begin(), parts.end(),
                                      [&](std::uint64_t part) { return part != parts[0]; });
      std::uint64_t pair_table = 0;
      bool only_two = true;
      for (unsigned row = 0; row < 4; ++row) {
        if (parts[row] == *other) pair_table |= std::uint64_t{1} << row;
        only_two = only_two && (parts[row] == parts[0] || parts[row] == *other);
      }
      if (!only_two) continue;
      const std::array<Literal, 2> pair{inputs[static_cast<std::size_t>(i)],
                                        inputs[static_cast<std::size_t>(j)]};
      std::vector<Literal> rest = inputs;
      rest[static_cast<std::size_t>(i)] = add_function(pair, {&pair_table, 1});
      const std::uint64_t choose = kVariable[static_cast<std::size_t>(i)];
      return add_small(rest, (choose & *other) | (~choose & parts[0]));
    }
  }
  const int last = count - 1;
  const Literal low = add_small(inputs, cofactor(table, last, false));
  const Literal high = add_small(inputs, cofactor(table, last, true));
  return add_small({low, high, inputs[static_cast<std::size_t>(last)]},
                   (kVariable[2] & kVariable[1]) | (~kVariable[2] & kVariable[0]));
}

}  // namespace pann::sim
