#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "broken_files.h"
#include "generator/testbench/testbench.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "tb/measure.h"
#include "tb/stimulus/npy.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_files.h"
#include "tb/stimulus/synthetic.h"
#include "test_data.h"

using namespace pann;
using namespace pann::generator;
namespace fs = std::filesystem;

namespace {

struct Outcome {
  int exit_code = 0;
  std::string output;
};

/// An emitted design with its bench in a folder of its own.
class Bench {
 public:
  /// Breaks the first `from` of each file where asked.
  explicit Bench(const DesignSpec& spec, const std::string& from = "", const std::string& to = "") {
    EmittedDesign design = emit(spec);
    for (EmittedFile& file : testbench(design.manifest)) design.files.push_back(file);
    test::write_files(directory_.path(), design.files, from, to);
    files_ = {directory_.path(), design.manifest};
  }

  Outcome make(const std::string& target, const std::string& arguments = "") const {
    support::ProcessOptions options;
    // Built and run once: optimizing takes longer than it saves.
    options.arguments = {"make",         target,           "OPT_FAST=-O0",
                         "OPT_SLOW=-O0", "OPT_GLOBAL=-O0", "ARGS=" + arguments};
    options.directory = directory_.path();
    const auto result = support::run_process(options);
    return {result.exit_code, result.output + result.error};
  }

  const tb::DesignFiles& files() const { return files_; }
  const fs::path& path() const { return directory_.path(); }

 private:
  support::TemporaryDirectory directory_;
  tb::DesignFiles files_;
};

/// The rows of a table of toggles: "name toggles", in order.
std::vector<std::string> rows_of(const std::string& output) {
  std::vector<std::string> rows;
  std::istringstream text(output);
  bool is_table = false;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string name;
    std::string toggles;
    std::string rest;
    const bool is_row = static_cast<bool>(words >> name >> toggles >> rest);
    if (is_table && is_row && toggles != "operations,") rows.push_back(name + " " + toggles);
    is_table = is_table || name == "element";
  }
  return rows;
}

std::vector<std::string> rows_of(const Bench& bench, const tb::OperandStreams& operands) {
  const tb::Measurement measurement =
      tb::measure(bench.files(), operands, tb::MeasureOptions{.engine = tb::Engine::native});
  CHECK(measurement.result.mismatches == 0);
  std::vector<std::string> rows;
  for (const activity::ElementCount& element : measurement.elements) {
    rows.push_back(element.name + " " + std::to_string(element.toggles));
  }
  return rows;
}

tb::StimulusSpec stimulus(tb::Distribution distribution, std::uint64_t vectors,
                          std::uint64_t length, std::uint64_t seed) {
  tb::StimulusSpec spec;
  spec.distribution = distribution;
  spec.vectors = vectors;
  spec.length = length;
  spec.seed = seed;
  return spec;
}

/// Corner cases pass, and drawn operands give the tool's own toggles.
void check_bench(const DesignSpec& spec) {
  const Bench bench(spec);
  const Outcome run = bench.make("run");
  CHECK_MESSAGE(run.exit_code == 0, run.output);
  CHECK(run.output.find(" operations, 0 mismatches") != std::string::npos);
  const Outcome uniform = bench.make("toggles", "+vectors=730 +length=40 +seed=5");
  CHECK_MESSAGE(uniform.exit_code == 0, uniform.output);
  const auto drawn = stimulus(tb::Distribution::uniform, 730, 40, 5);
  CHECK(rows_of(uniform.output) == rows_of(bench, tb::make_operands(drawn, spec)));
}

DesignSpec pipelined_dot() {
  return {.kind = Kind::dot,
          .x_signed = false,
          .lanes = 3,
          .pipeline = 2,
          .enable = true,
          .valid = true};
}

}  // namespace

