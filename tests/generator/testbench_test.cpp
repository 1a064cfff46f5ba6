#include "generator/testbench/testbench.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "broken_files.h"
#include "support/output.h"
#include "support/process.h"
#include "test_data.h"

using namespace pann::generator;

namespace {

struct Outcome {
  int exit_code = 0;
  std::string output;
};

/// Emits the design with its testbench into `directory`, breaks `broken.first` of the top module's
/// text where asked, and runs make.
Outcome make_and_run(const DesignSpec& spec, const std::string& from = "",
                     const std::string& to = "") {
  const pann::support::TemporaryDirectory directory;
  EmittedDesign design = emit(spec);
  for (EmittedFile& file : testbench(design.manifest)) design.files.push_back(file);
  pann::test::write_files(directory.path(), design.files, from, to);
  pann::support::ProcessOptions options;
  // Built and run once: optimizing takes longer than it saves.
  options.arguments = {"make", "run", "OPT_FAST=-O0", "OPT_SLOW=-O0", "OPT_GLOBAL=-O0"};
  options.directory = directory.path();
  const auto result = pann::support::run_process(options);
  return {result.exit_code, result.output};
}

}  // namespace

TEST_CASE("the stand-alone testbench builds and passes for units of every shape") {
  DesignSpec multiplier;
  multiplier.kind = Kind::multiplier;
  multiplier.multiplier = Architecture::array;
  multiplier.x_width = 19;
  multiplier.w_width = 12;
  multiplier.x_signed = false;
  DesignSpec split;
  split.kind = Kind::split_mac;
  split.multiplier = Architecture::booth2;
  split.recode = Operand::x;
  split.x_width = 13;
  split.w_width = 20;
  split.acc_width = 128;
  split.x_signed = false;
  split.bias = true;
  DesignSpec pann;
  pann.kind = Kind::pann_mac;
  pann.sequencer = Sequencer::local;
  DesignSpec external;
  external.kind = Kind::pann_mac;
  external.bias = true;
  DesignSpec dot;
  dot.kind = Kind::pann_dot;
  dot.x_signed = false;
  dot.w_width = 3;
  const DesignSpec distance{.kind = Kind::sad_mac, .x_width = 9, .w_width = 4, .w_signed = false};
  const DesignSpec shift{.kind = Kind::shift_mac, .x_width = 7, .w_width = 5, .bias = true};
  // Each takes Verilator's and a compiler's twenty seconds; the others differ from these in a line.
  std::vector<DesignSpec> specs{multiplier, split, pann, dot, shift};
  if (pann::test::runs_when_full("pann_mac external and sad_mac")) {
    specs.insert(specs.end(), {external, distance});
  }
  for (const DesignSpec& spec : specs) {
    const Outcome outcome = make_and_run(spec);
    CHECK_MESSAGE(outcome.exit_code == 0, outcome.output);
    CHECK(outcome.output.find(" operations, 0 mismatches") != std::string::npos);
  }
}

TEST_CASE("the stand-alone testbench finds a wrong unit") {
  const Outcome outcome = make_and_run(DesignSpec{}, "(a_i & b_i) |", "(a_i & ~b_i) |");
  CHECK(outcome.exit_code != 0);
  CHECK(outcome.output.find("mismatch in operation") != std::string::npos);
}
