#include "analysis/network/layer_operands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "analysis/network/patches.h"
#include "generator/design_spec.h"

namespace pann::analysis {

using tb::OperandBits;
using tb::OperandStreams;

namespace {

/// |value| of the two's complement value of a word.
std::uint64_t magnitude_of(OperandBits bits) {
  return static_cast<std::int64_t>(bits) < 0 ? ~bits + 1 : bits;
}

/// Index number `k` of a sequence that spreads over [0, total): multiples of the golden ratio,
/// modulo 1, scaled.
std::size_t spread_index(std::size_t k, std::size_t total) {
  constexpr std::uint64_t kGoldenRatio = 0x9e3779b97f4a7c15ULL;
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>(static_cast<Wide>(k * kGoldenRatio) * total >> 64U);
}

/// One dot product of a layer: sample, output row, column and channel.
struct OutputPlace {
  std::size_t sample = 0;
  std::size_t row = 0;
  std::size_t column = 0;
  std::size_t channel = 0;
};

/// The position behind `place`, of the same channel.
OutputPlace next_position(const Layer& layer, std::size_t samples, OutputPlace place) {
  if (++place.column < layer.out.width) return place;
  place.column = 0;
  if (++place.row < layer.out.height) return place;
  place.row = 0;
  place.sample = (place.sample + 1) % samples;
  return place;
}

/// Outputs spread over all samples and positions, in the order in which a serial MAC meets them.
std::vector<OutputPlace> sampled_outputs(const Layer& layer, std::size_t samples,
                                         std::size_t rows) {
  const std::size_t outputs = layer.out.size();
  std::vector<std::size_t> indices;
  for (std::size_t k = 0; k < rows; ++k) indices.push_back(spread_index(k, samples * outputs));
  std::sort(indices.begin(), indices.end());
  std::vector<OutputPlace> places;
  for (const std::size_t index : indices) {
    const std::size_t output = index % outputs;
    const std::size_t pixel = output / layer.out.channels;
    places.push_back({index / outputs, pixel / layer.out.width, pixel % layer.out.width,
                      output % layer.out.channels});
  }
  return places;
}

}  // namespace

void end_stream(OperandStreams& streams) {
  if (streams.first.empty()) streams.first.push_back(0);
  const std::size_t operations = streams.x.size() / streams.lanes;
  if (operations > streams.first.back()) streams.first.push_back(operations);
}

int signed_bits(std::uint64_t magnitude) {
  int bits = 1;
  while (magnitude >> static_cast<unsigned>(bits - 1) != 0) ++bits;
  return bits;
}

std::uint64_t largest_sum(const OperandStreams& operands) {
  std::uint64_t largest = 0;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    for (std::size_t lane = 0; lane < operands.lanes; ++lane) {
      std::uint64_t sum = 0;
      for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
        const std::size_t word = i * operands.lanes + lane;
        sum += operands.x[word] * magnitude_of(operands.w[word]);
      }
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

OperandStreams elements_of_sign(const OperandStreams& operands, bool positive) {
  OperandStreams pass;
  pass.origin = fmt::format("{}, {} weights", operands.origin, positive ? "positive" : "negative");
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
      const auto w = static_cast<std::int64_t>(operands.w[i]);
      if (positive ? w <= 0 : w >= 0) continue;
      pass.x.push_back(operands.x[i]);
      pass.w.push_back(static_cast<OperandBits>(positive ? w : -w));
    }
    end_stream(pass);
  }
  return pass;
}

double mean_magnitude(const std::vector<OperandBits>& words) {
  std::uint64_t sum = 0;
  for (const OperandBits w : words) sum += magnitude_of(w);
  return static_cast<double>(sum) / static_cast<double>(words.size());
}

int weight_bits(const OperandStreams& operands) {
  std::uint64_t largest = 0;
  for (const OperandBits w : operands.w) largest = std::max(largest, magnitude_of(w));
  return std::max(generator::kMinimumWidth, signed_bits(largest));
}

void append_dot_products(const Layer& layer, const QuantizedLayer& quantized,
                         const std::vector<const Tensor*>& inputs, std::size_t rows,
                         const SampleQuantizer& quantizer, OperandStreams& streams) {
  const std::size_t length = layer.dot_length();
  Tensor patch(length);
  for (OutputPlace place : sampled_outputs(layer, inputs.size(), rows)) {
    const std::size_t first = streams.x.size();
    streams.x.resize(first + length * streams.lanes);
    for (std::size_t lane = 0; lane < streams.lanes; ++lane) {
      const UniformQuantizer activations = quantizer(place.sample);
      copy_patch(layer, inputs[place.sample]->data(), place.row, place.column, place.channel, 0.0,
                 patch.data());
      for (std::size_t i = 0; i < length; ++i) {
        streams.x[first + i * streams.lanes + lane] =
            static_cast<OperandBits>(activations.code(patch[i]));
      }
      place = next_position(layer, inputs.size(), place);
    }
    for (const std::int32_t w : dot_weights(layer, quantized.weight_codes, place.channel)) {
      streams.w.insert(streams.w.end(), streams.lanes, static_cast<OperandBits>(std::int64_t{w}));
    }
    end_stream(streams);
  }
}

std::vector<std::size_t> rows_by_macs(const Network& network, std::size_t elements) {
  std::vector<std::size_t> rows;
  const auto all = static_cast<double>(network.macs());
  for (const std::size_t index : network.mac_layers()) {
    const Layer& layer = network.layers[index];
    const double share = static_cast<double>(layer.dot_products()) / all;
    const auto taken = static_cast<std::size_t>(std::lround(share * static_cast<double>(elements)));
    rows.push_back(std::max<std::size_t>(taken, 1));
  }
  return rows;
}

OperandStreams operands_of(const Network& network, const std::vector<QuantizedLayer>& layers,
                           const Dataset& samples, const std::vector<std::size_t>& rows) {
  const Inference inference(network, layers);
  std::vector<std::vector<Tensor>> inputs(samples.samples());
  for (std::size_t sample = 0; sample < samples.samples(); ++sample) {
    inference.run(samples.sample(sample), [&](std::size_t, const Tensor& input, const Tensor&) {
      inputs[sample].push_back(input);
    });
  }
  OperandStreams streams;
  streams.origin = network.name;
  const std::vector<std::size_t> indices = network.mac_layers();
  for (std::size_t position = 0; position < indices.size(); ++position) {
    std::vector<const Tensor*> of_layer;
    for (const std::vector<Tensor>& sample : inputs) of_layer.push_back(&sample[position]);
    append_dot_products(
        network.layers[indices[position]], layers[position], of_layer, rows[position],
        [&](std::size_t sample) { return inference.quantizer(position, *of_layer[sample]); },
        streams);
  }
  return streams;
}

}  // namespace pann::analysis
