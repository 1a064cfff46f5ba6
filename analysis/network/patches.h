#pragma once

#include <cstddef>
#include <vector>

#include "analysis/network/network.h"

namespace pann::analysis {

/// Where a window stands over its input: rows and columns may lie outside (padding).
struct WindowPlace {
  std::ptrdiff_t top = 0;
  std::ptrdiff_t left = 0;
};

/// The place of the window for the output at (row, column); TensorFlow's padding: SAME adds
/// max((out - 1) stride + window - in, 0) rows, half of them, rounded down, before the first.
WindowPlace window_place(const Layer& layer, std::size_t row, std::size_t column);

/// The inputs of the dot product at output position (row, column), dot_length() values in the order
/// of the weights (height, width, channel), zeros where the window overhangs. A depthwise layer's
/// dot products have one input channel each, `channel`, which others ignore.
void copy_patch(const Layer& layer, const double* input, std::size_t row, std::size_t column,
                std::size_t channel, double* patch);

/// The weights of an output channel in the same order, dot_length() of them.
std::vector<double> dot_weights(const Layer& layer, const std::vector<double>& weights,
                                std::size_t channel);

}  // namespace pann::analysis
