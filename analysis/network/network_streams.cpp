#include "analysis/network/network_streams.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/data_directory.h"
#include "analysis/mse.h"
#include "analysis/network/explore.h"
#include "analysis/network/layer_operands.h"
#include "analysis/network/quantization.h"
#include "analysis/paper_equations.h"
#include "analysis/quantizer.h"
#include "support/diagnostic.h"
#include "tb/stimulus/operand_files.h"

namespace pann::analysis {

namespace {

namespace fs = std::filesystem;
using generator::DesignSpec;
using generator::Kind;
using tb::OperandBits;
using tb::OperandStreams;

constexpr int kMinimumBits = 2;
constexpr int kMaximumBits = 16;

std::int64_t signed_value(OperandBits bits) {
  return static_cast<std::int64_t>(bits);
}

/// Fills in everything that follows from `mac` and `pann`.
void complete(NetworkOperands& operands) {
  operands.elements = operands.mac.operations();
  if (operands.elements == 0) {
    support::fail_input("network.empty",
                        fmt::format("'{}' has no multiply-accumulate to measure", operands.network),
                        "give a network with at least one layer of weights");
  }
  operands.positive = elements_of_sign(operands.mac, true);
  operands.negative = elements_of_sign(operands.mac, false);
  operands.additions_measured = mean_magnitude(operands.pann.w);
  operands.pann_w_bits = weight_bits(operands.pann);
  operands.accumulator_bits = signed_bits(
      std::max({largest_sum(operands.mac), largest_sum(operands.pann),
                largest_sum(operands.mac_positions), largest_sum(operands.pann_positions)}));
}

/// Which layers with MACs are asked for, as positions among them.
std::vector<std::size_t> chosen_layers(const Network& network,
                                       const std::vector<std::string>& asked) {
  const std::vector<std::size_t> indices = network.mac_layers();
  std::vector<std::size_t> chosen;
  std::vector<std::string> names;
  for (const std::size_t index : indices) names.push_back(network.layers[index].name);
  std::vector<support::Diagnostic> faults;
  for (const std::string& name : asked) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      faults.push_back(
          {"network.layer",
           fmt::format("--layer {}: '{}' has {}", name, network.name, fmt::join(names, ", ")), "",
           std::nullopt});
    } else {
      chosen.push_back(static_cast<std::size_t>(found - names.begin()));
    }
  }
  support::throw_if_any(std::move(faults));
  for (std::size_t i = 0; asked.empty() && i < indices.size(); ++i) chosen.push_back(i);
  return chosen;
}

/// Extracts dot products of a quantized network.
class StreamExtractor {
 public:
  /// What `inference` of the network sees on the samples.
  StreamExtractor(const Network& network, const Inference& inference, const Dataset& samples,
                  const NetworkStreamOptions& options)
      : network_(network),
        options_(options),
        chosen_(chosen_layers(network, options.layers)),
        inputs_(samples.samples()) {
    for (std::size_t sample = 0; sample < samples.samples(); ++sample) {
      inference.run(samples.sample(sample), [&](std::size_t, const Tensor& input, const Tensor&) {
        inputs_[sample].push_back(input);
      });
    }
  }

  /// `positions`: of a channel side by side in each operation.
  OperandStreams extract(const std::vector<QuantizedLayer>& layers,
                         std::size_t positions = 1) const {
    OperandStreams streams;
    streams.lanes = positions;
    streams.origin = options_.layers.empty()
                         ? network_.name
                         : fmt::format("{} of {}", fmt::join(options_.layers, ", "), network_.name);
    const std::vector<std::size_t> indices = network_.mac_layers();
    for (const std::size_t position : chosen_) {
      append(position, network_.layers[indices[position]], layers[position], streams);
    }
    return streams;
  }

