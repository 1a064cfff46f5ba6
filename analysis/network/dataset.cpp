#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analysis/network/installed_dataset.h"
#include "analysis/network/network.h"
#include "analysis/network/network_fields.h"
#include "analysis/network/sample_choice.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const std::string& message) {
  fail_network("network.dataset", file, message,
               "docs/networks.md says what a network's folder holds");
}

/// val_inputs.npy of "val_", inputs.npy of "".
std::string split_prefix(const Network& network, Split split) {
  if (split == Split::test) return "";
  for (const char* prefix : {"val_", "train_"}) {
    if (fs::exists(network.folder / fmt::format("{}inputs.npy", prefix))) return prefix;
  }
  fail_network("network.dataset", network.folder,
               "no validation samples: neither val_inputs.npy nor train_inputs.npy is there",
               "add them as docs/networks.md says, or with `pann import FILE.onnx -o DIR --data "
               "FILE.npz`");
}

int stored_label(const tb::NpyArray& labels, std::size_t sample, std::size_t classes,
                 const fs::path& file) {
  const std::uint64_t stored = labels.integers[sample];
  const auto label = static_cast<std::int64_t>(stored);
  const bool wraps = labels.type == tb::NpyType::unsigned_integer && label < 0;
  if (wraps) fail_label(fmt::to_string(stored), sample, classes, file);
  return checked_label(label, sample, classes, file);
}

void require_finite(const tb::NpyArray& inputs, const fs::path& file) {
  const bool finite = std::all_of(inputs.reals.begin(), inputs.reals.end(),
                                  [](double value) { return std::isfinite(value); });
  if (!finite) fail(file, "inputs that are not finite numbers");
}

double stored_value(const tb::NpyArray& inputs, std::size_t at) {
  if (inputs.type == tb::NpyType::floating) return inputs.reals[at];
  return static_cast<double>(static_cast<std::int64_t>(inputs.integers[at]));
}

}  // namespace

Dataset read_dataset(const Network& network, Split split, const SampleChoice& choice) {
  if (const auto source = sample_source(network.folder)) {
    return read_installed_dataset(network, *source, split, choice);
  }
  const std::string prefix = split_prefix(network, split);
  const fs::path inputs_file = network.folder / (prefix + "inputs.npy");
  const fs::path labels_file = network.folder / (prefix + "labels.npy");
  const tb::NpyArray inputs = tb::read_npy(require_regular(inputs_file));
  const tb::NpyArray labels = tb::read_npy(require_regular(labels_file));
  const std::size_t samples = inputs.shape.empty() ? 0 : inputs.shape[0];
  const std::size_t size = network.input.size();
  if (labels.type == tb::NpyType::floating || samples == 0 || labels.elements() != samples ||
      inputs.elements() != samples * size) {
    fail(inputs_file,
         fmt::format("inputs of shape {} and labels of shape {}: the network wants {} values and "
                     "a whole number as label a sample",
                     tb::to_string(inputs.shape), tb::to_string(labels.shape), size));
  }
  require_finite(inputs, inputs_file);
  Dataset dataset;
  dataset.sample_size = size;
  const std::size_t classes = network.layers.back().out.size();
  for (const std::size_t sample : chosen_samples(samples, choice)) {
    dataset.labels.push_back(stored_label(labels, sample, classes, labels_file));
    for (std::size_t i = sample * size; i < (sample + 1) * size; ++i) {
      const double stored = stored_value(inputs, i);
      dataset.inputs.push_back((stored - network.input_zero_point) * network.input_scale);
    }
  }
  return dataset;
}

}  // namespace pann::analysis
