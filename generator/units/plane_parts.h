#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// What pann_dot and pann_array have in common: the lanes' tree, the accumulator, and the sign that
/// says whether it holds the sum or its complement (pann_dot.h).

/// "signed digits", "a sign and the bits of |w|": what the lanes take a weight for, in a sentence
/// on all lanes and where they lie in `word`.
std::string lanes_purpose(const DesignSpec& spec, const std::string& word);

/// What negative_i, clear_i and rst_ni mean for the word `sum`.
std::string sign_purpose(const DesignSpec& spec, const std::string& sum);

std::string lanes_source(const DesignSpec& spec);

/// "4u_lanes_3_2_1_acc20", what lanes take a weight for before it where that is no signed digit.
std::string lanes_name(const DesignSpec& spec);

/// The sign of the cycle before, and `complement`: whether the sum is complemented for this one.
void add_sign(verilog::Module& module);

/// The word `lane_sum`, what the lanes' words in `words` sum up to.
void add_lane_tree(verilog::Module& module, const DesignSpec& spec, const std::string& words);

/// acc_o: the low part of the accumulator, which adds `lane_sum`, and the high part, which counts
/// its carries. `complement`: the net that complements both for this cycle.
void add_accumulator(verilog::Module& module, const DesignSpec& spec,
                     const std::string& complement);

}  // namespace pann::generator
