#include "analysis/network/layer_products.h"

#include <algorithm>
#include <cassert>

#include "analysis/network/patches.h"

namespace pann::analysis {

namespace {

constexpr std::size_t kBlock = 64;  ///< Output positions gathered at once.

/// Calls `action(first, count, patches)` for blocks of output positions, the inputs of output
/// `channel` and of those in its group gathered, a row of `stride` values each.
template <class Value, class Action>
void for_blocks(const Layer& layer, const Value* input, std::size_t channel, Value outside,
                std::size_t stride, Action action) {
  const std::size_t positions = layer.out.height * layer.out.width;
  std::vector<Value> patches(std::min(kBlock, positions) * stride, Value{0});
  for (std::size_t first = 0; first < positions; first += kBlock) {
    const std::size_t count = std::min(kBlock, positions - first);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t position = first + i;
      copy_patch(layer, input, position / layer.out.width, position % layer.out.width, channel,
                 outside, patches.data() + i * stride);
    }
    action(first, count, patches.data());
  }
}

/// One filter a channel: sums of all channels side by side.
template <class Value, class Weight>
void depthwise(const Layer& layer, const Value* input, Value outside,
               const std::vector<Weight>& weights, Tensor& sums) {
  const std::size_t channels = layer.in.channels;
  const auto height = static_cast<std::ptrdiff_t>(layer.in.height);
  const auto width = static_cast<std::ptrdiff_t>(layer.in.width);
  const std::vector<Value> padding(channels, outside);
  std::vector<Weight> totals(channels);
  for (std::size_t position = 0; position < layer.out.height * layer.out.width; ++position) {
    const WindowPlace place =
        window_place(layer, position / layer.out.width, position % layer.out.width);
    std::fill(totals.begin(), totals.end(), Weight{0});
    for (std::size_t at = 0; at < layer.window.height * layer.window.width; ++at) {
      const std::size_t down = at / layer.window.width * layer.window.dilation_y;
      const std::size_t along = at % layer.window.width * layer.window.dilation_x;
      const auto y = place.top + static_cast<std::ptrdiff_t>(down);
      const auto x = place.left + static_cast<std::ptrdiff_t>(along);
      const bool inside = y >= 0 && y < height && x >= 0 && x < width;
      const Value* values =
          inside ? input + static_cast<std::size_t>(y * width + x) * channels : padding.data();
      const Weight* row = weights.data() + at * channels;
      for (std::size_t c = 0; c < channels; ++c) totals[c] += row[c] * Weight{values[c]};
    }
    std::copy(totals.begin(), totals.end(),
              sums.begin() + static_cast<std::ptrdiff_t>(position * channels));
  }
}

/// The weights of each group as a matrix of its own.
template <class Matrix, class Weight>
std::vector<Matrix> group_matrices(const Layer& layer, const std::vector<Weight>& weights) {
  const std::size_t outputs = layer.out.channels / layer.groups;
  std::vector<Matrix> matrices;
  for (std::size_t group = 0; group < layer.groups; ++group) {
    matrices.emplace_back(weights.data() + group * outputs * layer.dot_length(), layer.dot_length(),
                          outputs);
  }
  return matrices;
}

/// Puts the sums of a block, `stride` apart, to their positions and channels.
template <class Sum>
void scatter(const Sum* block, std::size_t stride, std::size_t count, std::size_t outputs,
             double* sums, std::size_t channels) {
  for (std::size_t i = 0; i < count; ++i) {
    std::copy_n(block + i * stride, outputs, sums + i * channels);
  }
}

/// Whether every dot product of the layer fits 32-bit sums.
bool all_fit(const Layer& layer, const std::vector<std::int32_t>& weights, std::int64_t highest) {
  for (std::size_t channel = 0; channel < layer.out.channels; ++channel) {
    if (!fits_integer_product(dot_weights(layer, weights, channel), highest)) return false;
  }
  return true;
}

}  // namespace

LayerProducts::LayerProducts(const Layer& layer, const std::vector<double>& weights)
    : layer_(&layer) {
  if (layer.type == LayerType::depthwise_conv2d) {
    depthwise_ = weights;
  } else {
    reals_ = group_matrices<RightMatrix>(layer, weights);
  }
}

LayerProducts::LayerProducts(const Layer& layer, const std::vector<std::int32_t>& weights,
                             std::int64_t highest)
    : layer_(&layer), narrow_(all_fit(layer, weights, highest)) {
  if (!narrow_) {
    *this = LayerProducts(layer, std::vector<double>(weights.begin(), weights.end()));
  } else if (layer.type == LayerType::depthwise_conv2d) {
    depthwise_integers_ = weights;
  } else {
    integers_ = group_matrices<IntegerMatrix>(layer, weights);
  }
}

void LayerProducts::compute(const Tensor& input, double outside, Tensor& sums) const {
  assert(!narrow_);
  if (reals_.empty()) {
    depthwise(*layer_, input.data(), outside, depthwise_, sums);
    return;
  }
  const std::size_t channels = layer_->out.channels;
  const std::size_t outputs = channels / reals_.size();
  std::vector<double> block(reals_.size() == 1 ? 0 : kBlock * outputs);
  for (std::size_t group = 0; group < reals_.size(); ++group) {
    const std::size_t channel = group * outputs;
    for_blocks(*layer_, input.data(), channel, outside, layer_->dot_length(),
               [&](std::size_t first, std::size_t count, const double* patches) {
                 double* const target = sums.data() + first * channels + channel;
                 if (block.empty()) {
                   multiply(patches, count, reals_[group], target);
                   return;
                 }
                 multiply(patches, count, reals_[group], block.data());
                 scatter(block.data(), outputs, count, outputs, target, channels);
               });
  }
}

void LayerProducts::compute(const std::vector<std::int16_t>& codes, std::int16_t outside,
                            Tensor& sums) const {
  assert(narrow_);
  if (integers_.empty()) {
    depthwise(*layer_, codes.data(), outside, depthwise_integers_, sums);
    return;
  }
  const std::size_t channels = layer_->out.channels;
  const std::size_t outputs = channels / integers_.size();
  std::vector<std::int32_t> block(kBlock * integers_.front().stride());
  for (std::size_t group = 0; group < integers_.size(); ++group) {
    const IntegerMatrix& matrix = integers_[group];
    const std::size_t channel = group * outputs;
    for_blocks(*layer_, codes.data(), channel, outside, matrix.padded_rows(),
               [&](std::size_t first, std::size_t count, const std::int16_t* patches) {
                 multiply(patches, count, matrix, block.data());
                 scatter(block.data(), matrix.stride(), count, outputs,
                         sums.data() + first * channels + channel, channels);
               });
  }
}

}  // namespace pann::analysis
