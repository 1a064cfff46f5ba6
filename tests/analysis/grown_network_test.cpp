// What network.json can say beyond TensorFlow's convolutions: padding a side, groups, dilation,
// pooling by mean, joined branches, activations up to 6, and what may be left out.
#include <cstddef>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network/explore.h"
#include "analysis/network/quantization.h"
#include "analysis/network_folder.h"
#include "analysis/plain_inference.h"
#include "support/diagnostic.h"

using nlohmann::json;
using pann::support::Random;
using pann::tb::NpyType;
using pann::test::random_values;
namespace an = pann::analysis;

namespace {

/// A network of any layers; weights are drawn.
class NetworkFolder {
 public:
  explicit NetworkFolder(const std::vector<std::size_t>& input)
      : network{{"input", {{"shape", input}}}, {"layers", json::array()}} {}

  void add(json layer, const std::vector<std::size_t>& weights = {}, std::size_t outputs = 0) {
    if (!weights.empty()) {
      const auto name = layer["name"].get<std::string>();
      std::size_t count = 1;
      for (const std::size_t dimension : weights) count *= dimension;
      add_array(name + ".weight.npy", weights, random_values(count, random_));
      add_array(name + ".bias.npy", {outputs}, random_values(outputs, random_));
      layer["weight"] = name + ".weight.npy";
      layer["bias"] = name + ".bias.npy";
    }
    network["layers"].push_back(layer);
  }

  an::Network read() const {
    pann::support::write_file(directory_.path() / "network.json", network.dump());
    return an::read_network(directory_.path());
  }

  std::string code() const {
    try {
      read();
    } catch (const pann::support::Failure& failure) {
      return failure.diagnostics().front().code;
    }
    return "";
  }

  json network;

 private:
  void add_array(const std::string& name, const std::vector<std::size_t>& shape,
                 const std::vector<double>& values) {
    pann::support::write_file(directory_.path() / name,
                              pann::tb::npy_bytes({NpyType::floating, 8, shape, {}, values}));
  }

  Random random_{3};
  pann::support::TemporaryDirectory directory_{};
};

an::Dataset drawn_samples(const an::Network& network, std::size_t samples) {
  Random random(11);
  an::Dataset dataset;
  dataset.sample_size = network.input.size();
  for (std::size_t i = 0; i < samples; ++i) {
    const std::vector<double> values = random_values(dataset.sample_size, random);
    dataset.inputs.insert(dataset.inputs.end(), values.begin(), values.end());
    dataset.labels.push_back(static_cast<int>(i % 3));
  }
  return dataset;
}

/// Two branches of grouped, dilated and depthwise convolutions, pooled, joined and added.
void add_branches(NetworkFolder& folder) {
  folder.add({{"name", "groups"},
              {"type", "conv2d"},
              {"stride", {2, 1}},
              {"padding", {1, 0, 2, 3}},
              {"dilation", {1, 2}},
              {"groups", 2},
              {"activation", "relu6"}},
             {6, 3, 2, 2}, 6);
  folder.add({{"name", "depthwise"},
              {"type", "depthwise_conv2d"},
              {"stride", {1, 1}},
              {"padding", {2, 2, 2, 2}},
              {"dilation", {2, 2}},
              {"activation", "relu"}},
             {3, 3, 6}, 6);
  folder.add({{"name", "largest"},
              {"type", "maxpool"},
              {"pool_size", {3, 2}},
              {"stride", {2, 2}},
              {"padding", {0, 1, 2, 0}}});
  for (const bool counts : {false, true}) {
    folder.add({{"name", counts ? "counted" : "mean"},
                {"type", "avgpool"},
                {"inputs", {"depthwise"}},
                {"pool_size", {3, 2}},
                {"stride", {2, 2}},
                {"padding", {0, 1, 2, 0}},
                {"count_include_pad", counts}});
  }
  folder.add({{"name", "both"}, {"type", "concat"}, {"inputs", {"largest", "mean", "counted"}}});
  folder.add({{"name", "narrow"},
              {"type", "conv2d"},
              {"stride", {1, 1}},
              {"padding", "VALID"},
              {"groups", 3}},
             {18, 1, 1, 6}, 18);
  folder.add({{"name", "sum"}, {"type", "add"}, {"inputs", {"both", "narrow"}}});
  folder.add({{"name", "after"}, {"type", "identity"}, {"activation", "relu"}});
  folder.add({{"name", "classes"}, {"type", "dense"}}, {3, 3 * 5 * 18}, 3);
  folder.add({{"name", "softmax"}, {"type", "softmax"}});
}

}  // namespace

