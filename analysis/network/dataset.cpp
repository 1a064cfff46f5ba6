#include <algorithm>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "analysis/network/network.h"
#include "support/diagnostic.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const std::string& message) {
  support::fail_input("network.dataset", message,
                      "docs/networks.md says what a network's folder holds",
                      support::Location{file.string(), 0, std::nullopt});
}

/// val_inputs.npy of "val_", inputs.npy of "".
std::string split_prefix(const Network& network, Split split) {
  if (split == Split::test) return "";
  for (const char* prefix : {"val_", "train_"}) {
    if (fs::exists(network.folder / fmt::format("{}inputs.npy", prefix))) return prefix;
  }
  fail(network.folder,
       "no validation samples: neither val_inputs.npy nor "
       "train_inputs.npy is there");
}

}  // namespace

Dataset read_dataset(const Network& network, Split split, std::size_t limit) {
  const std::string prefix = split_prefix(network, split);
  const fs::path inputs_file = network.folder / (prefix + "inputs.npy");
  const tb::NpyArray inputs = tb::read_npy(inputs_file);
  const tb::NpyArray labels = tb::read_npy(network.folder / (prefix + "labels.npy"));
  const std::size_t samples = inputs.shape.empty() ? 0 : inputs.shape[0];
  const std::size_t size = network.input.size();
  if (inputs.type == tb::NpyType::floating || labels.type == tb::NpyType::floating ||
      samples == 0 || labels.elements() != samples || inputs.elements() != samples * size) {
    fail(inputs_file,
         fmt::format("inputs of shape {} and labels of shape {}: the network wants integers, {} "
                     "values and a label a sample",
                     tb::to_string(inputs.shape), tb::to_string(labels.shape), size));
  }
  Dataset dataset;
  dataset.sample_size = size;
  const std::size_t taken = limit == 0 ? samples : std::min(limit, samples);
  for (std::size_t i = 0; i < taken; ++i) {
    dataset.labels.push_back(static_cast<int>(labels.integers[i]));
  }
  dataset.inputs.reserve(taken * size);
  for (std::size_t i = 0; i < taken * size; ++i) {
    const auto stored = static_cast<double>(static_cast<std::int64_t>(inputs.integers[i]));
    dataset.inputs.push_back((stored - network.input_zero_point) * network.input_scale);
  }
  return dataset;
}

}  // namespace pann::analysis
