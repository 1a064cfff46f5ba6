#pragma once

#include <vector>

#include "generator/design_spec.h"

namespace pann::generator {

/// Kinds that take x.
const std::vector<Kind>& arithmetic_kinds();

/// Kinds that take w.
const std::vector<Kind>& weighted_kinds();

/// Kinds with a multiplier of a structure that is chosen.
const std::vector<Kind>& multiplying_kinds();

/// Kinds that may be a bit heap.
const std::vector<Kind>& heap_kinds();

/// Kinds whose registers have options.
const std::vector<Kind>& heap_sum_kinds();

/// Kinds whose accumulators may have clock gates.
const std::vector<Kind>& gated_kinds();

/// Those of gated_kinds(), and pann_array, whose windows have clock gates.
const std::vector<Kind>& fanout_kinds();

/// Kinds with an accumulator.
const std::vector<Kind>& accumulating_kinds();

/// Kinds that may take a bias.
const std::vector<Kind>& biased_kinds();

/// Kinds whose lanes add x times a power of two.
const std::vector<Kind>& lane_kinds();

}  // namespace pann::generator
