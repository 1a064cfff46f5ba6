#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/network/network_streams.h"
#include "analysis/network/quantization.h"
#include "analysis/network_folder.h"
#include "analysis/plain_inference.h"
#include "test_data.h"

using doctest::Approx;
using pann::support::Random;
using pann::tb::NpyType;
using pann::test::check_equal;
using pann::test::OneLayerFolder;
namespace an = pann::analysis;

namespace {

std::vector<an::QuantizationRecipe> recipes() {
  std::vector<an::QuantizationRecipe> recipes;
  for (const an::Clipping clipping :
       {an::Clipping::max, an::Clipping::percentile, an::Clipping::mse, an::Clipping::aciq,
        an::Clipping::dynamic}) {
    for (const an::WeightGrain grain : {an::WeightGrain::layer, an::WeightGrain::channel}) {
      recipes.push_back({{clipping, 99.0}, grain, false, clipping == an::Clipping::mse});
      recipes.push_back({{clipping, 99.0}, grain, true, false});
    }
  }
  return recipes;
}

const std::vector<an::Arithmetic> kArithmetics{
    an::Arithmetic::uniform(2, 2), an::Arithmetic::uniform(4, 3), an::Arithmetic::uniform(8, 8),
    an::Arithmetic::pann(3, 2.8), an::Arithmetic::pann(7, 30.0)};

}  // namespace

TEST_CASE("every configuration's integer inference equals plain loops, layer by layer") {
  const an::Network network = an::read_network(an::default_network());
  const an::Dataset validation = an::read_dataset(network, an::Split::validation, {60});
  const an::Calibration calibration = an::calibrate(network, validation);
  for (const an::QuantizationRecipe& recipe : recipes()) {
    for (const an::Arithmetic& arithmetic : kArithmetics) {
      const auto layers = an::quantize(network, calibration, validation, arithmetic, recipe);
      check_equal(network, layers, validation, validation.samples());
    }
  }
}

TEST_CASE("a convolutional network with branches equals plain loops, layer by layer") {
  const auto folder = pann::test::test_data("PANN_NETWORK_PATH", "resnet8_cifar10");
  if (!folder) return;
  const an::Network network = an::read_network(*folder);
  const an::Dataset validation = an::read_dataset(network, an::Split::validation, {8, 3});
  const an::Calibration calibration = an::calibrate(network, validation);
  for (const an::QuantizationRecipe& recipe :
       {an::QuantizationRecipe{},
        an::QuantizationRecipe{{an::Clipping::dynamic}, an::WeightGrain::channel, true, true}}) {
    for (const an::Arithmetic& arithmetic :
         {an::Arithmetic::uniform(4, 4), an::Arithmetic::pann(6, 10.2)}) {
      const auto layers = an::quantize(network, calibration, validation, arithmetic, recipe);
      check_equal(network, layers, validation, 1);
    }
  }
}

TEST_CASE(
    "inputs with a zero point and negative values take codes above zero's, padding included") {
  for (const char* type : {"conv2d", "depthwise_conv2d"}) {
    const bool depthwise = std::string(type) == "depthwise_conv2d";
    const OneLayerFolder folder(
        {{"type", type},
         {"in_shape", {5, 5, 2}},
         {"out_shape", {3, 3, 2}},
         {"stride", {2, 2}},
         {"padding", "SAME"}},
        depthwise ? std::vector<std::size_t>{3, 3, 2} : std::vector<std::size_t>{2, 3, 3, 2}, 2);
    an::Network network = an::read_network(folder.folder());
    network.input_zero_point = 128.0;
    Random random(9);
    an::Dataset dataset;
    dataset.sample_size = 50;
    for (int sample = 0; sample < 6; ++sample) {
      dataset.labels.push_back(0);
      for (int i = 0; i < 50; ++i) dataset.inputs.push_back(random.normal());
    }
    const an::Calibration calibration = an::calibrate(network, dataset);
    REQUIRE(calibration.activations[0].smallest() < 0.0);
    for (const an::QuantizationRecipe& recipe : recipes()) {
      for (const an::Arithmetic& arithmetic : kArithmetics) {
        const auto layers = an::quantize(network, calibration, dataset, arithmetic, recipe);
        CHECK(layers[0].activations.offset < 0.0);
        check_equal(network, layers, dataset, dataset.samples());
      }
    }
  }
}

TEST_CASE("codes and weights beyond 16 bits take the wide sums, with the same result") {
  const OneLayerFolder folder({{"type", "dense"}, {"in_shape", {6}}, {"out_shape", {2}}}, {2, 6},
                              2);
  const an::Network network = an::read_network(folder.folder());
  an::QuantizedLayer layer{{0.001, 0.0, 0, 65535},
                           false,
                           {0.5, 0.25},
                           {70000, -3, 5, 0, 1, 32768, -70000, 2, 2, 2, 40000, 9},
                           folder.bias};
  an::Dataset dataset;
  dataset.sample_size = 6;
  dataset.labels = {0};
  dataset.inputs = {60.0, 1.5, 0.0, 3.25, 64.0, 100.0};
  check_equal(network, {layer}, dataset, 1);
}

