#pragma once

#include <vector>

#include "analysis/main_job/unit_jobs.h"

namespace pann::analysis {

/// How arrays are built.
struct ArrayChoice {
  int lanes = 32;   ///< Of each position of a pann_array.
  int window = 16;  ///< Words of x that it holds where it fetches by index.
  /// Flip-flops behind a clock gate of the library; 0: it has none, and no window is built.
  int gate_fanout = 16;
};

/// Arrays that work on several positions of a channel with the same weights, what `pann run --units
/// all` sets beside single units: a mac_array of one column, a row a position, whose MACs are one
/// bit heap and whose registers hand the operands on, on the operands of the budget and on PANN's
/// integers, elements with w = 0 left out; and pann_array, which adds the bits of |w|, its lanes'
/// x from outside or from windows within. None where the network has no positions (files).
std::vector<UnitJob> array_unit_jobs(const NetworkOperands& operands, const ArrayChoice& choice);

}  // namespace pann::analysis
