#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/network/integer_product.h"
#include "analysis/network/matrix_product.h"
#include "analysis/network/network.h"

namespace pann::analysis {

/// A tensor's values, height x width x channel.
using Tensor = std::vector<double>;

/// The dot products of one layer with weights, as often as asked. Inputs are gathered a block of
/// output positions at a time: memory does not grow with the layer.
class LayerProducts {
 public:
  /// Real weights in the order of the file.
  LayerProducts(const Layer& layer, const std::vector<double>& weights);

  /// Integer weights in the order of the file, for codes from 0 to `highest`.
  LayerProducts(const Layer& layer, const std::vector<std::int32_t>& weights, std::int64_t highest);

  /// Whether sums are formed in 32-bit integers: the range of codes and weights proves them exact.
  /// Otherwise they are formed in floating point, exact below 2^53.
  bool narrow() const { return narrow_; }

  /// The sums of all dot products, without bias, `outside` standing for zero where a window
  /// overhangs. The first needs real weights or !narrow(), the second narrow().
  void compute(const Tensor& input, double outside, Tensor& sums) const;
  void compute(const std::vector<std::int16_t>& codes, std::int16_t outside, Tensor& sums) const;

 private:
  const Layer* layer_;
  bool narrow_ = false;
  std::vector<RightMatrix> reals_;  ///< One a group.
  std::vector<IntegerMatrix> integers_;
  std::vector<double> depthwise_;  ///< In the order of the file.
  std::vector<std::int32_t> depthwise_integers_;
};

}  // namespace pann::analysis
