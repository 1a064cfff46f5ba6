#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "generator/arith/heap.h"

namespace pann::generator {

namespace {

using Bits = std::vector<HeapBit>;

/// Takes the `count` first bits of a column.
Bits take(Bits& bits, std::size_t count) {
  const auto end = bits.begin() + static_cast<std::ptrdiff_t>(count);
  Bits taken(std::make_move_iterator(bits.begin()), std::make_move_iterator(end));
  bits.erase(bits.begin(), end);
  return taken;
}

void sort_by_arrival(Bits& bits) {
  std::stable_sort(bits.begin(), bits.end(),
                   [](const HeapBit& a, const HeapBit& b) { return a.arrival < b.arrival; });
}

Heap::Result compress(Heap& heap, int column, const Bits& bits) {
  return bits.size() == 3 ? heap.full(column, bits[0], bits[1], bits[2])
                          : heap.half(column, bits[0], bits[1]);
}

std::size_t height(const Heap& heap) {
  std::size_t most = 0;
  for (int i = 0; i < heap.width(); ++i) most = std::max(most, heap.column(i).size());
  return most;
}

/// One level of compressors: `step` takes what it will from a column's bits of the level before and
/// gives those of the next.
template <class Step>
void levels(Heap& heap, const Step& step) {
  while (height(heap) > 2) {
    std::vector<Bits> next(static_cast<std::size_t>(heap.width()) + 1);
    for (int i = 0; i < heap.width(); ++i) step(heap, i, heap.column(i), next);
    for (int i = 0; i < heap.width(); ++i) {
      heap.column(i) = std::move(next[static_cast<std::size_t>(i)]);
    }
  }
}

void put(const Heap::Result& result, int column, std::vector<Bits>& next) {
  next[static_cast<std::size_t>(column)].push_back(result.sum);
  if (result.has_carry) next[static_cast<std::size_t>(column) + 1].push_back(result.carry);
}

void pass(Bits& bits, int column, std::vector<Bits>& next) {
  for (HeapBit& bit : bits) next[static_cast<std::size_t>(column)].push_back(std::move(bit));
}

/// Wallace 1964: all that three bits can be taken from, and a half adder for two that are left.
void wallace_step(Heap& heap, int column, Bits& bits, std::vector<Bits>& next) {
  while (bits.size() >= 3) put(compress(heap, column, take(bits, 3)), column, next);
  if (bits.size() == 2) put(compress(heap, column, take(bits, 2)), column, next);
  pass(bits, column, next);
}

/// Weinberger 1981: four bits and the neighbour's intermediate carry to a sum and a carry, in two
/// full adders; the intermediate carry goes to the next column without waiting for ours.
class FourToTwo {
 public:
  explicit FourToTwo(int width) : hops_(static_cast<std::size_t>(width) + 1) {}

  void operator()(Heap& heap, int column, Bits& bits, std::vector<Bits>& next) {
    const auto at = static_cast<std::size_t>(column);
    if (column == 0) std::fill(hops_.begin(), hops_.end(), Bits{});
    Bits& arriving = hops_[at];
    while (bits.size() >= 4) {
      const Heap::Result first = compress(heap, column, take(bits, 3));
      if (first.has_carry) hops_[at + 1].push_back(first.carry);
      Bits second{first.sum, take(bits, 1)[0]};
      if (!arriving.empty()) second.push_back(take(arriving, 1)[0]);
      put(compress(heap, column, second), column, next);
    }
    if (bits.size() == 3) put(compress(heap, column, take(bits, 3)), column, next);
    pass(bits, column, next);
    pass(arriving, column, next);
  }

 private:
  std::vector<Bits> hops_;
};

}  // namespace

/// Each column in full, lowest first: where the count asks for it a half adder of the two earliest
/// bits, then full adders of the three earliest.
void reduce_by_arrival(Heap& heap, bool to_one) {
  const std::size_t left = to_one ? 1 : 2;
  for (int i = 0; i < heap.width(); ++i) {
    Bits& bits = heap.column(i);
    sort_by_arrival(bits);
    while (bits.size() > left) {
      const bool needs_half = (bits.size() - left) % 2 == 1;
      const Heap::Result result = compress(heap, i, take(bits, needs_half ? 2 : 3));
      const auto behind = std::upper_bound(
          bits.begin(), bits.end(), result.sum,
          [](const HeapBit& a, const HeapBit& b) { return a.arrival < b.arrival; });
      bits.insert(behind, result.sum);
      if (result.has_carry) heap.add(i + 1, result.carry);
    }
  }
}

void reduce_wallace(Heap& heap, bool) {
  levels(heap, wallace_step);
}

/// Dadda 1965: as few compressors as bring every column, with the carries of its neighbour, to the
/// next of the heights 2, 3, 4, 6, 9, 13 ...
void reduce_dadda(Heap& heap, bool) {
  std::vector<std::size_t> heights{2};
  while (heights.back() < height(heap)) heights.push_back(heights.back() * 3 / 2);
  for (auto limit = heights.rbegin(); limit != heights.rend(); ++limit) {
    std::vector<Bits> next(static_cast<std::size_t>(heap.width()) + 1);
    for (int i = 0; i < heap.width(); ++i) {
      Bits& bits = heap.column(i);
      std::size_t expected = next[static_cast<std::size_t>(i)].size() + bits.size();
      while (expected > *limit) {
        const bool full = expected > *limit + 1;
        put(compress(heap, i, take(bits, full ? 3 : 2)), i, next);
        expected -= full ? 2 : 1;
      }
      pass(bits, i, next);
    }
    for (int i = 0; i < heap.width(); ++i) {
      heap.column(i) = std::move(next[static_cast<std::size_t>(i)]);
    }
  }
}

void reduce_four_to_two(Heap& heap, bool) {
  FourToTwo step(heap.width());
  levels(heap,
         [&step](Heap& h, int i, Bits& bits, std::vector<Bits>& next) { step(h, i, bits, next); });
}

/// Rows of ripple-carry adders: every partial product is added to the sum of those before.
void reduce_rows(Heap& heap, bool) {
  std::vector<Bits> columns(static_cast<std::size_t>(heap.width()));
  int last = 0;
  for (int i = 0; i < heap.width(); ++i) {
    columns[static_cast<std::size_t>(i)] = std::move(heap.column(i));
    heap.column(i).clear();
    for (const HeapBit& bit : columns[static_cast<std::size_t>(i)]) last = std::max(last, bit.row);
  }
  for (int row = 0; row <= last; ++row) {
    for (int i = 0; i < heap.width(); ++i) {
      Bits& sum = heap.column(i);
      for (const HeapBit& bit : columns[static_cast<std::size_t>(i)]) {
        if (bit.row == row) sum.push_back(bit);
      }
      while (sum.size() > 1) {
        const Heap::Result result =
            compress(heap, i, take(sum, std::min<std::size_t>(3, sum.size())));
        sum.push_back(result.sum);
        if (result.has_carry) heap.add(i + 1, result.carry);
      }
    }
  }
}

}  // namespace pann::generator
