#include "analysis/network/network_streams.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/data_directory.h"
#include "analysis/network/explore.h"
#include "analysis/network/network.h"
#include "support/diagnostic.h"
#include "tb/stimulus/npz.h"
#include "test_data.h"

using doctest::Approx;
using pann::analysis::default_network;
using pann::analysis::network_operands;
using pann::analysis::NetworkOperands;
using pann::analysis::NetworkStreamOptions;
using pann::tb::NpzArchive;
using pann::tb::OperandStreams;

namespace {

/// All arrays of a kind, layer after layer.
std::vector<std::uint64_t> concatenated(const std::filesystem::path& file, const char* suffix) {
  NpzArchive archive = NpzArchive::open(file);
  std::vector<std::uint64_t> values;
  for (const char* layer : {"fc1", "fc2", "fc3"}) {
    const auto array = archive.read(std::string(layer) + suffix).integers;
    values.insert(values.end(), array.begin(), array.end());
  }
  return values;
}

std::int64_t dot(const OperandStreams& streams, std::size_t stream) {
  std::int64_t sum = 0;
  for (std::size_t i = streams.first[stream]; i < streams.first[stream + 1]; ++i) {
    sum += static_cast<std::int64_t>(streams.x[i]) * static_cast<std::int64_t>(streams.w[i]);
  }
  return sum;
}

std::int64_t total(const OperandStreams& streams) {
  std::int64_t sum = 0;
  for (std::size_t stream = 0; stream < streams.streams(); ++stream) sum += dot(streams, stream);
  return sum;
}

template <class Action>
std::string code_of_network_streams(Action action) {
  try {
    action();
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "";
}

}  // namespace

TEST_CASE("operands of the shipped network are those that the training script wrote") {
  // Two implementations of quantization and extraction: C++ here, NumPy in scripts/train_network.
  for (const int bits : {4, 8}) {
    const auto file = default_network() / ("streams_b" + std::to_string(bits) + ".npz");
    const NetworkOperands operands = network_operands(default_network(), {bits});
    CHECK(operands.mac.x == concatenated(file, "_x"));
    CHECK(operands.mac.w == concatenated(file, "_w"));
    const NetworkOperands from_file = network_operands(file, {bits});
    CHECK(from_file.mac.x == operands.mac.x);
    CHECK(from_file.mac.first == operands.mac.first);
    CHECK(from_file.pann.w == concatenated(file, "_wp"));
    CHECK(from_file.pann.x == operands.mac.x);
  }
}

TEST_CASE("the two unsigned passes hold each non-zero weight once and add up to the signed MAC") {
  const NetworkOperands operands = network_operands(default_network(), {4});
  const auto zeros = static_cast<std::size_t>(
      std::count(operands.mac.w.begin(), operands.mac.w.end(), std::uint64_t{0}));
  CHECK(operands.positive.operations() + operands.negative.operations() + zeros ==
        operands.elements);
  CHECK(operands.elements == operands.mac.operations());
  CHECK(total(operands.positive) - total(operands.negative) == total(operands.mac));
  for (const OperandStreams* pass : {&operands.positive, &operands.negative}) {
    CHECK(*std::max_element(pass->w.begin(), pass->w.end()) <= 7);
    CHECK(*std::min_element(pass->w.begin(), pass->w.end()) >= 1);
    for (std::size_t stream = 0; stream < pass->streams(); ++stream) {
      REQUIRE(pass->first[stream] < pass->first[stream + 1]);
    }
  }
}

TEST_CASE("PANN gets the activation width and the additions that its budget allows") {
  NetworkStreamOptions options{8};
  options.width_by = pann::analysis::WidthBy::mse;
  const NetworkOperands operands = network_operands(default_network(), options);
  CHECK(operands.budget == 64.0);
  CHECK(operands.activation_bits == 5);
  CHECK(operands.additions_planned == Approx(64.0 / 5 - 0.5));
  CHECK(operands.additions_measured == Approx(operands.additions_planned).epsilon(0.1));
  CHECK(*std::max_element(operands.pann.x.begin(), operands.pann.x.end()) == 31);
  CHECK(*std::max_element(operands.mac.x.begin(), operands.mac.x.end()) == 255);
  CHECK(operands.pann.operations() == operands.elements);
}

TEST_CASE("Algorithm 1 gives PANN the width that is most accurate on the validation samples") {
  // The same by pann explore, on all samples.
  const pann::analysis::Network network = pann::analysis::read_network(default_network());
  pann::analysis::ExploreOptions exploring;
  exploring.samples = 0;
  for (const int bits : {2, 4, 8}) {
    NetworkStreamOptions options{bits};
    options.calibration_samples = 0;
    const NetworkOperands operands = network_operands(default_network(), options);
    exploring.budgets = {operands.budget};
    const auto explored = pann::analysis::explore(network, exploring);
    CHECK(operands.activation_bits == explored.budgets[0].chosen().activation_bits);
    CHECK(operands.additions_planned == explored.budgets[0].chosen().additions);
    CHECK(operands.width_choice.starts_with("Algorithm 1, "));
  }
}

TEST_CASE("the stated widths hold every weight and every sum") {
  for (const int bits : {2, 4, 8}) {
    const NetworkOperands operands = network_operands(default_network(), {bits});
    const std::int64_t w_limit = std::int64_t{1} << (operands.pann_w_bits - 1);
    const std::int64_t sum_limit = std::int64_t{1} << (operands.accumulator_bits - 1);
    for (const std::uint64_t w : operands.pann.w) {
      REQUIRE(std::abs(static_cast<std::int64_t>(w)) < w_limit);
    }
    for (const OperandStreams* streams : {&operands.mac, &operands.pann, &operands.positive}) {
      for (std::size_t stream = 0; stream < streams->streams(); ++stream) {
        REQUIRE(std::abs(dot(*streams, stream)) < sum_limit);
      }
    }
  }
}

TEST_CASE("layers, rows and images can be chosen") {
  const NetworkOperands operands = network_operands(default_network(), {8, {"fc3", "fc1"}, 10, 5});
  CHECK(operands.mac.streams() == 20);
  CHECK(operands.mac.first[1] == 24);
  CHECK(operands.mac.operations() == 10 * 24 + 10 * 64);
  CHECK(operands.mac.origin == "fc3, fc1 of digits MLP 64-48-24-10");
  CHECK(code_of_network_streams([] {
          network_operands(default_network(), {8, {"fc9"}});
        }) == "network.layer");
  CHECK(code_of_network_streams([] { network_operands(default_network(), {1}); }) ==
        "network.bits");
  CHECK(code_of_network_streams([] { network_operands(default_network(), {17}); }) ==
        "network.bits");
  CHECK(code_of_network_streams([] { network_operands("no-such-network", {8}); }) ==
        "network.missing");
}

TEST_CASE("the data directory can be moved") {
  ::setenv("PANN_DATA_DIR", "/nowhere", 1);
  CHECK(pann::analysis::data_directory() == "/nowhere");
  CHECK(code_of_network_streams([] { default_network(); }) == "network.default");
  ::unsetenv("PANN_DATA_DIR");
  CHECK(std::filesystem::exists(default_network()));
}

TEST_CASE("streams of a trained network on disk are taken as they are") {
  const auto file = pann::test::test_data("PANN_NETWORK_PATH", "resnet8_cifar10/streams_b4.npz");
  if (!file) return;
  const NetworkOperands operands = network_operands(*file, {4});
  CHECK(operands.activation_bits == 4);
  CHECK(operands.additions_planned == 24.0 / 4 - 0.5);
  CHECK(operands.additions_measured == Approx(24.0 / 4 - 0.5).epsilon(0.05));
  CHECK(total(operands.positive) - total(operands.negative) == total(operands.mac));
  CHECK(operands.mac.streams() == 640);
}
