#include "sim/program/program.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

namespace pann::sim {

namespace {

/// Functions are grouped by table within pieces of this size, in which their slots stay in the
/// cache.
constexpr std::size_t kPiece = 1024;
/// Longest run before its results are counted: its slots fill half of a small first-level cache.
constexpr std::uint32_t kLongestRun = 32;
constexpr std::uint32_t kNone = ~std::uint32_t{0};

using Order = std::vector<NodeId>;

std::vector<bool> find_stateful(const ProgramRequest& request) {
  std::vector<bool> stateful(request.nodes.size(), false);
  for (const NodeId state : request.states) stateful[state] = true;
  for (NodeId id = 0; id < request.nodes.size(); ++id) {
    const LogicNode& node = request.nodes[id];
    for (std::size_t k = 0; k < node.arity; ++k) {
      if (stateful[node.fanins[k]]) stateful[id] = true;
    }
  }
  return stateful;
}

/// Groups a piece of a topological order by table: again and again all functions that are ready of
/// the table that has most of them, and those of the same table that become ready by that.
class Grouping {
 public:
  explicit Grouping(const ProgramRequest& request)
      : request_(request), place_(request.nodes.size(), kNone) {}

  Order group(std::span<const NodeId> piece) {
    open(piece);
    Order order;
    while (order.size() < piece.size()) {
      const auto most =
          std::max_element(ready_.begin(), ready_.end(),
                           [](const auto& a, const auto& b) { return a.size() < b.size(); });
      for (std::size_t i = 0; i < most->size(); ++i) {
        const std::uint32_t place = (*most)[i];
        order.push_back(piece[place]);
        release(piece, place);
      }
      most->clear();
    }
    for (const NodeId id : piece) place_[id] = kNone;
    return order;
  }

 private:
  std::vector<std::uint32_t>& ready_list(NodeId id) {
    return ready_[canonical_table(request_.nodes[id].table).table / 2];
  }
  void open(std::span<const NodeId> piece) {
    waiting_.assign(piece.size(), 0);
    readers_.assign(piece.size(), {});
    for (std::uint32_t i = 0; i < piece.size(); ++i) place_[piece[i]] = i;
    for (std::uint32_t i = 0; i < piece.size(); ++i) {
      const LogicNode& node = request_.nodes[piece[i]];
      for (std::size_t k = 0; k < node.arity; ++k) {
        const std::uint32_t source = place_[node.fanins[k]];
        if (source == kNone) continue;
        readers_[source].push_back(i);
        ++waiting_[i];
      }
      if (waiting_[i] == 0) ready_list(piece[i]).push_back(i);
    }
  }
  void release(std::span<const NodeId> piece, std::uint32_t place) {
    for (const std::uint32_t reader : readers_[place]) {
      if (--waiting_[reader] == 0) ready_list(piece[reader]).push_back(reader);
    }
  }

  const ProgramRequest& request_;
  std::vector<std::uint32_t> place_;  ///< By node: index in the open piece.
  std::vector<std::uint8_t> waiting_;
  std::vector<std::vector<std::uint32_t>> readers_;
  std::array<std::vector<std::uint32_t>, kTables> ready_;
};

/// Every use of a node by what does not run in its place in the stateless order.
std::vector<bool> find_lasting(const ProgramRequest& request, const std::vector<bool>& stateful) {
  std::vector<bool> lasting = stateful;
  for (NodeId id = 0; id < request.nodes.size(); ++id) {
    if (!stateful[id] || !request.used[id]) continue;
    const LogicNode& node = request.nodes[id];
    for (std::size_t k = 0; k < node.arity; ++k) lasting[node.fanins[k]] = true;
  }
  for (const Literal next : request.next) lasting[next.node] = true;
  for (const Literal output : request.outputs) lasting[output.node] = true;
  for (const Literal condition : request.conditions) lasting[condition.node] = true;
  return lasting;
}

/// Gives nodes their slots; a slot is free again after the last function that reads it.
class SlotAllocator {
 public:
  SlotAllocator(const ProgramRequest& request, std::vector<bool> lasting, const Order& stateless)
      : request_(request),
        lasting_(std::move(lasting)),
        slot_(request.nodes.size(), kNone),
        last_reader_(request.nodes.size(), kNone) {
    slot_[0] = 0;
    for (const NodeId id : stateless) {
      const LogicNode& node = request.nodes[id];
      for (std::size_t k = 0; k < node.arity; ++k) last_reader_[node.fanins[k]] = id;
    }
  }

  std::uint32_t assign(NodeId id) {
    if (slot_[id] != kNone) return slot_[id];
    if (free_.empty()) {
      slot_[id] = static_cast<std::uint32_t>(count_++);
    } else {
      slot_[id] = free_.back();
      free_.pop_back();
    }
    return slot_[id];
  }
  std::uint32_t at(NodeId id) const {
    assert(slot_[id] != kNone);
    return slot_[id];
  }
  bool is_last_reader(NodeId id, NodeId reader) const {
    return !lasting_[id] && id != 0 && last_reader_[id] == reader;
  }
  /// Whether nobody reads the node at all.
  bool is_unread(NodeId id) const { return !lasting_[id] && last_reader_[id] == kNone; }
  void release(std::uint32_t slot) { free_.push_back(slot); }
  std::size_t count() const { return count_; }

