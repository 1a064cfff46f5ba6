#pragma once

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `pann_array`: dot products of several positions with the same weights (the paper's deployment: a
/// filter slides over an image), each on the lanes and the accumulator of a pann_dot; what tells
/// them what to do is there once.
///
///     negative_i, clear_i -> [ sign ] ---+------------+-----------+
///     x_index_i -> [ decoder ] -- select +------------+-----------+
///                                        |            |           |
///     load_i, x_i ----------------> [position 0] [position 1] [position 2]  -> acc_o
///
/// With Fetch::index each position has a window of words in registers behind clock gates, which
/// load_i fills from x_i, and each lane adds the word that its index names, or zero. The indices
/// follow from the weights alone, so that they are decoded once for all positions. The words that
/// are loaded are there from the next cycle on; the last ones may still be added in this.

/// What is there for each position: `pann_position_...`.
verilog::Module pann_position(const DesignSpec& spec);

/// `position`: its module.
verilog::Module pann_array(const DesignSpec& spec, const verilog::Module& position);

}  // namespace pann::generator
