#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "analysis/network/matrix_product.h"
#include "analysis/network/network.h"
#include "analysis/quantizer.h"

namespace pann::analysis {

/// A tensor's values, height x width x channel.
using Tensor = std::vector<double>;

/// The dot products of one layer with weights, as often as asked.
class LayerProducts {
 public:
  /// `weights` in the order of the file: the layer's own, or integers that replace them.
  LayerProducts(const Layer& layer, const std::vector<double>& weights);

  /// The sums of all dot products, without bias; exact for integers (below 2^53).
  void compute(const Tensor& input, Tensor& sums) const;

 private:
  const Layer* layer_;
  std::vector<RightMatrix> matrices_;  ///< One; depthwise: one a channel.
};

/// Integer form of one layer: codes of activations and weights, Eq. (9).
struct QuantizedLayer {
  UniformQuantizer activations;  ///< Without offset.
  double weight_step = 1.0;
  std::vector<double> weight_codes;  ///< Whole numbers, in the order of the file.
};

/// How a network is run. The network must outlive it.
class Inference {
 public:
  /// In floating point.
  explicit Inference(const Network& network);
  /// With integer dot products, one QuantizedLayer for each layer with MACs, in their order.
  Inference(const Network& network, std::vector<QuantizedLayer> layers);

  /// Called with each layer with MACs (its index in the network) and the real-valued input.
  using InputObserver = std::function<void(std::size_t layer, const Tensor& input)>;

  /// The network's output for one sample of input.size() values.
  Tensor run(const double* sample, const InputObserver& observe = {}) const;

 private:
  void dot_products(std::size_t mac_index, const Layer& layer, const Tensor& input,
                    Tensor& output) const;

  const Network* network_;
  std::vector<QuantizedLayer> quantized_;
  std::vector<LayerProducts> products_;
};

/// Share of the samples whose largest output is their label, in [0, 1]. Samples run in parallel;
/// the result does not depend on it.
double accuracy(const Inference& inference, const Dataset& dataset);

}  // namespace pann::analysis
