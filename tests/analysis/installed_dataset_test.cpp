#include "analysis/network/installed_dataset.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network/inference.h"
#include "analysis/network/network.h"
#include "analysis/network/network_streams.h"
#include "analysis/network/shipped_network.h"
#include "analysis/network_folder.h"
#include "environment.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "test_data.h"

using nlohmann::json;
using pann::support::write_file;
using pann::tb::NpyArray;
using pann::tb::NpyType;
using pann::test::OneLayerFolder;
using pann::test::Variables;
using namespace std::string_literals;
namespace an = pann::analysis;
namespace fs = std::filesystem;

namespace {

const json kInstalledDatasetDense{
    {"type", "dense"}, {"in_shape", {4}}, {"out_shape", {3}}, {"activation", nullptr}};

NpyArray numbers(const std::vector<std::uint64_t>& values,
                 NpyType type = NpyType::unsigned_integer) {
  return {type, 2, {values.size()}, values, {}};
}

/// A network whose samples are those of a data set of 2 x 2 pixels, installed in a place of its
/// own.
class Installed {
 public:
  Installed() : folder_(kInstalledDatasetDense, {3, 4}, 3) {
    fs::create_directory(directory_.path() / "fashion-mnist");
    folder_.add("validation.npy", numbers({1, 2}));
    folder_.network["dataset"] = {{"name", "fashion-mnist"}, {"validation", "validation.npy"}};
    folder_.write();
    images("train", 3, "abcdefghijkl");
    labels("train", 3, "\0\1\2"s);
    images("t10k", 2, "mnopqrst");
    labels("t10k", 2, "\2\0"s);
  }

  void images(const std::string& part, char count, const std::string& values) const {
    const std::string header = "\0\0\x08\x03\0\0\0"s + count + "\0\0\0\2\0\0\0\2"s;
    write_file(place(part + "-images-idx3-ubyte"), header + values);
  }
  void labels(const std::string& part, char count, const std::string& values) const {
    write_file(place(part + "-labels-idx1-ubyte"), "\0\0\x08\x01\0\0\0"s + count + values);
  }

  an::Dataset read(an::Split split) const {
    const Variables place({{"PANN_DATASET_PATH", directory_.path().string()}});
    return an::read_dataset(an::read_network(folder_.folder()), split);
  }
  std::string code(an::Split split) const {
    try {
      read(split);
    } catch (const pann::support::Failure& failure) {
      return failure.diagnostics().front().code;
    }
    return "";
  }

  OneLayerFolder& folder() { return folder_; }
  fs::path place(const std::string& file) const {
    return directory_.path() / "fashion-mnist" / file;
  }

 private:
  OneLayerFolder folder_;
  pann::support::TemporaryDirectory directory_{};
};

std::vector<double> scaled(const std::string& letters) {
  std::vector<double> values;
  for (const char letter : letters) values.push_back((letter - 1) * 0.5);
  return values;
}

/// The class that floating-point inference names for each sample, a digit.
std::string predictions(const an::Network& network, const an::Dataset& samples) {
  const an::Inference inference(network);
  std::string named;
  for (std::size_t i = 0; i < samples.samples(); ++i) {
    const an::Tensor output = inference.run(samples.sample(i));
    const auto largest = std::max_element(output.begin(), output.end());
    named += static_cast<char>('0' + (largest - output.begin()));
  }
  return named;
}

double share_right(const std::string& named, const std::vector<int>& labels) {
  double right = 0.0;
  for (std::size_t i = 0; i < labels.size(); ++i) right += named[i] - '0' == labels[i] ? 1.0 : 0.0;
  return right / static_cast<double>(labels.size());
}

}  // namespace

TEST_CASE("the images that a network lists validate, those of the data set's test set test") {
  const Installed installed;
  const an::Dataset validation = installed.read(an::Split::validation);
  CHECK(validation.labels == std::vector<int>{1, 2});
  CHECK(validation.inputs == scaled("efghijkl"));
  const an::Dataset test = installed.read(an::Split::test);
  CHECK(test.labels == std::vector<int>{2, 0});
  CHECK(test.inputs == scaled("mnopqrst"));
}

