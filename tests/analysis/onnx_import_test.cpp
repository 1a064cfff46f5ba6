// Models that PyTorch exported (tests/onnx/make_models.py), beside what PyTorch makes of the same
// samples.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/network/inference.h"
#include "analysis/network/network_write.h"
#include "analysis/network/quantization.h"
#include "analysis/onnx/import.h"
#include "analysis/onnx/operators.h"
#include "analysis/onnx/samples.h"
#include "analysis/onnx_models.h"
#include "analysis/plain_inference.h"
#include "support/process.h"
#include "tb/stimulus/npz.h"

namespace an = pann::analysis;
namespace fs = std::filesystem;
using pann::support::TemporaryDirectory;

namespace {

/// Imports NAME.onnx with the samples of NAME.npz into a folder and reads it back.
an::Network imported(const fs::path& model, const fs::path& folder) {
  const an::Network network = an::import_network(an::read_onnx(model));
  pann::support::OutputDirectory output(folder);
  fs::path samples = model;
  an::add_samples(network, samples.replace_extension(".npz"), output);
  an::write_network(network, output);
  output.commit();
  return an::read_network(folder);
}

/// Largest difference to PyTorch's outputs, divided by the largest of them. Samples 0, 2, ... are
/// those of test, 1, 3, ... those of validation.
double distance_to_torch(const fs::path& model, const an::Network& network) {
  fs::path samples = model;
  const auto expected = pann::tb::NpzArchive::open(samples.replace_extension(".npz")).read("y");
  const std::size_t size = expected.elements() / expected.shape.front();
  REQUIRE(network.layers.back().out.size() == size);
  double largest = 0.0;
  double difference = 0.0;
  const an::Inference inference(network);
  for (const an::Split split : {an::Split::test, an::Split::validation}) {
    const an::Dataset dataset = an::read_dataset(network, split);
    for (std::size_t i = 0; i < dataset.samples(); ++i) {
      const an::Tensor found = inference.run(dataset.sample(i));
      const std::size_t row = 2 * i + (split == an::Split::test ? 0 : 1);
      for (std::size_t k = 0; k < size; ++k) {
        const double wanted = expected.reals[row * size + k];
        largest = std::max(largest, std::abs(wanted));
        difference = std::max(difference, std::abs(found[k] - wanted));
      }
    }
    CHECK(an::accuracy(inference, dataset) == 1.0);  // Labels are PyTorch's classes.
  }
  return difference / largest;
}

constexpr double kAsTorch = 1e-4;  // PyTorch computes in float32.

std::vector<std::size_t> types_of(const an::Network& network) {
  std::vector<std::size_t> counts(an::kLayerTypes.size(), 0);
  for (const an::Layer& layer : network.layers) ++counts[static_cast<std::size_t>(layer.type)];
  return counts;
}

std::size_t count_of(const an::Network& network, an::LayerType type) {
  return types_of(network)[static_cast<std::size_t>(type)];
}

}  // namespace

TEST_CASE("models of every operator compute what PyTorch computes, and are read back as such") {
  for (const std::string& name : pann::test::onnx_models()) {
    CAPTURE(name);
    const TemporaryDirectory directory;
    const fs::path model = pann::test::onnx_model(name);
    const an::Network network = imported(model, directory.path() / name);
    CHECK(distance_to_torch(model, network) < kAsTorch);
  }
}

TEST_CASE("what is read becomes the layers that it is") {
  if (pann::test::onnx_models().empty()) return;
  const auto read = [](const char* name) {
    return an::import_network(an::read_onnx(pann::test::onnx_model(name)));
  };
  const an::Network windows = read("windows_13");
  CHECK(windows.input == an::TensorShape{8, 8, 3});
  REQUIRE(windows.layers.size() == 7);
  CHECK(windows.layers[0].activation == an::Activation::relu);
  CHECK(windows.layers[1].activation == an::Activation::relu6);
  CHECK(windows.layers[1].groups == 2);
  CHECK(windows.layers[1].window.dilation_y == 2);
  CHECK(windows.layers[2].type == an::LayerType::depthwise_conv2d);
  CHECK(windows.layers[3].groups == 6);  // Two filters a channel.
  CHECK(windows.layers[6].type == an::LayerType::softmax);
  // Norms: behind the first convolution, the depthwise one and the dense layer they are folded; of
  // what is joined and of what is flattened they are layers.
  const an::Network norms = read("norms");
  CHECK(count_of(norms, an::LayerType::conv2d) == 1);
  CHECK(count_of(norms, an::LayerType::depthwise_conv2d) == 3);
  CHECK(count_of(norms, an::LayerType::dense) == 2);
  CHECK(count_of(norms, an::LayerType::identity) == 1);  // The ReLU beside a sum that two see.
}

TEST_CASE("an imported network's integer inference equals plain loops, layer by layer") {
  for (const std::string& name : pann::test::onnx_models()) {
    CAPTURE(name);
    const TemporaryDirectory directory;
    const an::Network network = imported(pann::test::onnx_model(name), directory.path() / name);
    const an::Dataset dataset = an::read_dataset(network, an::Split::validation);
    const an::Calibration calibration = an::calibrate(network, dataset);
    for (const an::Arithmetic& arithmetic :
         {an::Arithmetic::uniform(5, 4), an::Arithmetic::pann(6, 4.5)}) {
      const auto layers = an::quantize(network, calibration, arithmetic);
      pann::test::check_equal(network, layers, dataset, dataset.samples());
    }
  }
}

TEST_CASE("models of torchvision's definitions compute what PyTorch computes") {
  if (!pann::test::runs_when_full("minutes of PyTorch")) return;
  if (!an::can_read_onnx()) return;
  const TemporaryDirectory directory;
  const std::string script = fs::path(pann::test::kSourceDirectory) / "tests/onnx/make_models.py";
  const auto torch = pann::support::run_process(
      {{"/usr/bin/python3", script, "large", directory.path().string()}});
  if (torch.exit_code != 0) {
    pann::test::say_skipped("PyTorch with torchvision and ONNX is not installed");
    return;
  }
  for (const char* name : {"resnet18", "resnet18_norms", "mobilenet_v2", "vgg16"}) {
    CAPTURE(name);
    const fs::path model = directory.path() / (std::string(name) + ".onnx");
    const an::Network network = imported(model, directory.path() / name);
    CHECK(network.layers.back().out.size() == 1000);
    CHECK(distance_to_torch(model, network) < kAsTorch);
  }
}
