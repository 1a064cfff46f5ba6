#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/network/network.h"
#include "analysis/onnx/model.h"

namespace pann::analysis {

/// A value that the graph computes, as a tensor of the network.
struct GraphValue {
  std::size_t tensor = 0;  ///< 0: the network's input; i + 1: layer i's output.
  TensorShape shape{};
  bool flat = false;  ///< Samples and features; otherwise samples, channels, rows, columns.
  /// Of a flat value: ONNX's index of each of our features (ONNX has channels first when it
  /// flattens); empty: the same.
  std::vector<std::uint32_t> order{};
  bool sole = true;  ///< One node alone uses it.
  /// Zeros around an image that a layer behind it has to see: top, left, bottom, right.
  std::array<std::size_t, 4> padding{};
};

/// A network in the making, and what the graph's names stand for.
class GraphBuilder {
 public:
  /// `live` as in require_operators().
  GraphBuilder(const OnnxModel& model, const std::vector<bool>& live);

  const OnnxModel& model() const { return model_; }
  bool has_input(const OnnxNode& node, std::size_t index) const;
  /// Input `index` of a node. Throws "onnx.graph" where it is not computed, or is a stored tensor.
  const GraphValue& value(const OnnxNode& node, std::size_t index) const;
  /// The same with zeros around it, where a layer can take them.
  const GraphValue& padded_image(const OnnxNode& node, std::size_t index) const;
  /// As value(), of samples, channels, rows and columns.
  const GraphValue& image(const OnnxNode& node, std::size_t index) const;
  /// As value(), of samples and features.
  const GraphValue& features(const OnnxNode& node, std::size_t index) const;
  /// A stored tensor. Throws where the input is computed.
  const OnnxTensor& constant(const OnnxNode& node, std::size_t index) const;
  /// A stored tensor of real numbers or of whole ones.
  const std::vector<double>& reals(const OnnxNode& node, std::size_t index) const;
  const std::vector<std::int64_t>& integers(const OnnxNode& node, std::size_t index) const;
  bool is_constant(const OnnxNode& node, std::size_t index) const;

  /// The node's output is a stored tensor.
  void store(const OnnxNode& node, OnnxTensor tensor);
  /// The node's output is its input number 0.
  void pass_on(const OnnxNode& node);
  /// The node's output is a tensor that is there already, seen otherwise.
  void alias(const OnnxNode& node, const GraphValue& input, bool flat,
             std::vector<std::uint32_t> order);
  /// The node's output is its input number 0 with zeros around it.
  void pad(const OnnxNode& node, const std::array<std::size_t, 4>& padding);
  /// The node's output is what a new layer makes; `layer` lacks its name.
  void append(const OnnxNode& node, Layer layer, bool flat, std::vector<std::uint32_t> order = {});
  /// The layer that makes the value, where nothing else sees its output: what is made of it may go
  /// into the layer; nothing otherwise.
  Layer* sole_layer(const GraphValue& value);
  /// What the layer that makes the value ends with.
  Activation activation_of(const GraphValue& value) const;

  /// Samples that the graph takes at once; 1 where that is not fixed.
  std::int64_t batch() const { return batch_; }
  Network finish();

  [[noreturn]] void fail(const OnnxNode& node, const std::string& message,
                         const std::string& hint = {}) const;

 private:
  const GraphValue& any_value(const OnnxNode& node, std::size_t index) const;
  void read_input();
  void count_uses(const std::vector<bool>& live);
  [[noreturn]] void fail_unknown(const OnnxNode& node, const std::string& name) const;
  const std::string& output_of(const OnnxNode& node);
  std::string layer_name(const OnnxNode& node);

  const OnnxModel& model_;
  Network network_;
  std::int64_t batch_ = 1;
  std::map<std::string, GraphValue> values_;
  std::map<std::string, const OnnxTensor*> constants_;
  std::deque<OnnxTensor> stored_;
  std::map<std::string, std::size_t> uses_;
  std::set<std::string> layer_names_{"input"};
};

}  // namespace pann::analysis