 private:
  const ProgramRequest& request_;
  std::vector<bool> lasting_;
  std::vector<std::uint32_t> slot_;
  std::vector<NodeId> last_reader_;
  std::vector<std::uint32_t> free_;
  std::size_t count_ = 1;
};

class Compiler {
 public:
  explicit Compiler(const ProgramRequest& request)
      : request_(request),
        stateful_(find_stateful(request)),
        stateless_order_(order(false)),
        slots_(request, find_lasting(request, stateful_), stateless_order_) {
    program_.counter_of_node.assign(request.nodes.size(), Program::kNoCounter);
    program_.counter_of_register.assign(request.nodes.size(), Program::kNoCounter);
    is_counted_.assign(request.nodes.size(), false);
    for (const NodeId id : request.counted) is_counted_[id] = id != 0;
  }

  Program run() {
    add_sources();
    add_stateless();
    add_stateful();
    for (const Literal output : request_.outputs) program_.outputs.push_back(literal(output));
    for (const Literal condition : request_.conditions) {
      program_.conditions.push_back(literal(condition));
    }
    for (std::size_t i = 0; i < request_.states.size(); ++i) {
      program_.states.push_back({slots_.at(request_.states[i]), literal(request_.next[i])});
    }
    program_.slots = slots_.count();
    const auto nowhere = static_cast<std::uint32_t>(program_.counters);
    for (Operation& operation : program_.operations) {
      if (operation.counter == Program::kNoCounter) operation.counter = nowhere;
    }
    return std::move(program_);
  }

 private:
  Order order(bool stateful) const {
    Order nodes;
    for (NodeId id = 0; id < request_.nodes.size(); ++id) {
      if (request_.used[id] && stateful_[id] == stateful) nodes.push_back(id);
    }
    Grouping grouping(request_);
    Order grouped;
    const std::span<const NodeId> all(nodes);
    for (std::size_t first = 0; first < all.size(); first += kPiece) {
      const Order piece = grouping.group(all.subspan(first, std::min(kPiece, all.size() - first)));
      grouped.insert(grouped.end(), piece.begin(), piece.end());
    }
    return grouped;
  }

  SlotLiteral literal(Literal value) const { return {slots_.at(value.node), value.inverted}; }

  CountedSlot counter(NodeId id) {
    const auto number = static_cast<std::uint32_t>(program_.counters++);
    program_.counter_of_node[id] = number;
    return {slots_.at(id), number};
  }

  void add_sources() {
    for (const NodeId id : request_.inputs) {
      program_.inputs.push_back(slots_.assign(id));
      if (is_counted_[id]) program_.counted_inputs.push_back(counter(id));
    }
    for (const NodeId id : request_.states) slots_.assign(id);
  }

  Operation operation(NodeId id) {
    const LogicNode& node = request_.nodes[id];
    const CanonicalTable canonical = canonical_table(node.table);
    Operation operation;
    operation.counter = Program::kNoCounter;
    for (std::size_t k = 0; k < operation.operands.size(); ++k) {
      const std::size_t fanin = canonical.order[k];
      operation.operands[k] = slots_.at(node.fanins[fanin < node.arity ? fanin : 0]);
    }
    return operation;
  }

  /// Appends a function to the last run where it fits, else begins one.
  Run& run_for(std::vector<Run>& runs, NodeId id) {
    const auto table =
        static_cast<std::uint8_t>(canonical_table(request_.nodes[id].table).table / 2);
    if (runs.empty() || runs.back().table != table || runs.back().count == kLongestRun) {
      runs.push_back({table, static_cast<std::uint32_t>(program_.operations.size()), 0,
                      static_cast<std::uint32_t>(program_.counted.size()), 0});
      release_pending();
    }
    return runs.back();
  }

  void add_stateless() {
    for (const NodeId id : stateless_order_) {
      Run& run = run_for(program_.stateless, id);
      Operation next = operation(id);
      next.result = slots_.assign(id);
      if (is_counted_[id]) {
        program_.counted.push_back(counter(id));
        next.counter = program_.counted.back().counter;
        ++run.counted;
      }
      program_.operations.push_back(next);
      ++run.count;
      release_operands(id);
    }
    release_pending();
    program_.stateless_counters = program_.counters;
  }
  /// Results are counted after their run: what one frees is used again only by the next.
  void release_operands(NodeId id) {
    const LogicNode& node = request_.nodes[id];
    for (std::size_t k = 0; k < node.arity; ++k) {
      if (slots_.is_last_reader(node.fanins[k], id)) pending_.push_back(slots_.at(node.fanins[k]));
    }
    if (slots_.is_unread(id)) pending_.push_back(slots_.at(id));
  }
  void release_pending() {
    for (const std::uint32_t slot : pending_) slots_.release(slot);
    pending_.clear();
  }

  void add_stateful() {
    for (const NodeId id : order(true)) {
      Run& run = run_for(program_.stateful, id);
      Operation next = operation(id);
      next.result = slots_.assign(id);
      program_.operations.push_back(next);
      ++run.count;
      if (is_counted_[id]) program_.counted_stateful.push_back(counter(id));
    }
    for (const NodeId id : request_.states) {
      if (is_counted_[id]) program_.counted_stateful.push_back(counter(id));
    }
    for (const NodeId id : request_.registers) {
      std::uint32_t& number = program_.counter_of_register[id];
      if (id == 0 || number != Program::kNoCounter) continue;
      number = static_cast<std::uint32_t>(program_.counters++);
      program_.counted_registers.push_back({slots_.at(id), number});
    }
  }

  const ProgramRequest& request_;
  std::vector<bool> stateful_;
  Order stateless_order_;
  SlotAllocator slots_;
  std::vector<bool> is_counted_;
  std::vector<std::uint32_t> pending_;
  Program program_;
};

}  // namespace

Program make_program(const ProgramRequest& request) {
  return Compiler(request).run();
}

}  // namespace pann::sim