TEST_CASE("a data set that is not installed is missed with the package that has it") {
  const Installed installed;
  fs::remove(installed.place("t10k-labels-idx1-ubyte"));
  CHECK(installed.code(an::Split::validation) == "");
  try {
    installed.read(an::Split::test);
    FAIL("read what is not there");
  } catch (const pann::support::Failure& failure) {
    const pann::support::Diagnostic& fault = failure.diagnostics().front();
    CHECK(fault.code == "dataset.missing");
    CHECK(fault.hint.find("apt install dataset-fashion-mnist") != std::string::npos);
  }
}

TEST_CASE("a data set that does not fit its network is refused by name") {
  const Installed installed;
  installed.labels("train", 2, "\0\1"s);
  CHECK(installed.code(an::Split::validation) == "network.dataset");
  installed.labels("train", 3, "\0\1\3"s);
  CHECK(installed.code(an::Split::validation) == "network.label");
  installed.labels("t10k", 1, "\0"s);
  CHECK(installed.code(an::Split::test) == "network.dataset");
  installed.images("t10k", 1, "abcd"s);
  CHECK(installed.code(an::Split::test) == "");
  write_file(installed.place("t10k-images-idx3-ubyte"), "\0\0\x08\x01\0\0\0\1a"s);
  CHECK(installed.code(an::Split::test) == "network.dataset");
  installed.images("t10k", 1, "abc");
  CHECK(installed.code(an::Split::test) == "idx.size");
}

TEST_CASE("the numbers of validating images are in range, ascending and each there once") {
  Installed installed;
  const auto code_with = [&](const NpyArray& listed) {
    installed.folder().add("validation.npy", listed);
    return installed.code(an::Split::validation);
  };
  CHECK(code_with(numbers({0, 2})) == "");
  CHECK(code_with(numbers({0, 3})) == "network.dataset");
  CHECK(code_with(numbers({2, 0})) == "network.dataset");
  CHECK(code_with(numbers({1, 1})) == "network.dataset");
  CHECK(code_with(numbers({})) == "network.dataset");
  CHECK(code_with(numbers({0, 1}, NpyType::signed_integer)) == "network.dataset");
  CHECK(code_with({NpyType::floating, 8, {1}, {}, {1.0}}) == "network.dataset");
  json& dataset = installed.folder().network["dataset"];
  dataset["validation"] = "../validation.npy";
  installed.folder().write();
  CHECK(installed.code(an::Split::test) == "network.field");
  dataset["validation"] = "validation.npy";
  dataset["name"] = "imagenet";
  installed.folder().write();
  CHECK(installed.code(an::Split::test) == "network.field");
}

TEST_CASE("a network is found by its path, then among those that the project ships") {
  CHECK(an::network_place("") == an::default_network());
  CHECK(an::network_place("digits_mlp") == an::default_network());
  CHECK(an::network_place("/tmp") == "/tmp");
  CHECK(an::read_network(an::network_place("fashion_lenet")).macs() == 416520);
  CHECK(an::read_network(an::network_place("fashion_resnet8")).macs() == 9345920);
  for (const char* name : {"fashion", "fashion_lenet/../digits_mlp", "..x"}) {
    CHECK_THROWS_AS(an::network_place(name), pann::support::Failure);
  }
}

TEST_CASE("the shipped networks on Fashion-MNIST are as right here as PyTorch said") {
  const Variables place({{"PANN_DATASET_PATH", std::nullopt}});
  for (const char* name : {"fashion_lenet", "fashion_resnet8"}) {
    CAPTURE(name);
    const an::Network network = an::read_network(an::network_place(name));
    if (!fs::exists(an::dataset_folder(*an::sample_source(network.folder)->dataset))) {
      pann::test::say_skipped("dataset-fashion-mnist is not installed");
      return;
    }
    const json facts = json::parse(pann::support::read_file(network.folder / "network.json"));
    const auto stated = facts["first_test_predictions"].get<std::string>();
    const std::size_t count = pann::test::is_full_run() ? 0 : stated.size();
    const an::Dataset test = an::read_dataset(network, an::Split::test, {count});
    const std::string named = predictions(network, test);
    CHECK(named.substr(0, stated.size()) == stated);
    if (count != 0) continue;
    const double right = share_right(named, test.labels);
    CHECK(right == doctest::Approx(facts["test_accuracy"].get<double>()).epsilon(2e-4));
  }
}
