#include "analysis/reproduce/mixed_widths.h"

namespace pann::analysis {

namespace {

tb::OperandRange range_of(int bits, tb::Range range) {
  const tb::WideInteger half = tb::WideInteger{1} << (bits - 1);
  return {range == tb::Range::nonnegative ? 0 : -half, half - 1};
}

}  // namespace

std::string_view name(NarrowPort port) {
  return port == NarrowPort::recoded ? "recoded operand" : "multiplicand";
}

generator::DesignSpec spec_of(const MixedWidths& widths) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::multiplier;
  spec.multiplier = widths.multiplier;
  spec.x_width = widths.wide;
  spec.w_width = widths.wide;
  return spec;
}

tb::StimulusSpec stimulus_of(const MixedWidths& widths, tb::StimulusSpec base) {
  const tb::OperandRange wide = range_of(widths.wide, widths.range);
  const tb::OperandRange narrow = range_of(widths.narrow, widths.range);
  const bool is_recoded = widths.port == NarrowPort::recoded;
  base.x_range = is_recoded ? wide : narrow;
  base.w_range = is_recoded ? narrow : wide;
  return base;
}

}  // namespace pann::analysis
