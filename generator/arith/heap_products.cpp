#include "generator/arith/heap_products.h"

#include <utility>

#include <fmt/format.h>

namespace pann::generator {

using verilog::Assign;
using verilog::Expression;
using verilog::GenerateBranch;
using verilog::GenerateIf;
using verilog::Items;
using verilog::Net;

namespace {

using Bit = std::optional<Expression>;  ///< Nothing: zero.

Bit exclusive_or(const Bit& a, const Bit& b) {
  if (!a) return b;
  if (!b) return a;
  return *a ^ *b;
}

Bit conjunction(const Bit& a, const Bit& b) {
  if (!a || !b) return std::nullopt;
  return *a & *b;
}

Bit disjunction(const Bit& a, const Bit& b) {
  if (!a) return b;
  if (!b) return a;
  return *a | *b;
}

/// One Booth digit: the nets of its block, and how a row reads them.
struct Digit {
  Bit one;
  Bit two;
  Bit negative;
  ProductItems items;
};

Digit declare_digit(const std::string& name, const Bit& one, const Bit& two, const Bit& negative) {
  Digit digit;
  Items items;
  const auto net = [&](const char* what, const Bit& value, Bit& target) {
    if (!value) return;
    items.push_back(Net{what});
    items.push_back(Assign{what, *value});
    count_as(digit.items.groups, "multiplier_other", {"g_digit*." + std::string(what)});
    target = Expression(name + "." + what);
  };
  net("is_one", one, digit.one);
  net("is_two", two, digit.two);
  net("is_negative", negative, digit.negative);
  digit.items.blocks = {GenerateIf{{GenerateBranch{Expression(1), name, items}}}};
  return digit;
}

/// Digit -2..2 of bits 2i+1, 2i, 2i-1 of w.
Digit booth4_digit(const HeapOperand& w, int i, const std::string& name) {
  const Bit high = w.at(2 * i + 1);
  const Bit middle = w.at(2 * i);
  const Bit low = w.at(2 * i - 1);
  const bool is_sign = 2 * i >= w.width - 1 && w.is_signed;  // high and middle are the sign.
  const Bit one = exclusive_or(middle, low);
  Bit two;
  Bit negative;
  if (!high) {
    two = conjunction(middle, low);
  } else {
    if (!is_sign) two = ~*one & *exclusive_or(high, middle);
    const Bit full = conjunction(middle, low);
    negative = full ? *high & ~*full : *high;
  }
  return declare_digit(name, one, two, negative);
}

/// Digit -1..1 of bits i, i-1 of w.
Digit booth2_digit(const HeapOperand& w, int i, const std::string& name) {
  const Bit high = w.at(i);
  const Bit low = w.at(i - 1);
  Bit negative = high;
  if (high && low) negative = *high & ~*low;
  return declare_digit(name, exclusive_or(high, low), std::nullopt, negative);
}

/// What a row drops into the heap: bits from `shift` on, the last one a sign where it can be
/// negative.
struct Row {
  int index = 0;
  int shift = 0;
  bool doubles = false;  ///< Digits of 2 and -2.
  std::string tag;
};

Bit selected(const HeapOperand& x, const Digit& digit, const Row& row, int k) {
  const auto term = [&](const Bit& chosen, int i) {
    return conjunction(chosen, exclusive_or(x.at(i), digit.negative));
  };
  return row.doubles ? disjunction(term(digit.one, k), term(digit.two, k - 1)) : term(digit.one, k);
}

void add_row(Heap& heap, const HeapOperand& x, const Digit& digit, const Row& row) {
  const double time = heap_time::kDigit + heap_time::kSelector;
  // Of a signed x the sign; above an unsigned x the row's negation alone.
  const int sign = x.width - (x.is_signed ? 1 : 0) + (row.doubles ? 1 : 0);
  const auto drop = [&](int k, const Expression& value) {
    const int column = row.shift + k;
    if (column >= heap.width()) return;
    HeapBit bit = heap.declare(column, fmt::format("product{}_{}_{}", row.tag, row.index, k), value,
                               time, heap.elements().bits);
    bit.row = row.index;
    heap.add(column, std::move(bit));
  };
  for (int k = 0; k < sign; ++k) {
    if (const Bit value = selected(x, digit, row, k)) drop(k, *value);
  }
  if (x.is_signed) {
    drop(sign, ~*selected(x, digit, row, sign));
    heap.subtract_constant(row.shift + sign);
  } else if (digit.negative) {
    drop(sign, ~*digit.negative);
    heap.subtract_constant(row.shift + sign);
  } else if (const Bit value = selected(x, digit, row, sign)) {
    drop(sign, *value);
  }
  if (digit.negative) {
    heap.add(row.shift, {digit.negative->text(), HeapBit::kModule, heap_time::kDigit, row.index});
  }
}

/// A row for each digit of w: `stride` bits of it.
ProductItems drop_rows(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                       const std::string& tag, int first_row, int stride) {
  const int effective = w.width + (w.is_signed ? 0 : 1);
  const int rows = (effective + stride - 1) / stride;
  ProductItems all;
  for (int i = 0; i < rows; ++i) {
    const std::string name = fmt::format("g_digit{}{}{}", tag, tag.empty() ? "" : "_", i);
    const Digit digit = stride == 2 ? booth4_digit(w, i, name) : booth2_digit(w, i, name);
    all.blocks.insert(all.blocks.end(), digit.items.blocks.begin(), digit.items.blocks.end());
    count_instance(all.groups, digit.items.groups, "");
    add_row(heap, x, digit, {first_row + i, stride * i, stride == 2, tag});
  }
  return all;
}

}  // namespace

Bit HeapOperand::at(int i) const {
  if (i < 0 || (i >= width && !is_signed)) return std::nullopt;
  return verilog::bit(word, offset + (i < width ? i : width - 1));
}

ProductItems drop_and_array(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                            const std::string& tag, int first_row) {
  for (int j = 0; j < w.width; ++j) {
    for (int i = 0; i < x.width; ++i) {
      const int column = i + j;
      if (column >= heap.width()) continue;
      const bool x_sign = x.is_signed && i + 1 == x.width;
      const bool w_sign = w.is_signed && j + 1 == w.width;
      const Expression both = *x.at(i) & *w.at(j);
      const bool is_negative = x_sign != w_sign;
      HeapBit bit = heap.declare(
          column, fmt::format("product{}_{}{}_{}{}", tag, x.letter, i, w.letter, j),
          is_negative ? ~both : both, is_negative ? heap_time::kComplement : heap_time::kProduct,
          heap.elements().bits);
      bit.row = first_row + j;
      heap.add(column, std::move(bit));
      // -b = (1 - b) - 1
      if (is_negative) heap.subtract_constant(column);
    }
  }
  return {};
}

ProductItems drop_booth4(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                         const std::string& tag, int first_row) {
  return drop_rows(heap, x, w, tag, first_row, 2);
}

ProductItems drop_booth2(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                         const std::string& tag, int first_row) {
  return drop_rows(heap, x, w, tag, first_row, 1);
}

}  // namespace pann::generator