TEST_CASE("a grown network's integer inference equals plain loops, layer by layer") {
  NetworkFolder folder({9, 8, 4});
  add_branches(folder);
  const an::Network network = folder.read();
  CHECK(network.layers[0].out == an::TensorShape{5, 9, 6});
  CHECK(network.layers[0].dot_length() == 3 * 2 * 2);
  CHECK(network.layers[5].out == an::TensorShape{3, 5, 18});
  CHECK(network.macs() == 5 * 9 * 6 * (12 + 9) + 3 * 5 * 18 * (6 + 3));
  const an::Dataset dataset = drawn_samples(network, 6);
  const an::Calibration calibration = an::calibrate(network, dataset);
  for (const an::WeightGrain grain : {an::WeightGrain::layer, an::WeightGrain::channel}) {
    for (const an::Arithmetic& arithmetic :
         {an::Arithmetic::uniform(4, 4), an::Arithmetic::uniform(16, 16),
          an::Arithmetic::pann(6, 10.2)}) {
      const auto layers =
          an::quantize(network, calibration, dataset, arithmetic, {{}, grain, true, false});
      pann::test::check_equal(network, layers, dataset, dataset.samples());
    }
  }
}

TEST_CASE("a layer list may leave out shapes, inputs and a flatten, and say maxpool2x2") {
  NetworkFolder folder({6, 6, 1});
  folder.add({{"name", "conv"}, {"type", "conv2d"}, {"stride", {1, 1}}, {"padding", "SAME"}},
             {2, 3, 3, 1}, 2);
  folder.add({{"name", "pool"}, {"type", "maxpool2x2"}});
  folder.add({{"name", "dense"}, {"type", "dense"}, {"in_shape", {18}}}, {4, 18}, 4);
  const an::Network spelled = folder.read();
  json& layers = folder.network["layers"];
  layers[1] = {{"name", "pool"},        {"type", "maxpool"},      {"inputs", {"conv"}},
               {"in_shape", {6, 6, 2}}, {"out_shape", {3, 3, 2}}, {"pool_size", {2, 2}},
               {"stride", {2, 2}},      {"padding", "VALID"}};
  const json dense = layers[2];
  layers[2] = {{"name", "flat"},
               {"type", "flatten"},
               {"inputs", {"pool"}},
               {"in_shape", {3, 3, 2}},
               {"out_shape", {18}}};
  layers.push_back(dense);
  const an::Network whole = folder.read();
  REQUIRE(whole.layers.size() == 4);
  const an::Dataset dataset = drawn_samples(spelled, 3);
  for (std::size_t i = 0; i < dataset.samples(); ++i) {
    CHECK(an::Inference(spelled).run(dataset.sample(i)) ==
          an::Inference(whole).run(dataset.sample(i)));
  }
}

TEST_CASE("what a grown network says wrongly is refused with the field") {
  NetworkFolder folder({9, 8, 4});
  add_branches(folder);
  const json good = folder.network;
  const auto code_with = [&](const char* field, const json& value) {
    folder.network = good;
    folder.network[json::json_pointer(field)] = value;
    return folder.code();
  };
  CHECK(code_with("/name", "as it was") == "");
  CHECK(code_with("/layers/0/groups", 3) == "network.field");
  CHECK(code_with("/layers/0/groups", 0) == "network.field");
  CHECK(code_with("/layers/0/groups", 1) == "network.weights");
  CHECK(code_with("/layers/0/padding", {1, 1, 1}) == "network.field");
  CHECK(code_with("/layers/0/padding", {-1, 0, 0, 0}) == "network.field");
  CHECK(code_with("/layers/0/padding", {0, 0, 0, 2000000}) == "network.field");
  CHECK(code_with("/layers/0/padding", "FULL") == "network.field");
  CHECK(code_with("/layers/0/dilation", {9, 1}) == "network.shape");
  CHECK(code_with("/layers/0/dilation", {0, 1}) == "network.field");
  CHECK(code_with("/layers/0/stride", {1, 65536}) == "network.weights");
  CHECK(code_with("/layers/0/out_shape", {5, 9, 7}) == "network.field");
  CHECK(code_with("/layers/0/activation", "relu7") == "network.field");
  CHECK(code_with("/layers/2/padding", {0, 2, 0, 0}) == "network.field");
  CHECK(code_with("/layers/3/count_include_pad", 1) == "network.field");
  CHECK(code_with("/layers/5/inputs", {"largest"}) == "network.field");
  CHECK(code_with("/layers/5/inputs", {"largest", "groups"}) == "network.shape");
  CHECK(code_with("/layers/8/in_shape", {3, 5, 17}) == "network.shape");
}
