#pragma once

#include "analysis/network/network.h"
#include "analysis/onnx/model.h"

namespace pann::analysis {

/// The network that an ONNX graph describes: one input and one output; channels last, batch
/// normalization folded into weights and bias (where there are none before it, a depthwise layer),
/// activations with the layer before them. `folder` is left empty.
///
/// Throws Failure(user_error): what require_operators() throws, and "onnx.graph" with the node
/// where the graph is none, cannot be followed (a value that nothing makes, a cycle) or asks for
/// what networks cannot be.
Network import_network(const OnnxModel& model);

}  // namespace pann::analysis