 private:
  void append(std::size_t position, const Layer& layer, const QuantizedLayer& quantized,
              OperandStreams& streams) const {
    std::vector<const Tensor*> inputs;
    for (const std::vector<Tensor>& sample : inputs_) inputs.push_back(&sample[position]);
    append_dot_products(
        layer, quantized, inputs, options_.rows, [&](std::size_t) { return quantized.activations; },
        streams);
  }

  const Network& network_;
  const NetworkStreamOptions& options_;
  std::vector<std::size_t> chosen_;
  std::vector<std::vector<Tensor>> inputs_;  ///< Of each sample and layer with MACs.
};

/// Chooses bx~ and R of the budget.
void choose_width(const Network& network, Dataset validation, const Calibration& calibration,
                  WidthBy by, NetworkOperands& operands) {
  const WidthChoice predicted = best_activation_width(operands.budget);
  if (by == WidthBy::mse) {
    operands.activation_bits = predicted.activation_bits;
    operands.additions_planned = predicted.additions;
    operands.width_choice = "Eq. (19)";
    return;
  }
  const std::size_t samples = validation.samples();
  const ExploredBudget explored =
      explore_budget(network, {std::move(validation), {}, calibration}, operands.budget);
  const ExploreCandidate& chosen = explored.chosen();
  operands.activation_bits = chosen.activation_bits;
  operands.additions_planned = chosen.additions;
  operands.width_choice =
      fmt::format("Algorithm 1, {:.1f} % of {} validation samples right; Eq. (19) has {}",
                  100.0 * chosen.accuracy.validation, samples, predicted.activation_bits);
}

NetworkOperands from_folder(const fs::path& folder, const NetworkStreamOptions& options,
                            NetworkOperands operands) {
  const Network network = read_network(folder);
  require_macs(network);
  Dataset validation = read_dataset(network, Split::validation, {options.calibration_samples});
  const Calibration calibration = calibrate(network, validation);
  const Dataset samples = read_dataset(network, Split::test, {options.images});
  const StreamExtractor extractor(network, Inference(network), samples, options);
  choose_width(network, std::move(validation), calibration, options.width_by, operands);
  operands.network = network.name;
  operands.macs_per_inference = network.macs();
  const std::vector<QuantizedLayer> uniform =
      quantize(network, calibration, Arithmetic::uniform(options.bits, options.bits));
  const std::vector<QuantizedLayer> pann = quantize(
      network, calibration, Arithmetic::pann(operands.activation_bits, operands.additions_planned));
  operands.mac = extractor.extract(uniform);
  operands.pann = extractor.extract(pann);
  if (options.positions > 0) {
    operands.mac_positions = extractor.extract(uniform, options.positions);
    operands.pann_positions = extractor.extract(pann, options.positions);
  }
  complete(operands);
  return operands;
}

/// The weights of `streams` as numbers of additions, Eq. (12).
void quantize_weights(OperandStreams& streams, double additions) {
  std::vector<double> weights;
  weights.reserve(streams.w.size());
  for (const OperandBits w : streams.w) weights.push_back(static_cast<double>(signed_value(w)));
  const PannWeights quantized = quantize_pann(weights, additions);
  for (std::size_t i = 0; i < streams.w.size(); ++i)
    streams.w[i] = static_cast<OperandBits>(quantized.counts[i]);
}

void append_streams(OperandStreams& to, const OperandStreams& more) {
  for (std::size_t stream = 0; stream < more.streams(); ++stream) {
    for (std::size_t i = more.first[stream]; i < more.first[stream + 1]; ++i) {
      to.x.push_back(more.x[i]);
      to.w.push_back(more.w[i]);
    }
    end_stream(to);
  }
}

