#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "generator/arith/heap.h"

namespace pann::generator {

using verilog::Expression;

namespace {

/// Generate and propagate of a run of columns that ends in this one.
struct Prefix {
  HeapBit generate;
  HeapBit propagate;
  bool can_generate = false;  ///< False: a column of one bit, whose carry is never its own.
  bool is_complete = false;   ///< It begins at the lowest column: no carry comes to it.
};

using Steps = std::vector<std::pair<int, int>>;

/// Adds the columns from the lowest one of two bits up.
class FinalAddition {
 public:
  explicit FinalAddition(Heap& heap) : heap_(heap) {
    while (first_ < heap.width() && heap.column(first_).size() < 2) ++first_;
  }

  void ripple();
  void carry_select();
  /// `steps` of so many columns: pairs of positions (i, j), j below i: the run that ends in i takes
  /// that before it.
  void prefix(Steps (*steps)(int columns));

 private:
  int columns() const { return heap_.width() - first_; }
  void start();
  void combine(int i, int j);
  void sum(int position);
  /// A chain of adders over [from, to) with that carry in; the sums and the carry out.
  struct Chain {
    std::vector<HeapBit> sums;
    HeapBit carry;
    bool has_carry = false;
  };
  Chain chain(int from, int to, bool carry_in);
  int group_end(int from, double carry_arrival) const;

