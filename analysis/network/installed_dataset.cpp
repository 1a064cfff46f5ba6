#include "analysis/network/installed_dataset.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/network/network_fields.h"
#include "analysis/network/sample_choice.h"
#include "support/diagnostic.h"
#include "tb/stimulus/idx.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

namespace fs = std::filesystem;

constexpr std::array kDatasets{
    InstalledDataset{"fashion-mnist", "Fashion-MNIST", "dataset-fashion-mnist"}};

/// The packed file that Debian installs, or the same unpacked.
fs::path file_of(const InstalledDataset& dataset, const char* part, const char* what) {
  const fs::path packed = dataset_folder(dataset) / fmt::format("{}-{}-ubyte.gz", part, what);
  fs::path plain = packed;
  plain.replace_extension();
  for (const fs::path& file : {packed, plain}) {
    if (fs::exists(file)) return require_regular(file);
  }
  support::fail_input(
      "dataset.missing",
      fmt::format("the network's samples are those of {}, which is not installed: there is no '{}'",
                  dataset.title, packed.string()),
      fmt::format("`apt install {}`, or set PANN_DATASET_PATH to the folder that holds {}",
                  dataset.package, dataset.name));
}

/// Images and labels of one part of the data set.
struct Part {
  tb::IdxArray images;
  tb::IdxArray labels;
  fs::path images_file;
  fs::path labels_file;

  std::size_t samples() const { return labels.shape.front(); }
};

Part read_part(const InstalledDataset& dataset, const char* name, const Network& network) {
  Part part;
  part.images_file = file_of(dataset, name, "images-idx3");
  part.labels_file = file_of(dataset, name, "labels-idx1");
  part.images = tb::read_idx(part.images_file);
  part.labels = tb::read_idx(part.labels_file);
  const std::size_t values = part.images.values.size() / part.images.shape.front();
  if (part.labels.shape.size() != 1 || part.labels.shape[0] != part.images.shape[0] ||
      values != network.input.size()) {
    fail_network("network.dataset", part.images_file,
                 fmt::format("images of shape {} and labels of shape {}: the network wants {} "
                             "values and a label a sample",
                             tb::to_string(part.images.shape), tb::to_string(part.labels.shape),
                             network.input.size()));
  }
  return part;
}

/// The numbers of the training images that validate, ascending.
std::vector<std::size_t> validation_numbers(const fs::path& file, std::size_t images) {
  const tb::NpyArray listed = tb::read_npy(require_regular(file));
  const std::vector<std::uint64_t>& numbers = listed.integers;
  const auto not_ascending = [](std::uint64_t before, std::uint64_t after) {
    return before >= after;
  };
  if (listed.type != tb::NpyType::unsigned_integer || listed.shape.size() != 1 || numbers.empty() ||
      numbers.back() >= images ||
      std::adjacent_find(numbers.begin(), numbers.end(), not_ascending) != numbers.end()) {
    fail_network(
        "network.dataset", file,
        fmt::format("legal are the numbers of training images, 0 to {}, ascending, each once, "
                    "of an unsigned type",
                    images - 1));
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace

std::optional<SampleSource> sample_source(const fs::path& folder) {
  const nlohmann::json whole = parse_network_json(folder);
  const fs::path file = folder / "network.json";
  if (!NetworkFields(whole, file, "").has("dataset")) return std::nullopt;
  const NetworkFields fields(whole.at("dataset"), file, "dataset.");
  const std::string name = fields.text("name");
  for (const InstalledDataset& dataset : kDatasets) {
    if (dataset.name == name) return SampleSource{&dataset, fields.file_named("validation")};
  }
  fields.fault("name", std::string(kDatasets.front().name));
}

fs::path dataset_folder(const InstalledDataset& dataset) {
  const char* chosen = std::getenv("PANN_DATASET_PATH");
  const bool is_chosen = chosen != nullptr && *chosen != '\0';
  return fs::path(is_chosen ? chosen : "/usr/share/datasets") / dataset.name;
}

Dataset read_installed_dataset(const Network& network, const SampleSource& source, Split split,
                               const SampleChoice& choice) {
  const bool tests = split == Split::test;
  const Part part = read_part(*source.dataset, tests ? "t10k" : "train", network);
  std::vector<std::size_t> numbers(part.samples());
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  if (!tests) numbers = validation_numbers(source.validation, part.samples());
  Dataset dataset;
  dataset.sample_size = network.input.size();
  const std::size_t classes = network.layers.back().out.size();
  for (const std::size_t chosen : chosen_samples(numbers.size(), choice)) {
    const std::size_t sample = numbers[chosen];
    dataset.labels.push_back(
        checked_label(part.labels.at(sample), sample, classes, part.labels_file));
    for (std::size_t i = 0; i < dataset.sample_size; ++i) {
      const double stored = part.images.at(sample * dataset.sample_size + i);
      dataset.inputs.push_back((stored - network.input_zero_point) * network.input_scale);
    }
  }
  return dataset;
}

}  // namespace pann::analysis
