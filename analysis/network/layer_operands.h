#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/network/inference.h"
#include "analysis/network/network.h"
#include "tb/stimulus/operands.h"

namespace pann::analysis {

/// The quantizer of a layer's activations for one sample.
using SampleQuantizer = std::function<UniformQuantizer(std::size_t sample)>;

/// Appends `rows` dot products of a layer, a stream each, in the order in which a serial MAC meets
/// them: its outputs spread over all samples, positions and channels. `inputs` has the layer's
/// real-valued input for each sample. Where an operation of `streams` has several lanes, a stream
/// has so many positions of its channel side by side, each behind the one before, in the next
/// sample's first one after the last.
void append_dot_products(const Layer& layer, const QuantizedLayer& quantized,
                         const std::vector<const Tensor*>& inputs, std::size_t rows,
                         const SampleQuantizer& quantizer, tb::OperandStreams& streams);

/// Ends a stream where elements were appended; one without any is none.
void end_stream(tb::OperandStreams& streams);

/// How many dot products of each layer with MACs are taken so that about `elements` elements come
/// together, every layer with the share that it has of the network's multiply-accumulates; at least
/// one of each.
std::vector<std::size_t> rows_by_macs(const Network& network, std::size_t elements);

/// Operands of a quantized network as it runs on the samples: `rows` dot products of each layer
/// with MACs, in their order.
tb::OperandStreams operands_of(const Network& network, const std::vector<QuantizedLayer>& layers,
                               const Dataset& samples, const std::vector<std::size_t>& rows);

/// Two's complement bits that hold every value from -magnitude to magnitude.
int signed_bits(std::uint64_t magnitude);

/// The elements whose weight has that sign, with the weights' magnitudes.
tb::OperandStreams elements_of_sign(const tb::OperandStreams& operands, bool positive);

/// Mean |value| of two's complement words.
double mean_magnitude(const std::vector<tb::OperandBits>& words);

/// Two's complement bits that hold every weight, at least as many as a unit has.
int weight_bits(const tb::OperandStreams& operands);

/// The largest sum of magnitudes of a stream: no partial sum of either sign can be larger.
std::uint64_t largest_sum(const tb::OperandStreams& operands);

}  // namespace pann::analysis
