#pragma once

#include "analysis/onnx/graph_builder.h"

namespace pann::analysis {

/// The layers of Conv (groups of one channel each as depthwise layers), Gemm and MatMul; weights
/// are put into the order of networks: channels last.
void conv_node(GraphBuilder& graph, const OnnxNode& node);
void gemm_node(GraphBuilder& graph, const OnnxNode& node);
void matmul_node(GraphBuilder& graph, const OnnxNode& node);

/// Add of a stored tensor: goes into the bias of the layer before it, and is refused where there is
/// none.
void add_bias(GraphBuilder& graph, const OnnxNode& node);

/// BatchNormalization as it is in inference: folded into the layer before it, else a depthwise
/// layer with a window of one value.
void batch_normalization_node(GraphBuilder& graph, const OnnxNode& node);

}  // namespace pann::analysis
