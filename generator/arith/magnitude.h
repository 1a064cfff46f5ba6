#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `sign_magnitude`, parameters WWidth, WSigned: |w_i| on WWidth bits without a sign (the most
/// negative w has a magnitude too) and whether w_i is negative. The inversion is conditional and
/// its +1 the carry-in of a ripple adder.
verilog::Module magnitude(const DesignSpec& spec);

/// An instance `u_magnitude` that drives the nets `magnitude` and `is_negative`.
verilog::Instance magnitude_instance();

/// Counts the words of that instance, w and what comes of it, as `control`; the magnitude itself
/// only where nobody else counts it.
void count_magnitude(ElementGroups& groups, const DesignSpec& spec, bool counts_result);

}  // namespace pann::generator
