// Networks that were quantized elsewhere: their steps and codes, judged as they are.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network/explore.h"
#include "analysis/network/network_streams.h"
#include "analysis/network/quantization.h"
#include "analysis/network_folder.h"
#include "analysis/paper_equations.h"
#include "relative.h"
#include "support/diagnostic.h"

using nlohmann::json;
using pann::support::Random;
using pann::tb::NpyType;
using pann::test::OneLayerFolder;
namespace an = pann::analysis;

namespace {

const json kConv{{"type", "conv2d"}, {"in_shape", {4, 5, 4}}, {"out_shape", {2, 3, 6}},
                 {"stride", {2, 2}}, {"groups", 2},           {"padding", "SAME"}};
const json kDepthwise{{"type", "depthwise_conv2d"},
                      {"in_shape", {4, 5, 4}},
                      {"out_shape", {4, 5, 4}},
                      {"stride", {1, 1}},
                      {"padding", {1, 1, 1, 1}}};
const json kDense{{"type", "dense"}, {"in_shape", {80}}, {"out_shape", {6}}};

/// A layer as its folder describes it, quantized as `quantized` says.
struct Case {
  json layer;
  std::vector<std::size_t> weights;
  std::size_t outputs;
};

const std::vector<Case> kLayers{
    {kConv, {6, 3, 3, 2}, 6}, {kDepthwise, {3, 3, 4}, 4}, {kDense, {6, 80}, 6}};

std::vector<json> quantizations(std::size_t outputs) {
  json steps = json::array();
  for (std::size_t i = 0; i < outputs; ++i) steps.push_back(0.01 * static_cast<double>(i + 1));
  const json plain{{"activation_bits", 3},
                   {"activation_step", 0.25},
                   {"weight_bits", 4},
                   {"weight_step", 0.125},
                   {"weight_codes", "codes.npy"}};
  std::vector<json> all{plain};
  for (const char* rounding : {"even", "up"}) {
    json one = plain;
    one["rounding"] = rounding;
    one["activation_signed"] = true;
    one["weight_step"] = steps;
    all.push_back(one);
    one["activation_zero_point"] = -3;
    all.push_back(one);
    one["activation_signed"] = false;
    one["activation_zero_point"] = 5;
    one["activation_bits"] = 16;
    one["activation_step"] = 0.001;
    all.push_back(one);
  }
  return all;
}

/// Integers that two's complement words of that many bits hold, both ends among them.
std::vector<std::int64_t> random_codes(std::size_t count, int bits) {
  Random random(11);
  const std::int64_t half = std::int64_t{1} << (bits - 1);
  std::vector<std::int64_t> codes{-half, half - 1};
  while (codes.size() < count) {
    codes.push_back(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * half))) -
                    half);
  }
  return codes;
}

void add_codes(const OneLayerFolder& folder, const std::vector<std::size_t>& shape,
               const std::vector<std::int64_t>& codes) {
  folder.add("codes.npy", {NpyType::signed_integer, 2, shape, {codes.begin(), codes.end()}, {}});
}

/// What the description says, in the words of the description: the code of a value is its nearest
/// whole number of steps plus the zero point, clipped; products are of codes without the zero
/// point; what lies outside is zero.
std::vector<double> plain_outputs(const an::Layer& layer, const json& quantized,
                                  const std::vector<std::int64_t>& codes,
                                  const std::vector<double>& input,
                                  const std::vector<double>& bias) {
  const int bits = quantized["activation_bits"];
  const double step = quantized["activation_step"];
  const auto zero = quantized.value("activation_zero_point", std::int64_t{0});
  const bool is_signed = quantized.value("activation_signed", false);
  const std::int64_t lowest = is_signed ? -(std::int64_t{1} << (bits - 1)) : 0;
  const std::int64_t highest = lowest + (std::int64_t{1} << bits) - 1;
  const bool up = quantized.value("rounding", "even") == "up";
  const auto code = [&](double value) {
    double nearest = std::floor(value / step + 0.5);
    const bool tie = value / step - std::floor(value / step) == 0.5;
    if (!up && tie && std::fmod(nearest, 2.0) != 0.0) nearest -= 1.0;
    return std::clamp(static_cast<std::int64_t>(nearest) + zero, lowest, highest) - zero;
  };
  const bool dense = layer.type == an::LayerType::dense;
  const bool depthwise = layer.type == an::LayerType::depthwise_conv2d;
  const int height = dense ? 1 : static_cast<int>(layer.in.height);
  const int width = dense ? 1 : static_cast<int>(layer.in.width);
  const int channels = dense ? static_cast<int>(input.size()) : static_cast<int>(layer.in.channels);
  const int outputs = static_cast<int>(layer.out.channels);
  const int kernel = dense ? 1 : 3;
  const int groups = depthwise ? channels : dense ? 1 : 2;
  const int seen = channels / groups;
  const int stride = dense ? 1 : static_cast<int>(layer.window.stride_y);
  std::vector<double> found;
  for (int y = 0; y < static_cast<int>(layer.out.height); ++y) {
    for (int x = 0; x < static_cast<int>(layer.out.width); ++x) {
      for (int o = 0; o < outputs; ++o) {
        std::int64_t sum = 0;
        for (int i = 0; i < kernel * kernel * seen; ++i) {
          const int row = y * stride + i / seen / kernel - (dense ? 0 : int(layer.window.top));
          const int column = x * stride + i / seen % kernel - (dense ? 0 : int(layer.window.left));
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          const int c = o / (outputs / groups) * seen + i % seen;
          const int place = depthwise ? i * channels + c : o * kernel * kernel * seen + i;
          sum += codes[std::size_t(place)] *
                 code(input[std::size_t((row * width + column) * channels + c)]);
        }
        const json& steps = quantized["weight_step"];
        const double weight_step = steps.is_array() ? steps[std::size_t(o)] : steps;
        found.push_back(static_cast<double>(sum) * (step * weight_step) + bias[std::size_t(o)]);
      }
    }
  }
  return found;
}

