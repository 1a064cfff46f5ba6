#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/output.h"
#include "support/random.h"
#include "tb/stimulus/npy.h"

namespace pann::test {

inline std::vector<double> random_values(std::size_t count, support::Random& random) {
  std::vector<double> values(count);
  for (double& value : values) value = random.normal();
  return values;
}

/// A folder with one layer behind its input.
class OneLayerFolder {
 public:
  OneLayerFolder(nlohmann::json layer, const std::vector<std::size_t>& weight_shape,
                 std::size_t outputs) {
    support::Random random(5);
    std::size_t count = 1;
    for (const std::size_t dimension : weight_shape) count *= dimension;
    weights = random_values(count, random);
    bias = random_values(outputs, random);
    layer["name"] = "a";
    layer["inputs"] = {"input"};
    if (!weight_shape.empty()) {
      layer["weight"] = "a.weight.npy";
      layer["bias"] = "a.bias.npy";
      add("a.weight.npy", {tb::NpyType::floating, 8, weight_shape, {}, weights});
      add("a.bias.npy", {tb::NpyType::floating, 8, {outputs}, {}, bias});
    }
    network = {{"name", "one layer"},
               {"input", {{"shape", layer["in_shape"]}, {"scale", 0.5}, {"zero_point", 1}}},
               {"layers", nlohmann::json::array({layer})}};
    write();
  }

  void write() const { support::write_file(folder() / "network.json", network.dump()); }
  void add(const std::string& name, const tb::NpyArray& array) const {
    support::write_file(folder() / name, tb::npy_bytes(array));
  }
  const std::filesystem::path& folder() const { return directory_.path(); }

  nlohmann::json network;
  std::vector<double> weights;
  std::vector<double> bias;

 private:
  support::TemporaryDirectory directory_{};
};

}  // namespace pann::test
