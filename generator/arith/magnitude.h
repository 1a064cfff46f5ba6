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

/// Patterns of the words in it: w and what comes of it. `prefix` as in multiplier_elements.
std::vector<std::string> magnitude_patterns(const DesignSpec& spec, const std::string& prefix);

}  // namespace pann::generator