TEST_CASE("PANN's weights are Eq. 12 over the layer or over each output channel") {
  const OneLayerFolder folder({{"type", "depthwise_conv2d"},
                               {"in_shape", {4, 4, 3}},
                               {"out_shape", {4, 4, 3}},
                               {"stride", {1, 1}},
                               {"padding", "SAME"}},
                              {3, 3, 3}, 3);
  const an::Network network = an::read_network(folder.folder());
  an::Dataset dataset;
  dataset.sample_size = 48;
  dataset.labels = {0};
  dataset.inputs.assign(48, 1.0);
  const an::Calibration calibration = an::calibrate(network, dataset);
  constexpr double kAdditions = 3.0;
  for (const an::WeightGrain grain : {an::WeightGrain::layer, an::WeightGrain::channel}) {
    const bool all = grain == an::WeightGrain::layer;
    const auto layers =
        an::quantize(network, calibration, an::Arithmetic::pann(4, kAdditions), {{}, grain});
    for (std::size_t i = 0; i < 27; ++i) {
      double norm = 0.0;
      for (std::size_t k = 0; k < 27; ++k) {
        if (all || k % 3 == i % 3) norm += std::abs(folder.weights[k]);
      }
      const double gamma = norm / (kAdditions * (all ? 27.0 : 9.0));
      CHECK(layers[0].weight_step(i % 3) == Approx(gamma));
      CHECK(layers[0].weight_codes[i] == std::lround(folder.weights[i] / gamma));
    }
  }
}

TEST_CASE("bias correction gives every channel the mean that the float network has") {
  const an::Network network = an::read_network(an::default_network());
  const an::Dataset validation = an::read_dataset(network, an::Split::validation, {80});
  const an::Calibration calibration = an::calibrate(network, validation);
  CHECK(calibration.mean_samples == 80);
  const auto means = [&](const std::vector<an::QuantizedLayer>& layers, std::size_t layer) {
    std::vector<an::Tensor> outputs;
    const an::Inference inference(network, layers);
    for (std::size_t i = 0; i < validation.samples(); ++i) {
      inference.run(validation.sample(i),
                    [&](std::size_t index, const an::Tensor&, const an::Tensor& output) {
                      if (index == layer) outputs.push_back(output);
                    });
    }
    std::vector<double> mean(outputs.front().size(), 0.0);
    for (const an::Tensor& output : outputs) {
      for (std::size_t i = 0; i < mean.size(); ++i) {
        mean[i] += output[i] / static_cast<double>(outputs.size());
      }
    }
    return mean;
  };
  const auto distance = [&](const std::vector<an::QuantizedLayer>& layers) {
    double largest = 0.0;
    const std::vector<std::size_t> indices = network.mac_layers();
    for (std::size_t position = 0; position < indices.size(); ++position) {
      const std::vector<double> found = means(layers, indices[position]);
      for (std::size_t i = 0; i < found.size(); ++i) {
        largest = std::max(largest, std::abs(found[i] - calibration.mean_outputs[position][i]));
      }
    }
    return largest;
  };
  const an::Arithmetic arithmetic = an::Arithmetic::pann(3, 2.8);
  CHECK(distance(an::quantize(network, calibration, arithmetic)) > 0.05);
  CHECK(distance(an::quantize(network, calibration, validation, arithmetic,
                              {{}, an::WeightGrain::layer, true, false})) < 1e-9);
}

TEST_CASE("the first and the last layer take 8 bits by option") {
  const an::Network network = an::read_network(an::default_network());
  const an::Calibration calibration =
      an::calibrate(network, an::read_dataset(network, an::Split::validation, {20}));
  const an::QuantizationRecipe wide{{}, an::WeightGrain::layer, false, true};
  const auto uniform = an::quantize(network, calibration, an::Arithmetic::uniform(3, 2), wide);
  const auto pann = an::quantize(network, calibration, an::Arithmetic::pann(3, 2.0), wide);
  for (const std::size_t edge : {std::size_t{0}, uniform.size() - 1}) {
    CHECK(uniform[edge].activations.highest == 255);
    CHECK(*std::max_element(uniform[edge].weight_codes.begin(), uniform[edge].weight_codes.end()) >
          60);
    CHECK(pann[edge].activations.highest == 255);
  }
  CHECK(uniform[1].activations.highest == 7);
  CHECK(*std::max_element(uniform[1].weight_codes.begin(), uniform[1].weight_codes.end()) == 1);
  // Weighted by MACs; R of an unsigned 8-bit MAC's power at 8 bits is 7.5.
  const double edges = 64.0 * 48 + 24.0 * 10;
  const double middle = 48.0 * 24;
  CHECK(an::additions_per_element(network, pann) ==
        Approx((7.5 * edges + 2.0 * middle) / (edges + middle)).epsilon(0.02));
}
