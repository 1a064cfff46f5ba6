#include "generator/arith/structure.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace pann::generator {

namespace {

struct NamedStructure {
  Architecture architecture;
  Structure structure;
};

constexpr std::array<NamedStructure, 3> kPaperStructures{
    {{Architecture::booth4, {.products = PartialProducts::booth4}},
     {Architecture::booth2, {.products = PartialProducts::booth2}},
     {Architecture::array, {.products = PartialProducts::and_array}}}};

constexpr std::array<ProductBuilder, 3> kProducts{
    {{PartialProducts::and_array, array_rows, drop_and_array},
     {PartialProducts::booth4, booth4_rows, drop_booth4},
     {PartialProducts::booth2, booth2_rows, drop_booth2}}};

constexpr std::array<ReductionBuilder, 5> kReductions{{{Reduction::arrival, reduce_by_arrival},
                                                       {Reduction::wallace, reduce_wallace},
                                                       {Reduction::dadda, reduce_dadda},
                                                       {Reduction::four_to_two, reduce_four_to_two},
                                                       {Reduction::rows, reduce_rows}}};

constexpr std::array<AdderBuilder, 5> kAdders{{{FinalAdder::ripple, add_ripple},
                                               {FinalAdder::carry_select, add_carry_select},
                                               {FinalAdder::brent_kung, add_brent_kung},
                                               {FinalAdder::sklansky, add_sklansky},
                                               {FinalAdder::kogge_stone, add_kogge_stone}}};

template <class Table, class Key>
const auto& entry(const Table& table, Key key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& one) { return key(one); });
  assert(found != table.end());
  return *found;
}

}  // namespace

Structure structure_of(const DesignSpec& spec) {
  for (const NamedStructure& one : kPaperStructures) {
    if (!has_heap(spec) && one.architecture == spec.multiplier) return one.structure;
  }
  return {spec.partial_products, spec.reduction, spec.final_adder, true};
}

const ProductBuilder& product_builder(PartialProducts products) {
  return entry(kProducts, [&](const ProductBuilder& one) { return one.products == products; });
}

const ReductionBuilder& reduction_builder(Reduction reduction) {
  return entry(kReductions,
               [&](const ReductionBuilder& one) { return one.reduction == reduction; });
}

const AdderBuilder& adder_builder(FinalAdder adder) {
  return entry(kAdders, [&](const AdderBuilder& one) { return one.adder == adder; });
}

}  // namespace pann::generator
