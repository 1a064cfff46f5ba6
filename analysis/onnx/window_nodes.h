#pragma once

#include "analysis/onnx/graph_builder.h"

namespace pann::analysis {

/// The window of a convolution's or a pooling's node over `in`: strides, dilations, padding a side
/// or by auto_pad, and that of a Pad in front of it. Throws "onnx.graph" for other than two
/// dimensions and for negative padding.
Window window_of(const GraphBuilder& graph, const OnnxNode& node, std::size_t height,
                 std::size_t width, const GraphValue& in);

/// Zeros around an image.
void pad_node(GraphBuilder& graph, const OnnxNode& node);

/// The layers of MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool and ReduceMean over rows
/// and columns. Where ceil_mode makes another row, padding at the end makes it, too.
void max_pool_node(GraphBuilder& graph, const OnnxNode& node);
void average_pool_node(GraphBuilder& graph, const OnnxNode& node);
void global_average_pool_node(GraphBuilder& graph, const OnnxNode& node);
void global_max_pool_node(GraphBuilder& graph, const OnnxNode& node);
void reduce_mean_node(GraphBuilder& graph, const OnnxNode& node);

}  // namespace pann::analysis