TEST_CASE("the stand-alone testbench checks units of every shape and counts what pann sim counts") {
  check_bench(pipelined_dot());
  check_bench({.kind = Kind::pann_dot, .w_width = 3, .x_signed = false});
  check_bench({.kind = Kind::pann_dot,
               .w_width = 3,
               .x_signed = false,
               .plane_lanes = generator::plane_lanes({2, 1}),
               .planes = generator::Planes::binary});
  check_bench({.kind = Kind::pann_dot,
               .w_width = 3,
               .x_signed = false,
               .planes = generator::Planes::repetition});
  generator::DesignSpec positions{
      .kind = Kind::pann_array, .x_width = 4, .w_width = 3, .x_signed = false, .positions = 3};
  check_bench(positions);
  positions.fetch = generator::Fetch::index;
  positions.window = 5;
  check_bench(positions);
  check_bench({.kind = Kind::mac_array,
               .multiplier = Architecture::array,
               .x_width = 4,
               .w_width = 3,
               .acc_width = 12,
               .rows = 3,
               .columns = 2});
  check_bench({.kind = Kind::mac_array,
               .x_width = 4,
               .w_width = 3,
               .acc_width = 12,
               .x_signed = false,
               .rows = 2,
               .columns = 3,
               .dataflow = generator::Dataflow::weight_stationary});
  // Each takes Verilator's and a compiler's ten seconds; the others differ from these in a line.
  if (!test::runs_when_full("the other kinds")) return;
  check_bench({.kind = Kind::multiplier,
               .multiplier = Architecture::array,
               .x_width = 19,
               .w_width = 12,
               .x_signed = false});
  check_bench({.kind = Kind::split_mac,
               .multiplier = Architecture::booth2,
               .x_width = 13,
               .w_width = 20,
               .acc_width = 128,
               .x_signed = false,
               .recode = Operand::x,
               .bias = true});
  check_bench({.kind = Kind::dot,
               .x_signed = false,
               .accumulate = Accumulation::fused,
               .lanes = 5,
               .sign_ordered = true,
               .reset = Reset::none,
               .valid = true,
               .round = 3});
  check_bench({.kind = Kind::mac,
               .multiplier = Architecture::heap,
               .accumulate = Accumulation::carry_save});
  check_bench({.kind = Kind::dot, .acc_width = 20, .lanes = 2, .saturate = true});
  check_bench({.kind = Kind::mac,
               .multiplier = Architecture::heap,
               .acc_width = 24,
               .x_signed = false,
               .accumulate = Accumulation::fused,
               .zero_gate = true,
               .lazy_high = 8});
  check_bench({.kind = Kind::dot,
               .acc_width = 24,
               .lanes = 2,
               .pipeline = 1,
               .valid = true,
               .clock_gate = true,
               .zero_gate = true});
  check_bench({.kind = Kind::split_mac, .x_signed = false, .zero_gate = true});
  check_bench({.kind = Kind::pann_mac, .w_width = 4, .bias = true});
  check_bench({.kind = Kind::pann_mac, .w_width = 5, .sequencer = Sequencer::local});
  check_bench({.kind = Kind::sad_mac, .x_width = 9, .w_width = 4, .w_signed = false});
  check_bench({.kind = Kind::shift_mac, .x_width = 7, .w_width = 5, .bias = true});
  check_bench({.kind = Kind::adder, .x_width = 13});
  check_bench({.kind = Kind::accumulator, .bias = true});
}

TEST_CASE("the stand-alone testbench draws Gaussians, reads files and holds a baseline") {
  const DesignSpec spec{.multiplier = Architecture::array, .x_width = 5, .w_width = 4};
  const Bench bench(spec);
  const Outcome gaussian =
      bench.make("toggles", "+stimulus=gaussian +vectors=900 +range=nonnegative");
  auto drawn = stimulus(tb::Distribution::gaussian, 900, tb::kDefaultStreamLength, 1);
  drawn.range = tb::Range::nonnegative;
  CHECK_MESSAGE(gaussian.exit_code == 0, gaussian.output);
  CHECK(rows_of(gaussian.output) == rows_of(bench, tb::make_operands(drawn, spec)));

  const tb::NpyArray x{tb::NpyType::signed_integer, 2, {2, 3}, {3, 15, ~0ULL, 9, ~15ULL, 7}, {}};
  const tb::NpyArray w{tb::NpyType::signed_integer, 1, {2, 3}, {~7ULL, 7, 1, 2, ~0ULL, 0}, {}};
  const fs::path file = bench.path() / "operands.npz";
  support::write_file(file, tb::npz_bytes({{"a_x", x}, {"a_w", w}}));
  const Outcome from_file = bench.make("toggles", "+stimulus=operands.npz");
  CHECK(rows_of(from_file.output) == rows_of(bench, tb::read_operands(file, {}, spec)));

  CHECK(bench.make("baseline", "+vectors=500").exit_code == 0);
  CHECK(bench.make("toggles", "+vectors=500").exit_code == 0);
  // Other operands say nothing about the same design.
  CHECK(bench.make("toggles", "+vectors=501").output.find("other operands") != std::string::npos);
  const fs::path baseline = bench.path() / "baseline.json";
  std::string text = support::read_file(baseline);
  text.insert(text.find("\"toggles\": ") + 11, "1");
  support::write_file(baseline, text);
  const Outcome moved = bench.make("toggles", "+vectors=500");
  CHECK(moved.exit_code != 0);
  CHECK_MESSAGE(moved.output.find("regression: multiplier_inputs went from 1") != std::string::npos,
                moved.output);
  CHECK(bench.make("toggles", "+vectors=500 +tolerance=1").exit_code == 0);
  const Outcome unknown = bench.make("run", "+vector=500");
  CHECK(unknown.exit_code != 0);
  CHECK(unknown.output.find("+vector=500: no option") != std::string::npos);
  fs::remove(baseline);
  const auto networks = test::test_data("PANN_NETWORK_PATH", "mlp_digits/streams_b4.npz");
  if (!networks) return;
  const Outcome packed = bench.make("toggles", "+stimulus=" + networks->string());
  CHECK(rows_of(packed.output) == rows_of(bench, tb::read_operands(*networks, {}, spec)));
}

TEST_CASE("the stand-alone testbench finds a wrong unit") {
  const Outcome outcome = Bench(DesignSpec{}, "(a_i & b_i) |", "(a_i & ~b_i) |").make("run");
  CHECK(outcome.exit_code != 0);
  CHECK(outcome.output.find("mismatch in operation") != std::string::npos);
}

TEST_CASE("a design that has no arithmetic of ours has no stand-alone testbench") {
  Manifest foreign;
  foreign.design.kind = Kind::other;
  foreign.top = "filter";
  CHECK_THROWS_WITH_AS(testbench(foreign), doctest::Contains("nothing says what filter computes"),
                       support::Failure);
}
