#pragma once

#include <optional>
#include <string>

#include "generator/arith/heap.h"
#include "generator/heap_options.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// An operand of a product: `width` bits of a word of the module, from bit `offset` on.
struct HeapOperand {
  std::string word;    ///< E.g. "x_i".
  std::string letter;  ///< For names of nets: "x".
  int width = 0;
  bool is_signed = true;
  int offset = 0;

  /// Bit i, extended by sign above the word and by zeros below it and above an unsigned one;
  /// nothing for a zero.
  std::optional<verilog::Expression> at(int i) const;
};

/// What a product has beside the bits in the heap: the recoders' blocks, which come before the
/// columns, and their elements; nothing for the and-array.
struct ProductItems {
  verilog::Items blocks{};
  ElementGroups groups{};
};

/// Builders of partial products: drop x * w, modulo the heap's width, into the heap; w is the Booth
/// digits' operand. `tag` tells the nets of several products apart; rows are numbered from
/// `first_row` on.
///
///     and_array    bit i of x and bit j of w in column i + j; where one of the two is a sign bit
///                  the complement, and constants (Baugh and Wooley 1973)
///     booth4       a row for two bits of w: one & (x ^ neg) | two & (2x ^ neg), neg once more in
///                  its lowest column, the sign complemented, and constants
///     booth2       a row for every bit of w: one & (x ^ neg)
ProductItems drop_and_array(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                            const std::string& tag, int first_row);
ProductItems drop_booth4(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                         const std::string& tag, int first_row);
ProductItems drop_booth2(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                         const std::string& tag, int first_row);

}  // namespace pann::generator