std::vector<an::QuantizedLayer> as_given(const an::Network& network) {
  return an::quantize(network, {}, an::Arithmetic::as_given(an::Arithmetic::Scheme::uniform));
}

/// Real values, a quarter of them ties of a step of 0.25.
std::vector<double> random_input(std::size_t count, bool negative) {
  Random random(7);
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = random.normal();
    if (i % 4 == 0) values[i] = 0.125 + 0.25 * static_cast<double>(random.below(9));
    if (i % 8 == 0 || !negative) values[i] = negative ? -values[i] : std::abs(values[i]);
  }
  return values;
}

const json kGiven{{"activation_bits", 4},
                  {"activation_step", 0.5},
                  {"weight_bits", 3},
                  {"weight_step", 0.5},
                  {"weight_codes", "codes.npy"}};
const json kSmall{{"type", "dense"}, {"in_shape", {4}}, {"out_shape", {3}}};
const std::vector<std::int64_t> kSmallCodes{3, -4, 0, 1, 2, -1, -3, 0, 1, 1, -2, 2};

json small_layer() {
  json layer = kSmall;
  layer["quantized"] = kGiven;
  return layer;
}

/// Four inputs, three outputs, quantized, with two samples.
class SmallFolder : public OneLayerFolder {
 public:
  SmallFolder() : OneLayerFolder(small_layer(), {3, 4}, 3) {
    add_codes(*this, {3, 4}, kSmallCodes);
    for (const std::string prefix : {"", "val_"}) {
      add(prefix + "inputs.npy",
          {NpyType::unsigned_integer, 1, {2, 4}, {1, 9, 3, 4, 5, 6, 7, 30}, {}});
      add(prefix + "labels.npy", {NpyType::signed_integer, 8, {2}, {0, 1}, {}});
    }
  }
};

std::string failure_of(const OneLayerFolder& folder) {
  try {
    an::read_network(folder.folder());
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front().code + ": " + failure.diagnostics().front().message;
  }
  return "";
}

}  // namespace

TEST_CASE("a network quantized elsewhere computes what its steps, codes and zero points say") {
  for (const Case& one : kLayers) {
    for (const json& quantized : quantizations(one.outputs)) {
      CAPTURE(quantized.dump());
      json layer = one.layer;
      layer["quantized"] = quantized;
      OneLayerFolder folder(layer, one.weights, one.outputs);
      folder.network["layers"][0].erase("weight");
      folder.write();
      const auto codes = random_codes(folder.weights.size(), 4);
      add_codes(folder, one.weights, codes);
      const an::Network network = an::read_network(folder.folder());
      const an::Inference inference(network, as_given(network));
      const auto input = random_input(network.input.size(), true);
      CHECK(inference.run(input.data()) ==
            plain_outputs(network.layers[0], quantized, codes, input, folder.bias));
    }
  }
}

