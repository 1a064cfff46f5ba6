#pragma once

#include <optional>

#include "generator/verilog/module.h"

namespace pann::generator {

/// The upper part of an accumulator as a counter of what the lower one carries: 0 or 1, or with a
/// sign -1, 0 or 1.
struct LazyPart {
  int bits = 0;
  verilog::Expression feedback;  ///< What it counts from, `bits` wide.
  verilog::Expression carried;   ///< Whether anything is carried.
  std::optional<verilog::Expression> sign{};
};

/// Adds to `module` the nets `high` (the feedback) and `high_sum` and the counter between them in a
/// block a bit, `g_high0` and so on: bit i changes where it is counted up and all below are ones,
/// or counted down and all below are zeros. That rests while nothing is carried.
void add_lazy_counter(verilog::Module& module, const LazyPart& lazy);

}  // namespace pann::generator
