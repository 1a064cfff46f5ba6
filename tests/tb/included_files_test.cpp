#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/input.h"
#include "support/output.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

namespace fs = std::filesystem;
using namespace pann;
using generator::Direction;
using generator::Role;

namespace {

// An adder of one bit more than its operands; how many bits they have is in `rtl/width.vh`, what it
// does with them in `common/sum.vh`, which stands in a folder of its own.
struct IncludingDesign {
  support::TemporaryDirectory temporary{};
  tb::DesignFiles files{};

  IncludingDesign() {
    files.directory = temporary.path() / "rtl";
    fs::create_directories(files.directory / "sub");
    fs::create_directories(temporary.path() / "com mon");
    support::write_file(files.directory / "top.v",
                        "module top (input [3:0] x_i, input [3:0] w_i, output [7:0] product_o);\n"
                        "`include \"sub/body.vh\"\nendmodule\n");
    support::write_file(files.directory / "sub/body.vh",
                        "`include \"invert.vh\"\n`include \"use.vh\"\n");
    invert(false);
    support::write_file(temporary.path() / "com mon/use.vh",
                        "wire [3:0] operand = x_i ^ `INVERT;\n"
                        "assign product_o = {4'b0, operand} * {4'b0, w_i};\n");
    files.manifest.design.kind = generator::Kind::multiplier;
    files.manifest.design.x_width = files.manifest.design.w_width = 4;
    files.manifest.design.x_signed = files.manifest.design.w_signed = false;
    files.manifest.top = "top";
    files.manifest.files = {"top.v"};
    files.manifest.include = {"../com mon"};
    files.manifest.ports = {{"x_i", Direction::input, 4, Role::x},
                            {"w_i", Direction::input, 4, Role::w},
                            {"product_o", Direction::output, 8, Role::product}};
  }

  void invert(bool inverts) const {
    support::write_file(files.directory / "sub/invert.vh",
                        fmt::format("`define INVERT 4'h{}\n", inverts ? "f" : "0"));
  }
};

}  // namespace

TEST_CASE("every engine finds included files in the same places and plays them as they are now") {
  const IncludingDesign design;
  tb::StimulusSpec stimulus;
  stimulus.vectors = 100;
  const tb::OperandStreams operands = tb::make_operands(stimulus, design.files.manifest);
  for (const tb::Engine engine : {tb::Engine::native, tb::Engine::verilator, tb::Engine::icarus}) {
    CAPTURE(tb::name(engine));
    design.invert(false);
    CHECK(tb::measure(design.files, operands, engine).result.mismatches == 0);
    // The edit is in a file that only an included file includes.
    design.invert(true);
    CHECK(tb::measure(design.files, operands, engine).result.mismatches > 50);
  }
}
