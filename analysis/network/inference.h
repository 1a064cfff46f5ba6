#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/network/layer_products.h"
#include "analysis/network/network.h"
#include "analysis/quantizer.h"

namespace pann::analysis {

/// Integer form of one layer: codes of activations and weights, Eq. (9).
struct QuantizedLayer {
  /// Codes from 0; `offset` is a whole number, minus the code that stands for zero: 0 where inputs
  /// are never negative.
  UniformQuantizer activations;
  /// Step and offset from the smallest and the largest value of each sample's input, with the
  /// codes of `activations`.
  bool dynamic = false;
  std::vector<double> weight_steps{1.0};   ///< One, or one an output channel.
  std::vector<std::int32_t> weight_codes;  ///< In the order of the file.
  std::vector<double> bias;                ///< One an output channel; real, added at the end.

  double weight_step(std::size_t channel) const {
    return weight_steps.size() == 1 ? weight_steps.front() : weight_steps[channel];
  }
};

/// How a network is run. The network must outlive it.
class Inference {
 public:
  /// In floating point.
  explicit Inference(const Network& network);
  /// With integer dot products, one QuantizedLayer for each layer with MACs, in their order.
  Inference(const Network& network, std::vector<QuantizedLayer> layers);

  /// Called with each layer with MACs (its index in the network), its real-valued input and its
  /// output before activation.
  using Observer =
      std::function<void(std::size_t layer, const Tensor& input, const Tensor& output)>;

  /// The network's output for one sample of input.size() values. A tensor is dropped after its last
  /// use.
  Tensor run(const double* sample, const Observer& observe = {}) const;

  /// The output of layer `index` of the network for its inputs, before activation.
  Tensor run_layer(std::size_t index, const std::vector<const Tensor*>& inputs) const;

  /// Replaces the bias of a layer with MACs (position among them) of a quantized network.
  void set_bias(std::size_t position, std::vector<double> bias);

  /// The quantizer of a layer with MACs (position among them) for an input.
  UniformQuantizer quantizer(std::size_t position, const Tensor& input) const;

 private:
  void dot_products(std::size_t position, const Layer& layer, const Tensor& input,
                    Tensor& output) const;
  void coded_products(std::size_t position, const Layer& layer, const Tensor& input,
                      Tensor& output) const;

  const Network* network_;
  std::vector<std::size_t> last_uses_;
  std::vector<std::size_t> positions_;  ///< Among the layers with MACs, by index.
  std::vector<QuantizedLayer> quantized_;
  std::vector<std::vector<double>> weight_sums_;  ///< Of quantized layers, by output channel.
  std::vector<LayerProducts> products_;
};

/// Applies the layer's activation function.
void activate(const Layer& layer, Tensor& tensor);

/// The class of each sample: the largest output, of equals the first. Samples run in parallel; the
/// result does not depend on it.
std::vector<int> predictions(const Inference& inference, const Dataset& dataset);

/// Share of the samples whose class is their label, in [0, 1].
double share_right(const std::vector<int>& classes, const Dataset& dataset);

/// Share of the samples whose prediction is their label, in [0, 1].
double accuracy(const Inference& inference, const Dataset& dataset);

}  // namespace pann::analysis