TEST_CASE("codes, and weights beside their steps, say the same") {
  SmallFolder folder;
  json& layer = folder.network["layers"][0];
  const auto codes_of = [&] {
    folder.write();
    return as_given(an::read_network(folder.folder())).front().weight_codes;
  };
  const std::vector<std::int32_t> wanted(kSmallCodes.begin(), kSmallCodes.end());
  CHECK(codes_of() == wanted);
  std::vector<double> weights;
  for (const std::int64_t code : kSmallCodes) weights.push_back(0.5 * static_cast<double>(code));
  folder.add("a.weight.npy", {NpyType::floating, 4, {3, 4}, {}, weights});
  layer["quantized"].erase("weight_codes");
  CHECK(codes_of() == wanted);
  folder.add("steps.npy", {NpyType::floating, 4, {3}, {}, {0.5, 0.5, 0.5}});
  layer["quantized"]["weight_step"] = "steps.npy";
  CHECK(codes_of() == wanted);
  // A weight half way: to the even code, or up.
  weights[3] = 0.25;
  folder.add("a.weight.npy", {NpyType::floating, 4, {3, 4}, {}, weights});
  CHECK(codes_of()[3] == 0);
  layer["quantized"]["rounding"] = "up";
  CHECK(codes_of()[3] == 1);
  weights[0] = 2.1;
  folder.add("a.weight.npy", {NpyType::floating, 4, {3, 4}, {}, weights});
  CHECK(failure_of(folder).find("the weight 2.1 is 4 steps") != std::string::npos);
}

TEST_CASE("a network without weights but codes is, in floating point, what its codes stand for") {
  SmallFolder folder;
  folder.network["layers"][0].erase("weight");
  folder.write();
  const an::Network network = an::read_network(folder.folder());
  for (std::size_t i = 0; i < kSmallCodes.size(); ++i) {
    CHECK(network.layers[0].weights[i] == 0.5 * static_cast<double>(kSmallCodes[i]));
  }
}

TEST_CASE("exploring a quantized network judges it as it is, and PANN with its activations") {
  const SmallFolder folder;
  const an::Network network = an::read_network(folder.folder());
  const an::Exploration found = an::explore(network, {{10.0, 1.5}, 1, 2, 0, 1});
  REQUIRE(found.given);
  const an::ExploredGiven& given = *found.given;
  CHECK(given.activation_bits == 4);
  CHECK(given.weight_bits == 3);
  // Eq. (7): 0.5 4^2 + 0.5 (4 + 3), and 1.5 (4 + 3) for the accumulator.
  CHECK(given.flips == pann::test::relative(8.0 + 3.5 + 10.5));
  CHECK(given.additions == pann::test::relative(20.0 / 12.0));
  CHECK(given.addition_flips == pann::test::relative((20.0 / 12.0 + 0.5) * 4.0));
  std::vector<int> classes;
  const an::Dataset test = an::read_dataset(network, an::Split::test);
  for (std::size_t sample = 0; sample < test.samples(); ++sample) {
    const std::vector<double> input(test.sample(sample), test.sample(sample) + 4);
    const auto outputs = plain_outputs(network.layers[0], kGiven, kSmallCodes, input, folder.bias);
    classes.push_back(int(std::max_element(outputs.begin(), outputs.end()) - outputs.begin()));
  }
  CHECK(given.accuracy.test_predictions == classes);
  // 10 flips leave the four bits R = 2; 1.5 flips nothing.
  REQUIRE(found.budgets[0].given);
  CHECK(found.budgets[0].given->additions == 2.0);
  CHECK(!found.budgets[1].given);
  const auto layers =
      an::quantize(network, {}, an::Arithmetic::as_given(an::Arithmetic::Scheme::pann, 10.0));
  CHECK(layers[0].activations.step == 0.5);
  const double gamma = 0.5 * 20.0 / (2.0 * 12.0);  // Eq. (12) on the codes' values.
  CHECK(layers[0].weight_step(0) == pann::test::relative(gamma));
  for (std::size_t i = 0; i < kSmallCodes.size(); ++i) {
    CHECK(layers[0].weight_codes[i] ==
          std::lround(0.5 * static_cast<double>(kSmallCodes[i]) / gamma));
  }
}

TEST_CASE("the operands of a quantized network are its codes, for MACs and for PANN") {
  const SmallFolder folder;
  const auto operands = an::given_operands(folder.folder(), {});
  REQUIRE(operands);
  CHECK(operands->given);
  CHECK(operands->x_bits == 4);
  CHECK(operands->w_bits == 4);  // |-4| takes three bits beside the sign.
  CHECK(operands->additions_measured > 0.0);
  // Stored (1, 9, 3, 4) are (0, 4, 1, 1.5): 0, 8, 2, 3 steps of 0.5; 30 is clipped to 15.
  const std::vector<pann::tb::OperandBits>& x = operands->mac.x;
  const std::vector<pann::tb::OperandBits> first{0, 8, 2, 3};
  CHECK(std::equal(first.begin(), first.end(), x.begin()));
  CHECK(*std::max_element(x.begin(), x.end()) == 15);
  CHECK(operands->pann.w == operands->mac.w);
  CHECK(static_cast<std::int64_t>(operands->mac.w[1]) == -4);
  CHECK(!an::given_operands(an::default_network(), {}));
}

