#pragma once

#include <vector>

#include "analysis/reproduce/build.h"
#include "tb/stimulus/synthetic.h"

namespace pann::analysis {

/// Which operand of a multiplier takes the narrower numbers.
enum class NarrowPort {
  recoded,      ///< w, whose bits select the rows.
  multiplicand  ///< x, the word that the rows add.
};

std::string_view name(NarrowPort port);

/// A wide-by-wide multiplier, signed hardware, one of whose operands is drawn from the range of
/// `narrow` bits: [-2^(n-1), 2^(n-1)), or [0, 2^(n-1)) where `range` is nonnegative.
struct MixedWidths {
  generator::Architecture multiplier = generator::Architecture::booth4;
  int wide = kWidestBits;
  int narrow = kWidestBits;
  NarrowPort port = NarrowPort::recoded;
  tb::Range range = tb::Range::signed_range;
};

generator::DesignSpec spec_of(const MixedWidths& widths);

/// `base` with the ranges of both operands set.
tb::StimulusSpec stimulus_of(const MixedWidths& widths, tb::StimulusSpec base);

}  // namespace pann::analysis
