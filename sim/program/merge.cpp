#include <algorithm>
#include <optional>

#include "sim/program/logic_network.h"
#include "sim/program/small_table.h"

namespace pann::sim {

namespace {

constexpr std::size_t kMostFanins = 3;
/// With more readers, evaluating once is cheaper than widening all of them.
constexpr std::size_t kMostReaders = 4;

/// The function of `reader` with its fan-in `inner` (index of `node`) replaced by what that
/// computes; nothing where the result has more than three fan-ins.
std::optional<LogicNode> merged(const LogicNode& reader, NodeId inner, const LogicNode& node) {
  std::vector<NodeId> fanins;
  const auto add = [&](NodeId fanin) {
    if (std::find(fanins.begin(), fanins.end(), fanin) == fanins.end()) fanins.push_back(fanin);
  };
  for (std::size_t k = 0; k < node.arity; ++k) add(node.fanins[k]);
  for (std::size_t k = 0; k < reader.arity; ++k) {
    if (reader.fanins[k] != inner) add(reader.fanins[k]);
  }
  if (fanins.size() > kMostFanins) return std::nullopt;
  LogicNode result{.arity = static_cast<std::uint8_t>(fanins.size())};
  std::copy(fanins.begin(), fanins.end(), result.fanins.begin());
  const auto place = [&](NodeId fanin) {
    return static_cast<unsigned>(std::find(fanins.begin(), fanins.end(), fanin) - fanins.begin());
  };
  const auto value = [&](const LogicNode& function, unsigned row, unsigned inner_value) {
    unsigned index = 0;
    for (std::size_t k = 0; k < function.arity; ++k) {
      const NodeId fanin = function.fanins[k];
      index |= (fanin == inner ? inner_value : (row >> place(fanin)) & 1U) << k;
    }
    return (function.table >> index) & 1U;
  };
  for (unsigned row = 0; row < 8; ++row) {
    const unsigned bit = value(reader, row, value(node, row, 0));
    result.table = static_cast<std::uint8_t>(result.table | bit << row);
  }
  return result;
}

/// Readers of every node.
std::vector<std::vector<NodeId>> find_readers(const std::vector<LogicNode>& nodes) {
  std::vector<std::vector<NodeId>> readers(nodes.size());
  for (NodeId id = 0; id < nodes.size(); ++id) {
    for (std::size_t k = 0; k < nodes[id].arity; ++k) readers[nodes[id].fanins[k]].push_back(id);
  }
  return readers;
}

/// Merges node `id` into its readers if all of them can take it.
bool merge_into_readers(std::vector<LogicNode>& nodes, NodeId id,
                        std::vector<std::vector<NodeId>>& readers) {
  if (readers[id].size() > kMostReaders) return false;
  std::vector<LogicNode> replacements;
  for (const NodeId reader : readers[id]) {
    const std::optional<LogicNode> replacement = merged(nodes[reader], id, nodes[id]);
    if (!replacement) return false;
    replacements.push_back(*replacement);
  }
  for (std::size_t i = 0; i < replacements.size(); ++i) {
    const NodeId reader = readers[id][i];
    nodes[reader] = replacements[i];
    for (std::size_t k = 0; k < nodes[reader].arity; ++k) {
      std::vector<NodeId>& known = readers[nodes[reader].fanins[k]];
      if (std::find(known.begin(), known.end(), reader) == known.end()) known.push_back(reader);
    }
  }
  return true;
}

}  // namespace

std::vector<bool> merge_unkept(std::vector<LogicNode>& nodes, const std::vector<bool>& kept) {
  std::vector<std::vector<NodeId>> readers = find_readers(nodes);
  std::vector<bool> merged_away(nodes.size(), false);
  for (NodeId id = 0; id < nodes.size(); ++id) {
    if (nodes[id].arity == 0 || kept[id]) continue;
    merged_away[id] = merge_into_readers(nodes, id, readers);
  }
  std::vector<bool> used(nodes.size(), false);
  for (NodeId id = static_cast<NodeId>(nodes.size()); id-- > 0;) {
    if (nodes[id].arity == 0 || merged_away[id] || !(kept[id] || used[id])) continue;
    used[id] = true;
    for (std::size_t k = 0; k < nodes[id].arity; ++k) used[nodes[id].fanins[k]] = true;
  }
  for (NodeId id = 0; id < nodes.size(); ++id) {
    used[id] = used[id] && nodes[id].arity > 0;
    if (!used[id]) nodes[id].arity = 0;
  }
  return used;
}

}  // namespace pann::sim