TEST_CASE("quantizations that contradict themselves or the layer are refused by name") {
  SmallFolder folder;
  const json good = folder.network;
  REQUIRE(failure_of(folder) == "");
  const auto with = [&](const char* field, const json& value) {
    folder.network = good;
    folder.network["layers"][0]["quantized"][field] = value;
    folder.write();
    return failure_of(folder);
  };
  const auto refused = [](const std::string& failure, const std::string& words) {
    CHECK_MESSAGE(failure.find("network.") == 0, failure);
    CHECK_MESSAGE(failure.find("layers[0].quantized.") != std::string::npos, failure);
    CHECK_MESSAGE(failure.find(words) != std::string::npos, failure);
  };
  for (const char* step : {"activation_step", "weight_step"}) {
    for (const json& value : {json(0), json(-0.5), json(1e300), json(1e-300), json(true), json({}),
                              json::array(), json({0.5, 0.5}), json({0.5, 0.0, 0.5})}) {
      refused(with(step, value), step);
    }
    refused(with(step, nullptr), "is missing");
  }
  for (const char* bits : {"activation_bits", "weight_bits"}) {
    for (const json& value : {json(0), json(17), json(-3), json(2.5), json("4"), json(1e30)}) {
      refused(with(bits, value), bits);
    }
    refused(with(bits, nullptr), "is missing");
  }
  refused(with("weight_bits", 1), "2 to 16 bits");
  refused(with("weight_bits", 2), "has 3 at [0, 0]: legal at 2 bits are -2 to 1");
  for (const json& value : {json(16), json(-1), json(0.5), json(18446744073709551615U)}) {
    refused(with("activation_zero_point", value), "a code, from 0 to 15");
  }
  refused(with("activation_signed", 1), "true or false");
  refused(with("rounding", "down"), "even");
  refused(with("weight_zero_point", 3), "weight_zero_point is not known");
  refused(with("weight_codes", "../codes.npy"), "a file in the network's folder");
  refused(with("weight_codes", "a.weight.npy"), "integers");
  const double endless = std::numeric_limits<double>::infinity();
  for (const double step : {0.0, -1.0, endless, std::nan("")}) {
    folder.add("steps.npy", {NpyType::floating, 8, {3}, {}, {0.5, step, 0.5}});
    refused(with("weight_step", "steps.npy"), "weight_step is");
  }
  folder.add("wide.npy",
             {NpyType::unsigned_integer, 8, {3, 4}, std::vector<std::uint64_t>(12, ~0ULL), {}});
  refused(with("weight_codes", "wide.npy"), "18446744073709551615");
  folder.add("turned.npy",
             {NpyType::signed_integer, 1, {4, 3}, std::vector<std::uint64_t>(12, 1), {}});
  CHECK(with("weight_codes", "turned.npy").find("has shape (4, 3)") != std::string::npos);
  folder.network = good;
  folder.network["layers"][0].erase("weight");
  folder.network["layers"][0]["quantized"]["weight_codes"] = "turned.npy";
  folder.write();
  CHECK(failure_of(folder).find("weight_codes 'turned.npy' has shape (4, 3)") != std::string::npos);
  folder.network = good;
  folder.network["layers"][0]["quantized"] = 4;
  folder.write();
  CHECK(failure_of(folder).find("layers[0].quantized is 4") != std::string::npos);
}

TEST_CASE("all layers with weights are quantized, or none, and no others") {
  SmallFolder folder;
  json second = folder.network["layers"][0];
  second.erase("quantized");
  second["name"] = "b";
  second["inputs"] = {"a"};
  second["in_shape"] = {3};
  second["weight"] = "b.weight.npy";
  folder.add("b.weight.npy", {NpyType::floating, 4, {3, 3}, {}, std::vector<double>(9, 1.0)});
  folder.network["layers"].push_back(second);
  folder.write();
  CHECK(failure_of(folder).find("layers[1].quantized is missing") != std::string::npos);
  folder.network["layers"][1] = {
      {"name", "b"}, {"type", "softmax"}, {"inputs", {"a"}}, {"quantized", kGiven}};
  folder.write();
  CHECK(failure_of(folder).find("the layer has no weights") != std::string::npos);
}
