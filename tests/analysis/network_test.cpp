#include "analysis/network/network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network/inference.h"
#include "analysis/network/matrix_product.h"
#include "analysis/network/network_streams.h"
#include "analysis/network/quantization.h"
#include "analysis/network_folder.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/random.h"
#include "tb/stimulus/npy.h"
#include "test_data.h"

using doctest::Approx;
using nlohmann::json;
using pann::support::Random;
using pann::tb::NpyArray;
using pann::tb::NpyType;
using pann::test::OneLayerFolder;
using pann::test::random_values;
namespace an = pann::analysis;
namespace fs = std::filesystem;

namespace {

struct Geometry {
  int in_size, in_channels, window, stride, out_size, out_channels;
  bool same;
};

json layer_of(const char* type, const Geometry& g) {
  return {{"type", type},
          {"in_shape", {g.in_size, g.in_size, g.in_channels}},
          {"out_shape", {g.out_size, g.out_size, g.out_channels}},
          {"stride", {g.stride, g.stride}},
          {"padding", g.same ? "SAME" : "VALID"},
          {"activation", nullptr}};
}

/// Rows that TensorFlow pads before the first.
int padding_before(const Geometry& g) {
  if (!g.same) return 0;
  const int total = std::max((g.out_size - 1) * g.stride + g.window - g.in_size, 0);
  return total / 2;
}

std::string code_of_network(const fs::path& folder) {
  try {
    an::read_network(folder);
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "";
}

// Sizes at which SAME pads evenly, unevenly and not at all, with strides that divide or not.
const std::vector<Geometry> kGeometries{{5, 3, 3, 1, 5, 4, true},  {6, 2, 3, 2, 3, 3, true},
                                        {7, 2, 3, 2, 4, 3, true},  {6, 3, 1, 2, 3, 5, true},
                                        {6, 2, 3, 1, 4, 9, false}, {7, 1, 2, 3, 2, 1, false}};

}  // namespace

TEST_CASE("a matrix product is what the definition says, at every size") {
  Random random(1);
  for (const auto& [m, k, n] : std::vector<std::array<std::size_t, 3>>{
           {1, 1, 1}, {3, 5, 7}, {8, 27, 16}, {17, 9, 8}, {9, 64, 10}}) {
    std::vector<double> left(m * k);
    std::vector<double> transposed(n * k);
    for (double& value : left) value = static_cast<double>(random.between(-255, 255));
    for (double& value : transposed) value = static_cast<double>(random.between(-127, 127));
    std::vector<double> result(m * n);
    an::multiply(left.data(), m, an::RightMatrix(transposed.data(), k, n), result.data());
    for (std::size_t row = 0; row < m; ++row) {
      for (std::size_t column = 0; column < n; ++column) {
        double sum = 0.0;
        for (std::size_t i = 0; i < k; ++i) sum += left[row * k + i] * transposed[column * k + i];
        REQUIRE(result[row * n + column] == sum);
      }
    }
  }
}

TEST_CASE("convolutions are what the definition says, padded as TensorFlow pads") {
  for (const Geometry& g : kGeometries) {
    const auto c = static_cast<std::size_t>(g.in_channels);
    const auto o = static_cast<std::size_t>(g.out_channels);
    const auto k = static_cast<std::size_t>(g.window);
    const OneLayerFolder folder(layer_of("conv2d", g), {o, k, k, c}, o);
    const an::Network network = an::read_network(folder.folder());
    Random random(7);
    const std::vector<double> input = random_values(network.input.size(), random);
    const an::Tensor output = an::Inference(network).run(input.data());
    const int pad = padding_before(g);
    std::size_t at = 0;
    for (int y = 0; y < g.out_size; ++y) {
      for (int x = 0; x < g.out_size; ++x) {
        for (int out = 0; out < g.out_channels; ++out, ++at) {
          double sum = folder.bias[static_cast<std::size_t>(out)];
          for (int dy = 0; dy < g.window; ++dy) {
            for (int dx = 0; dx < g.window; ++dx) {
              for (int in = 0; in < g.in_channels; ++in) {
                const int row = y * g.stride + dy - pad;
                const int column = x * g.stride + dx - pad;
                if (row < 0 || column < 0 || row >= g.in_size || column >= g.in_size) continue;
                const int weight = ((out * g.window + dy) * g.window + dx) * g.in_channels + in;
                const int pixel = (row * g.in_size + column) * g.in_channels + in;
                sum += folder.weights[static_cast<std::size_t>(weight)] *
                       input[static_cast<std::size_t>(pixel)];
              }
            }
          }
          REQUIRE(output[at] == Approx(sum));
        }
      }
    }
  }
}

TEST_CASE("depthwise convolutions and maximum pooling keep the channels apart") {
  for (Geometry g : kGeometries) {
    g.out_channels = g.in_channels;
    const auto c = static_cast<std::size_t>(g.in_channels);
    const auto k = static_cast<std::size_t>(g.window);
    const OneLayerFolder filter(layer_of("depthwise_conv2d", g), {k, k, c}, c);
    json pool_layer = layer_of("maxpool", g);
    pool_layer["pool_size"] = {g.window, g.window};
    const OneLayerFolder pool(pool_layer, {}, 0);
    const an::Network filter_network = an::read_network(filter.folder());
    const an::Network pool_network = an::read_network(pool.folder());
    Random random(7);
    const std::vector<double> input = random_values(filter_network.input.size(), random);
    const an::Tensor filtered = an::Inference(filter_network).run(input.data());
    const an::Tensor pooled = an::Inference(pool_network).run(input.data());
    const int pad = padding_before(g);
    std::size_t at = 0;
    for (int y = 0; y < g.out_size; ++y) {
      for (int x = 0; x < g.out_size; ++x) {
        for (int channel = 0; channel < g.in_channels; ++channel, ++at) {
          double sum = filter.bias[static_cast<std::size_t>(channel)];
          double largest = -1e9;
          for (int dy = 0; dy < g.window; ++dy) {
            for (int dx = 0; dx < g.window; ++dx) {
              const int row = y * g.stride + dy - pad;
              const int column = x * g.stride + dx - pad;
              if (row < 0 || column < 0 || row >= g.in_size || column >= g.in_size) continue;
              const int pixel = (row * g.in_size + column) * g.in_channels + channel;
              const int weight = (dy * g.window + dx) * g.in_channels + channel;
              const double value = input[static_cast<std::size_t>(pixel)];
              sum += filter.weights[static_cast<std::size_t>(weight)] * value;
              largest = std::max(largest, value);
            }
          }
          REQUIRE(filtered[at] == Approx(sum));
          REQUIRE(pooled[at] == largest);
        }
      }
    }
  }
}

TEST_CASE("a quantized layer computes with whole numbers and scales at the end") {
  const OneLayerFolder folder(
      {{"type", "dense"}, {"in_shape", {5}}, {"out_shape", {2}}, {"activation", nullptr}}, {2, 5},
      2);
  const an::Network network = an::read_network(folder.folder());
  const std::vector<std::int32_t> codes{3, -1, 0, 2, 7, -4, 1, 1, 0, -2};
  const an::Inference inference(network, {{{0.25, 0.0, 0, 15}, false, {0.5}, codes, folder.bias}});
  const std::vector<double> x{0.3, 1.0, 2.0, 100.0, -1.0};
  const std::vector<int> x_codes{1, 4, 8, 15, 0};  // round(x / 0.25), clipped to 0 .. 15
  const an::Tensor output = inference.run(x.data());
  for (std::size_t row = 0; row < 2; ++row) {
    int sum = 0;
    for (std::size_t i = 0; i < 5; ++i) sum += codes[row * 5 + i] * x_codes[i];
    CHECK(output[row] == Approx(sum * 0.25 * 0.5 + folder.bias[row]));
  }
}

TEST_CASE("samples are scaled by the network's input") {
  const OneLayerFolder folder(
      {{"type", "flatten"}, {"in_shape", {1, 1, 3}}, {"out_shape", {3}}, {"activation", "relu"}},
      {}, 0);
  folder.add("inputs.npy", {NpyType::unsigned_integer, 1, {2, 3}, {0, 1, 5, 9, 0, 3}, {}});
  folder.add("labels.npy", {NpyType::unsigned_integer, 1, {2}, {2, 1}, {}});
  const an::Network network = an::read_network(folder.folder());
  const an::Dataset samples = an::read_dataset(network, an::Split::test);
  CHECK(samples.inputs == std::vector<double>{-0.5, 0.0, 2.0, 4.0, -0.5, 1.0});
  CHECK(an::accuracy(an::Inference(network), samples) == 0.5);  // The second's largest is 0.
  CHECK(an::read_dataset(network, an::Split::test, {1}).samples() == 1);
  CHECK_THROWS_AS(an::read_dataset(network, an::Split::validation), pann::support::Failure);
  folder.add("labels.npy", {NpyType::unsigned_integer, 1, {3}, {2, 1, 0}, {}});
  CHECK_THROWS_AS(an::read_dataset(network, an::Split::test), pann::support::Failure);
}

TEST_CASE("a damaged network is refused with the field at fault") {
  const json dense{
      {"type", "dense"}, {"in_shape", {4}}, {"out_shape", {3}}, {"activation", nullptr}};
  OneLayerFolder folder(dense, {3, 4}, 3);
  REQUIRE(code_of_network(folder.folder()) == "");
  const json good = folder.network;
  const auto code_with = [&](const json::json_pointer& field, const json& value) {
    folder.network = good;
    folder.network[field] = value;
    folder.write();
    return code_of_network(folder.folder());
  };
  using Pointer = json::json_pointer;
  CHECK(code_with(Pointer("/layers/0/type"), "lstm") == "network.layer");
  CHECK(code_with(Pointer("/layers/0/type"), 3) == "network.field");
  CHECK(code_with(Pointer("/layers/0/name"), nullptr) == "network.field");
  CHECK(code_with(Pointer("/layers/0/inputs"), json::array({"nobody"})) == "network.field");
  CHECK(code_with(Pointer("/layers/0/inputs"), json::array()) == "network.field");
  CHECK(code_with(Pointer("/layers/0/output"), "input") == "network.layer");
  CHECK(code_with(Pointer("/layers/0/activation"), "gelu") == "network.field");
  CHECK(code_with(Pointer("/layers/0/in_shape"), json::array({5})) == "network.weights");
  CHECK(code_with(Pointer("/layers/0/in_shape"), json::array({-4})) == "network.field");
  CHECK(code_with(Pointer("/layers/0/in_shape"), json::array({4, 4})) == "network.field");
  CHECK(code_with(Pointer("/layers/0/in_shape"), json::array({65536, 65536, 1})) ==
        "network.field");
  CHECK(code_with(Pointer("/layers/0/out_shape"), json::array({1, 2, 3})) == "network.shape");
  CHECK(code_with(Pointer("/input/shape"), json::array({2, 2, 2})) == "network.shape");
  CHECK(code_with(Pointer("/layers/0/weight"), "no.npy") == "input.read");
  CHECK(code_with(Pointer("/layers/0/bias"), "a.weight.npy") == "network.weights");
  CHECK(code_with(Pointer("/layers"), json::array()) == "network.field");
  CHECK(code_with(Pointer("/layers/0"), 1) == "network.field");
  folder.network = good;
  folder.write();
  folder.add("a.bias.npy", {NpyType::floating, 8, {3}, {}, {1.0, NAN, 2.0}});
  CHECK(code_of_network(folder.folder()) == "network.weights");
  folder.add("a.bias.npy", {NpyType::signed_integer, 1, {3}, {1, 2, 3}, {}});
  CHECK(code_of_network(folder.folder()) == "network.weights");
  pann::support::write_file(folder.folder() / "network.json", "{\"layers\": [");
  CHECK(code_of_network(folder.folder()) == "network.json");
  CHECK(code_of_network(folder.folder() / "nowhere") == "network.file");
}

TEST_CASE("the shipped network reaches the accuracy that its training reported") {
  const an::Network network = an::read_network(an::default_network());
  CHECK(network.macs() == 64 * 48 + 48 * 24 + 24 * 10);
  const an::Dataset test = an::read_dataset(network, an::Split::test);
  CHECK(test.samples() == 497);
  CHECK(an::accuracy(an::Inference(network), test) == Approx(0.9678).epsilon(0.0001));
  const an::Calibration calibration =
      an::calibrate(network, an::read_dataset(network, an::Split::validation));
  const an::Inference eight_bits(network,
                                 an::quantize(network, calibration, an::Arithmetic::uniform(8, 8)));
  CHECK(an::accuracy(eight_bits, test) > 0.96);
}

TEST_CASE("ResNet-8 gives the logits and the accuracy that NumPy gives") {
  const auto folder = pann::test::test_data("PANN_NETWORK_PATH", "resnet8_cifar10");
  if (!folder) return;
  const an::Network network = an::read_network(*folder);
  CHECK(network.macs() == 12501632);
  const an::Dataset test = an::read_dataset(network, an::Split::test, {100});
  an::Network logits = network;
  logits.layers.pop_back();  // Softmax.
  const an::Tensor output = an::Inference(logits).run(test.sample(0));
  // From an implementation of its own, in float32.
  const std::vector<double> expected{-10.5837145, -7.389505, -8.653409,  1.1350563,  -14.3769865,
                                     -5.742985,   -7.841037, -11.118037, -10.028329, -15.367735};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(output[i] == Approx(expected[i]).epsilon(1e-4));
  }
  CHECK(an::accuracy(an::Inference(network), test) == Approx(0.88));
}

TEST_CASE("the MLP on disk reaches its accuracy") {
  const auto folder = pann::test::test_data("PANN_NETWORK_PATH", "mlp_digits");
  if (!folder) return;
  const an::Network network = an::read_network(*folder);
  const an::Dataset test = an::read_dataset(network, an::Split::test);
  CHECK(an::accuracy(an::Inference(network), test) == Approx(0.968).epsilon(0.001));
}
