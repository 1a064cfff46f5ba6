#pragma once

#include <span>
#include <string>

#include "generator/arith/heap_products.h"
#include "generator/arith/multiplier.h"
#include "generator/design_spec.h"

namespace pann::generator {

/// A multiplier is three choices, each from a table of builders: what the partial products are, how
/// they are reduced, what adds the last two rows. The paper's structures are the choices (booth4,
/// rows, ripple), (booth2, rows, ripple) and (and, rows, ripple) with widths that are parameters.
struct Structure {
  PartialProducts products = PartialProducts::and_array;
  Reduction reduction = Reduction::rows;
  FinalAdder adder = FinalAdder::ripple;
  /// Whether bits fall into columns that are counted out here, for one pair of widths; else the
  /// rows stand in a Verilog loop, which only Reduction::rows can.
  bool has_fixed_widths = false;
};

Structure structure_of(const DesignSpec& spec);

/// One choice of partial products, in the two forms.
struct ProductBuilder {
  PartialProducts products;
  RowStructure (*rows)(const OperandNames& multiplicand, const OperandNames& recoded);
  ProductItems (*fall)(Heap& heap, const HeapOperand& x, const HeapOperand& w,
                       const std::string& tag, int first_row);
};
const ProductBuilder& product_builder(PartialProducts products);

struct ReductionBuilder {
  Reduction reduction;
  /// Leaves two bits a column at most, or one where `to_one` asks for it and the reduction can.
  void (*reduce)(Heap& heap, bool to_one);
};
const ReductionBuilder& reduction_builder(Reduction reduction);

struct AdderBuilder {
  FinalAdder adder;
  void (*add)(Heap& heap);
};
const AdderBuilder& adder_builder(FinalAdder adder);

}  // namespace pann::generator
