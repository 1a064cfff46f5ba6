#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/onnx/model.h"
#include "cli/cli_runner.h"
#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "test_data.h"

using nlohmann::json;
using pann::test::CliResult;
using pann::test::run_pann;
namespace fs = std::filesystem;

namespace {

fs::path model_file(const char* name) {
  return fs::path(pann::test::kSourceDirectory) / "tests/onnx/models" / name;
}

bool reads_onnx() {
  if (pann::analysis::can_read_onnx()) return true;
  pann::test::say_skipped("libonnx is not installed");
  return false;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

TEST_CASE("pann import makes a network of an ONNX file that pann explore runs") {
  if (!reads_onnx()) return;
  const pann::support::TemporaryDirectory directory;
  const std::string folder = (directory.path() / "network").string();
  const std::string model = model_file("windows_13.onnx").string();
  const std::string samples = model_file("windows_13.npz").string();
  const CliResult bare = run_pann({"import", model, "-o", folder});
  CHECK(bare.error == "");
  REQUIRE(bare.exit_code == 0);
  CHECK(bare.output.find("8x8x3 values in, 5 out, ") != std::string::npos);
  CHECK(bare.output.find("no samples: `pann explore` needs some") != std::string::npos);
  const CliResult missing = run_pann({"explore", "--network", folder});
  CHECK(missing.exit_code == 2);
  CHECK(missing.error.find("no validation samples") != std::string::npos);
  CHECK(missing.error.find("--data") != std::string::npos);
  const CliResult whole =
      run_pann({"import", model, "-o", folder, "--data", samples, "--name", "mine", "--scale",
                "1.0", "--zero-point", "0", "--seed", "1", "--json", "-"});
  CHECK(whole.error == "");
  REQUIRE(whole.exit_code == 0);
  const json report = json::parse(whole.output);
  CHECK(report["schema"] == "pann.import");
  CHECK(report["network"] == "mine");
  CHECK(report["input"] == json({8, 8, 3}));
  CHECK(report["layers"]["conv2d"] == 3);
  CHECK(report["test_samples"] == 2);
  const CliResult explored = run_pann({"explore", "--network", folder, "--budget", "8bit",
                                       "--min-bits", "8", "--max-bits", "8", "--json", "-"});
  CHECK(explored.error == "");
  REQUIRE(explored.exit_code == 0);
  const json study = json::parse(explored.output);
  CHECK(study["network"] == "mine");
  CHECK(study["float"]["test_accuracy"] == 1.0);  // Labels are the classes that PyTorch finds.
}

TEST_CASE("pann import keeps off other results, and leaves nothing where it fails") {
  if (!reads_onnx()) return;
  const pann::support::TemporaryDirectory directory;
  const fs::path folder = directory.path() / "network";
  const std::string model = model_file("pools.onnx").string();
  fs::create_directory(folder);
  pann::support::write_file(folder / "study.json", "{}");
  const CliResult other = run_pann({"import", model, "-o", folder.string()});
  CHECK(other.exit_code == 2);
  CHECK(other.error.find("[output.kind]") != std::string::npos);
  CHECK(run_pann({"import", model, "-o", folder.string(), "--force", "--quiet"}).exit_code == 0);
  CHECK(fs::exists(folder / "network.json"));
  const fs::path fresh = directory.path() / "fresh";
  const CliResult samples = run_pann(
      {"import", model, "-o", fresh.string(), "--data", model_file("windows_13.npz").string()});
  CHECK(samples.exit_code == 2);
  CHECK(samples.error.find("x has shape (4, 3, 8, 8): the network wants (1, 2, 8, 8)") !=
        std::string::npos);
  CHECK(!fs::exists(fresh));
}

TEST_CASE("pann import names every operator that it does not read") {
  if (!reads_onnx()) return;
  const pann::support::TemporaryDirectory directory;
  std::string bytes = pann::support::read_file(model_file("windows_13.onnx"));
  replace_all(bytes,
              "\"\x04"
              "Conv",
              "\"\x04"
              "Cxnv");
  replace_all(bytes,
              "\"\x07"
              "Softmax",
              "\"\x07"
              "Hardmax");
  const fs::path file = directory.path() / "changed.onnx";
  pann::support::write_file(file, bytes);
  const CliResult result =
      run_pann({"import", file.string(), "-o", (directory.path() / "network").string()});
  CHECK(result.exit_code == 2);
  CHECK(result.error.find("the operator Cxnv is not read: node '/first/Conv' (Cxnv), ") !=
        std::string::npos);
  CHECK(result.error.find("and 1 more") != std::string::npos);
  CHECK(result.error.find("the operator Hardmax is not read") != std::string::npos);
}