/// What PANN takes of a file: `L_wp` where it is there, else `L_w` quantized to the budget.
OperandStreams pann_operands(const fs::path& file, const NetworkStreamOptions& options,
                             DesignSpec spec, double additions) {
  const std::vector<std::string> counted = tb::layers_with_additions(file);
  OperandStreams streams;
  for (const std::string& layer :
       options.layers.empty() ? tb::operand_layers(file) : options.layers) {
    if (std::find(counted.begin(), counted.end(), layer) == counted.end()) {
      OperandStreams quantized = tb::read_operands(file, {layer}, spec, tb::WeightArrays::w);
      quantize_weights(quantized, additions);
      append_streams(streams, quantized);
    } else {
      DesignSpec pann = spec;
      pann.kind = Kind::pann_mac;
      pann.w_width = generator::kMaximumWidth;
      append_streams(streams, tb::read_operands(file, {layer}, pann, tb::WeightArrays::wp));
    }
  }
  return streams;
}

NetworkOperands from_file(const fs::path& file, const NetworkStreamOptions& options,
                          NetworkOperands operands) {
  DesignSpec spec;
  spec.x_width = spec.w_width = options.bits;
  spec.x_signed = false;
  operands.network = file.filename().string();
  operands.activation_bits = options.bits;
  operands.width_choice = "the file";
  operands.mac = tb::read_operands(file, options.layers, spec, tb::WeightArrays::w);
  operands.additions_planned = additions_at_budget(operands.budget, options.bits);
  operands.pann = pann_operands(file, options, spec, operands.additions_planned);
  operands.pann.origin = operands.mac.origin;
  complete(operands);
  return operands;
}

}  // namespace

std::optional<WidthBy> width_by_from_name(std::string_view name) {
  if (name == "accuracy") return WidthBy::accuracy;
  if (name == "mse") return WidthBy::mse;
  return std::nullopt;
}

NetworkOperands network_operands(const fs::path& network, const NetworkStreamOptions& options) {
  if (options.bits < kMinimumBits || options.bits > kMaximumBits) {
    support::fail_input("network.bits", fmt::format("{} bits: legal are {} to {}", options.bits,
                                                    kMinimumBits, kMaximumBits));
  }
  NetworkOperands operands;
  operands.bits = operands.x_bits = operands.w_bits = options.bits;
  operands.budget = unsigned_mac_flips(options.bits);
  if (!fs::exists(network)) {
    support::fail_input(
        "network.missing",
        fmt::format("--network {}: there is no such file or directory", network.string()),
        "name a folder with network.json, or an .npz file of operand streams");
  }
  if (fs::is_directory(network)) return from_folder(network, options, std::move(operands));
  return from_file(network, options, std::move(operands));
}

std::optional<NetworkOperands> given_operands(const fs::path& place,
                                              const NetworkStreamOptions& options) {
  if (!fs::is_directory(place)) return std::nullopt;
  const Network network = read_network(place);
  if (!network.is_quantized()) return std::nullopt;
  require_macs(network);
  // Nothing of what `quantize` fits to a calibration is asked for.
  const std::vector<QuantizedLayer> layers =
      quantize(network, {}, Arithmetic::as_given(Arithmetic::Scheme::uniform));
  const StreamExtractor extractor(network, Inference(network, layers),
                                  read_dataset(network, Split::test, {options.images}), options);
  NetworkOperands operands;
  operands.given = true;
  operands.network = network.name;
  operands.macs_per_inference = network.macs();
  operands.x_bits = std::max(activation_bits(layers), kMinimumBits);
  operands.w_bits = std::max(weight_bits(layers), kMinimumBits);
  operands.bits = std::max(operands.x_bits, operands.w_bits);
  operands.budget = mixed_mac_flips(operands.x_bits, operands.w_bits);
  operands.activation_bits = operands.x_bits;
  operands.width_choice = "the network's own quantization";
  operands.mac = extractor.extract(layers);
  operands.pann = operands.mac;
  complete(operands);
  operands.additions_planned = operands.additions_measured;
  return operands;
}

fs::path default_network() {
  fs::path folder = data_directory() / "digits_mlp";
  if (fs::exists(folder / "network.json")) return folder;
  support::fail_input(
      "network.default",
      fmt::format("the network that the project ships is not in '{}'", folder.string()),
      "set PANN_DATA_DIR to the project's analysis/data, or name a network");
}

}  // namespace pann::analysis
