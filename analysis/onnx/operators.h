#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/onnx/model.h"

namespace pann::analysis {

/// Oldest and newest operator sets that are read.
inline constexpr std::int64_t kOldestOpset = 9;
inline constexpr std::int64_t kNewestOpset = 17;

/// The operators that are read, in the order of the alphabet.
std::vector<std::string_view> onnx_operators();

/// Refuses what a network cannot be made of, all at once: an operator set that is too old or too
/// new ("onnx.opset"), operators that are not known ("onnx.operator", one fault a kind with the
/// names of its nodes), attributes that are not, or not with that value ("onnx.attribute"). Nodes
/// of which nothing comes out that the graph's output needs may be anything; `live` tells the
/// others.
void require_operators(const OnnxModel& model, const std::vector<bool>& live);

/// "node 'conv1' (Conv)"; nodes without a name go by their first output.
std::string title_of(const OnnxNode& node);

/// Attributes with their defaults. Types are those that require_operators() has seen to.
std::int64_t integer_of(const OnnxNode& node, const char* name, std::int64_t otherwise);
double real_of(const OnnxNode& node, const char* name, double otherwise);
std::string text_of(const OnnxNode& node, const char* name, const char* otherwise);
std::vector<std::int64_t> integers_of(const OnnxNode& node, const char* name,
                                      const std::vector<std::int64_t>& otherwise);

}  // namespace pann::analysis