  Heap& heap_;
  int first_ = 0;
  std::vector<Prefix> prefixes_;
  std::vector<HeapBit> half_sums_;
  std::vector<int> versions_;
};

void FinalAddition::ripple() {
  for (int i = first_; i < heap_.width(); ++i) {
    auto& bits = heap_.column(i);
    while (bits.size() > 1) {
      const Heap::Result result = bits.size() > 2 ? heap_.full(i, bits[0], bits[1], bits[2])
                                                  : heap_.half(i, bits[0], bits[1]);
      bits = {result.sum};
      if (result.has_carry) heap_.add(i + 1, result.carry);
    }
  }
}

void FinalAddition::start() {
  for (int i = first_; i < heap_.width(); ++i) {
    const auto& bits = heap_.column(i);
    Prefix prefix;
    if (bits.size() == 2) {
      const Heap::Result result = heap_.half(i, bits[0], bits[1]);
      prefix = {result.carry, result.sum, result.has_carry};
    } else {
      prefix.propagate = bits.empty() ? HeapBit::zero() : bits[0];
    }
    half_sums_.push_back(prefix.propagate);
    prefixes_.push_back(prefix);
    versions_.push_back(0);
  }
}

/// (g, p) of i and j: g_i | p_i & g_j, p_i & p_j.
void FinalAddition::combine(int i, int j) {
  Prefix& upper = prefixes_[static_cast<std::size_t>(i)];
  Prefix lower = prefixes_[static_cast<std::size_t>(j)];
  const int column = first_ + i;
  if (column + 1 == heap_.width()) return;  // Nobody asks for the carry of the top column.
  std::vector<HeapBit*> bits{&upper.propagate};
  if (upper.can_generate) bits.push_back(&upper.generate);
  if (lower.can_generate) bits.push_back(&lower.generate);
  if (!lower.is_complete) bits.push_back(&lower.propagate);
  heap_.align(column, bits, heap_time::kMultiplexer);
  const int version = versions_[static_cast<std::size_t>(i)]++;
  const int stage = upper.propagate.is_constant() ? lower.generate.stage : upper.propagate.stage;
  const Expression p = heap_.read(upper.propagate, column);
  const double time = std::max({upper.generate.arrival, upper.propagate.arrival,
                                lower.generate.arrival, lower.propagate.arrival}) +
                      heap_time::kMultiplexer;
  if (lower.can_generate) {
    const Expression carried = p & heap_.read(lower.generate, column);
    upper.generate =
        heap_.declare(column, fmt::format("generate{}", version),
                      upper.can_generate ? heap_.read(upper.generate, column) | carried : carried,
                      time, heap_.elements().final, stage);
    upper.can_generate = true;
  }
  upper.is_complete = lower.is_complete;
  if (!upper.is_complete) {
    upper.propagate =
        heap_.declare(column, fmt::format("propagate{}", version),
                      p & heap_.read(lower.propagate, column), time, heap_.elements().final, stage);
  }
}

void FinalAddition::sum(int position) {
  const int column = first_ + position;
  HeapBit total = half_sums_[static_cast<std::size_t>(position)];
  if (position > 0) {
    Prefix before = prefixes_[static_cast<std::size_t>(position) - 1];
    heap_.align(column, {&total, &before.generate}, heap_time::kHalfSum);
    total = heap_.declare(column, "total",
                          heap_.read(total, column) ^ heap_.read(before.generate, column),
                          std::max(total.arrival, before.generate.arrival) + heap_time::kHalfSum,
                          heap_.elements().final, before.generate.stage);
  }
  heap_.column(column) = {total};
}

void FinalAddition::prefix(Steps (*steps)(int columns)) {
  start();
  if (prefixes_.empty()) return;
  prefixes_[0].is_complete = true;
  for (const auto& [i, j] : steps(columns())) combine(i, j);
  for (int i = 0; i < columns(); ++i) sum(i);
}

FinalAddition::Chain FinalAddition::chain(int from, int to, bool carry_in) {
  Chain chain;
  chain.has_carry = carry_in;  // The constant 1.
  for (int i = from; i < to; ++i) {
    auto bits = heap_.column(i);
    if (chain.has_carry) bits.push_back(chain.carry);
    chain.has_carry = false;
    if (bits.size() < 2) {
      chain.sums.push_back(bits.empty() ? HeapBit::zero() : bits[0]);
      continue;
    }
    const Heap::Result result = bits.size() > 2 ? heap_.full(i, bits[0], bits[1], bits[2])
                                                : heap_.half(i, bits[0], bits[1]);
    chain.sums.push_back(result.sum);
    chain.carry = result.carry;
    chain.has_carry = result.has_carry;
  }
  return chain;
}

/// Where the ripple through a group that begins at `from` takes as long as the carry into it.
int FinalAddition::group_end(int from, double carry_arrival) const {
  constexpr int kLeast = 2;
  double ripple = 0.0;
  int end = from;
  while (end < heap_.width()) {
    for (const HeapBit& bit : heap_.column(end)) ripple = std::max(ripple, bit.arrival);
    ripple += heap_time::kFullCarry;
    if (end - from >= kLeast && ripple > carry_arrival + heap_time::kMultiplexer) break;
    ++end;
  }
  return end;
}

void FinalAddition::carry_select() {
  HeapBit select;
  bool has_select = false;
  for (int from = first_; from < heap_.width();) {
    const int to = group_end(from, has_select ? select.arrival : 0.0);
    const Chain zero = chain(from, to, false);
    if (!has_select) {
      for (int i = from; i < to; ++i)
        heap_.column(i) = {zero.sums[static_cast<std::size_t>(i - from)]};
      select = zero.carry;
      has_select = zero.has_carry;
      from = to;
      continue;
    }
    const Chain one = chain(from, to, true);
    for (int i = from; i < to; ++i) {
      HeapBit if_zero = zero.sums[static_cast<std::size_t>(i - from)];
      HeapBit if_one = one.sums[static_cast<std::size_t>(i - from)];
      HeapBit chosen = select;
      heap_.align(i, {&if_zero, &if_one, &chosen}, heap_time::kMultiplexer);
      const double time =
          std::max({if_zero.arrival, if_one.arrival, chosen.arrival}) + heap_time::kMultiplexer;
      heap_.column(i) = {heap_.declare(
          i, "total",
          verilog::choose(heap_.read(chosen, i), heap_.read(if_one, i), heap_.read(if_zero, i)),
          time, heap_.elements().final, chosen.stage)};
    }
    const int last = to - 1;
    if (to < heap_.width()) {
      // The carry with a carry in is at least that without.
      HeapBit with_carry = one.carry;
      HeapBit without = zero.carry;
      std::vector<HeapBit*> bits{&with_carry, &select};
      if (zero.has_carry) bits.push_back(&without);
      heap_.align(last, bits, heap_time::kMultiplexer);
      const Expression passed = heap_.read(with_carry, last) & heap_.read(select, last);
      select = heap_.declare(last, "select",
                             zero.has_carry ? heap_.read(without, last) | passed : passed,
                             std::max(with_carry.arrival, select.arrival) + heap_time::kMultiplexer,
                             heap_.elements().final, select.stage);
    }
    from = to;
  }
}

/// Kogge and Stone 1973: every run doubles in every level.
Steps kogge_stone_steps(int columns) {
  Steps steps;
  for (int distance = 1; distance < columns; distance *= 2) {
    // Downwards, so that each takes the run of the level before.
    for (int i = columns - 1; i >= distance; --i) steps.emplace_back(i, i - distance);
  }
  return steps;
}

/// Sklansky 1960: the upper half of each block takes the lower half's whole run.
Steps sklansky_steps(int columns) {
  Steps steps;
  for (int size = 1; size < columns; size *= 2) {
    for (int i = 0; i < columns; ++i) {
      if ((i / size) % 2 == 1) steps.emplace_back(i, i / size * size - 1);
    }
  }
  return steps;
}

/// Brent and Kung 1982: a tree up, and down again for the columns between.
Steps brent_kung_steps(int columns) {
  Steps steps;
  int size = 1;
  for (; size < columns; size *= 2) {
    for (int i = 2 * size - 1; i < columns; i += 2 * size) steps.emplace_back(i, i - size);
  }
  for (; size >= 1; size /= 2) {
    for (int i = 3 * size - 1; i < columns; i += 2 * size) steps.emplace_back(i, i - size);
  }
  return steps;
}

}  // namespace

void add_ripple(Heap& heap) {
  FinalAddition(heap).ripple();
}

void add_carry_select(Heap& heap) {
  FinalAddition(heap).carry_select();
}

void add_brent_kung(Heap& heap) {
  FinalAddition(heap).prefix(brent_kung_steps);
}

void add_sklansky(Heap& heap) {
  FinalAddition(heap).prefix(sklansky_steps);
}

void add_kogge_stone(Heap& heap) {
  FinalAddition(heap).prefix(kogge_stone_steps);
}

}  // namespace pann::generator
