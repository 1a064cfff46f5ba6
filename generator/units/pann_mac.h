#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `pann_mac_external[_bias]` or `pann_mac_local[_bias]` (Eqs. 10 to 12): no multiplier; x is added
/// |w| times into the positive or the negative accumulator (split_accumulators.h). `external`: the
/// environment counts and gives en_i and negative_i; `local`: a down-counter in the unit, w_i and
/// start_i in, ready_o out in the last cycle of an element.
verilog::Module pann_mac(const DesignSpec& spec);
std::string pann_mac_name(const DesignSpec& spec);

}  // namespace pann::generator
