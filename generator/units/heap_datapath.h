#pragma once

#include <optional>

#include "generator/arith/heap.h"
#include "generator/arith/heap_products.h"
#include "generator/design_spec.h"
#include "generator/verilog/expression.h"

namespace pann::generator {

/// The combinational part of a heap_unit(), reduced, with its register rows.
struct HeapDatapath {
  Heap heap;
  ProductItems product;
  std::optional<Heap> addition;  ///< The accumulator's adder, or that of two words at acc_o.
};

/// x_i, w_i and the word `feedback` to the word `sum`; in between, where the accumulator is
/// separate, the word `addend` is not named: its bits are those of the heap.
HeapDatapath one_word_datapath(const DesignSpec& spec);

/// x_i, w_i, `feedback` and `feedback_carry` to `sum` and `carry`; the addition is that of
/// `sum_word` and `carry_word` to `added`.
HeapDatapath two_word_datapath(const DesignSpec& spec);

/// Bits of `sum`: with saturation one more than the accumulator's; below a lazy upper part one more
/// than the lower part's, or two where products are signed: what is carried, as a signed number.
verilog::Expression width_of_sum(const DesignSpec& spec);

}  // namespace pann::generator
