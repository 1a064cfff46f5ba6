#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "generator/verilated.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann::generator;

namespace {

using Values = std::vector<std::pair<std::string, int>>;

struct Verdict {
  bool accepted = false;
  std::string output;
};

/// What Verilator from 5.02x on says of itself when all is well: its version, sizes and times.
std::string without_report(const std::string& text) {
  std::string rest;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool is_report =
        line.rfind("- V e r i l a t i o n", 0) == 0 || line.rfind("- Verilator: ", 0) == 0;
    if (!is_report) rest += line + '\n';
  }
  return rest;
}

Verdict run(std::vector<std::string> arguments, const std::filesystem::path& directory) {
  pann::support::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.directory = directory;
  const auto result = pann::support::run_process(options);
  return {result.exit_code == 0, without_report(result.output + result.error)};
}

/// What Verilator, Icarus and Yosys say of a top module with parameters overridden.
std::vector<Verdict> lint(const std::filesystem::path& directory, const std::string& top,
                          const std::vector<std::string>& files, const Values& values) {
  std::vector<std::string> verilator{"verilator", "--lint-only", "-Wall", "--top-module", top};
  std::vector<std::string> icarus{"iverilog", "-g2005", "-Wall", "-s", top, "-t", "null"};
  std::string script = fmt::format("read_verilog -defer {}; ", fmt::join(files, " "));
  for (const auto& [name, value] : values) {
    verilator.push_back(fmt::format("-G{}={}", name, value));
    icarus.push_back(fmt::format("-P{}.{}={}", top, name, value));
    script += fmt::format("chparam -set {} {} {}; ", name, value, top);
  }
  script += fmt::format("hierarchy -check -top {}; proc; check -assert", top);
  verilator.insert(verilator.end(), files.begin(), files.end());
  icarus.insert(icarus.end(), files.begin(), files.end());
  return {run(verilator, directory), run(icarus, directory),
          run({"yosys", "-q", "-p", script}, directory)};
}

/// A MAC of 100 and 50 whose 12-bit widths are overridden by `value`; it always clears.
void write_wide_product(const std::filesystem::path& directory, const std::string& value) {
  pann::support::write_file(
      directory / "wide_product.v",
      fmt::format("module wide_product (input wire clk_i, output wire [31:0] acc_o);\n"
                  "  mac_booth4 #(.XWidth({0}), .WWidth({0})) u_mac (.clk_i(clk_i), "
                  ".rst_ni(1'b1), .clear_i(1'b1), .x_i(12'd100), .w_i(12'd50), "
                  ".acc_o(acc_o));\nendmodule\n",
                  value));
}

struct Unit {
  DesignSpec spec;
  Values values;  ///< Widths other than those emitted.
};

/// Heaps, whose widths are fixed, at corner widths: every partial product, reduction, final adder
/// and place of the accumulator among them.
std::vector<DesignSpec> heaps() {
  const auto heap = [](Kind kind, int x, int w, PartialProducts products, Reduction reduction,
                       FinalAdder adder) {
    return DesignSpec{.kind = kind,
                      .multiplier = Architecture::heap,
                      .x_width = x,
                      .w_width = w,
                      .x_signed = x % 2 == 0,
                      .w_signed = w % 3 != 0,
                      .partial_products = products,
                      .reduction = reduction,
                      .final_adder = adder};
  };
  using enum PartialProducts;
  using enum Reduction;
  using enum FinalAdder;
  std::vector<DesignSpec> specs{heap(Kind::multiplier, 2, 2, and_array, arrival, ripple),
                                heap(Kind::multiplier, 3, 3, booth4, wallace, kogge_stone),
                                heap(Kind::multiplier, 2, 3, booth2, dadda, sklansky),
                                heap(Kind::multiplier, 7, 12, booth4, four_to_two, brent_kung),
                                heap(Kind::multiplier, 12, 5, and_array, four_to_two, carry_select),
                                heap(Kind::multiplier, 64, 2, and_array, rows, ripple),
                                heap(Kind::multiplier, 2, 64, booth2, arrival, ripple),
                                heap(Kind::multiplier, 64, 64, booth4, arrival, sklansky),
                                heap(Kind::split_mac, 5, 7, booth4, arrival, ripple),
                                heap(Kind::mac, 8, 8, and_array, dadda, brent_kung)};
  for (const Accumulation accumulate : {Accumulation::fused, Accumulation::carry_save}) {
    for (const bool bias : {false, true}) {
      specs.push_back(heap(Kind::mac, bias ? 2 : 9, 4, bias ? and_array : booth4, arrival,
                           bias ? ripple : sklansky));
      specs.back().accumulate = accumulate;
      specs.back().bias = bias;
      specs.back().acc_width = bias ? 128 : 13;
    }
  }
  return specs;
}

/// Dot products with all that their registers can have.
std::vector<DesignSpec> dots() {
  std::vector<DesignSpec> specs(5);
  for (DesignSpec& spec : specs) spec.kind = Kind::dot;
  specs[0].x_width = specs[0].w_width = 2;
  specs[0].acc_width = 5;
  specs[0].round = 3;
  specs[1].lanes = 4;
  specs[1].accumulate = Accumulation::fused;
  specs[1].pipeline = 2;
  specs[1].reset = Reset::async;
  specs[1].enable = specs[1].valid = specs[1].saturate = true;
  specs[1].round = 4;
  specs[2].lanes = 3;
  specs[2].accumulate = Accumulation::carry_save;
  specs[2].partial_products = PartialProducts::booth4;
  specs[2].final_adder = FinalAdder::sklansky;
  specs[2].pipeline = 3;
  specs[2].reset = Reset::none;
  specs[2].round = 1;
  specs[3].lanes = 5;
  specs[3].sign_ordered = specs[3].valid = specs[3].bias = true;
  specs[3].x_signed = false;
  specs[3].pipeline = 1;
  specs[4].lanes = 2;
  specs[4].w_width = 3;
  specs[4].acc_width = 128;
  specs[4].x_signed = specs[4].w_signed = false;
  specs[4].saturate = true;
  specs[4].pipeline = 4;
  specs[4].final_adder = FinalAdder::carry_select;
  const auto add = [&specs](Kind kind, int lazy, int fanout) -> DesignSpec& {
    specs.push_back({.kind = kind, .multiplier = Architecture::heap});
    specs.back().lazy_high = lazy;
    specs.back().gate_fanout = fanout;
    return specs.back();
  };
  DesignSpec& gated = add(Kind::mac, 0, 1);
  gated.acc_width = 16;
  gated.round = 8;
  gated.clock_gate = gated.zero_gate = gated.operand_isolation = gated.enable = true;
  DesignSpec& lazy = add(Kind::mac, 16, 16);
  lazy.zero_gate = lazy.bias = true;
  lazy.reset = Reset::async;
  DesignSpec& narrow = add(Kind::dot, 1, 5);
  narrow.x_signed = narrow.w_signed = false;
  narrow.lanes = 2;
  narrow.valid = narrow.clock_gate = narrow.operand_isolation = true;
  narrow.reset = Reset::none;
  DesignSpec& rows = add(Kind::mac, 1, 2);
  rows.pipeline = 3;
  rows.valid = rows.clock_gate = rows.zero_gate = rows.operand_isolation = rows.bias = true;
  rows.accumulate = Accumulation::fused;
  rows.acc_width = 17;
  rows.reset = Reset::async;
  DesignSpec& ordered = add(Kind::dot, 3, 16);
  ordered.lanes = 2;
  ordered.pipeline = 1;
  ordered.sign_ordered = ordered.zero_gate = ordered.enable = ordered.bias = true;
  DesignSpec& single = add(Kind::dot, 1, 7);
  single.sign_ordered = single.clock_gate = single.zero_gate = single.valid = true;
  single.x_signed = false;
  return specs;
}

/// Systolic arrays, as emitted and of other sides: a single element, a row, a column.
std::vector<Unit> arrays() {
  const DesignSpec array{.kind = Kind::mac_array, .x_signed = false};
  DesignSpec fused = array;
  fused.multiplier = Architecture::heap;
  fused.accumulate = Accumulation::fused;
  fused.x_width = 3;
  fused.w_width = 2;
  fused.acc_width = 5;
  DesignSpec stationary = array;
  stationary.dataflow = Dataflow::weight_stationary;
  DesignSpec of_heaps = fused;
  of_heaps.accumulate = Accumulation::separate;
  of_heaps.dataflow = Dataflow::weight_stationary;
  DesignSpec summed = of_heaps;
  summed.accumulate = Accumulation::fused;
  return {{array, {{"Rows", 1}, {"Columns", 1}, {"XWidth", 2}, {"AccWidth", 10}}},
          {fused, {{"Rows", 1}}},
          {fused, {{"Columns", 1}}},
          {stationary, {{"Rows", 1}, {"Columns", 1}, {"XWidth", 2}, {"AccWidth", 10}}},
          {of_heaps, {{"Columns", 1}}},
          {summed, {{"Rows", 1}}}};
}

/// Lanes that are the fewest, many in one plane, an accumulator without a high part, and weights as
/// bits and as repetitions.
std::vector<DesignSpec> digit_planes() {
  DesignSpec few{.kind = Kind::pann_dot, .x_width = 2, .w_width = 2, .acc_width = 4};
  few.x_signed = false;
  few.plane_lanes = plane_lanes({1, 1});
  DesignSpec many = few;
  many.acc_width = 128;
  many.plane_lanes = plane_lanes({1, 40});
  DesignSpec full = few;
  full.w_signed = false;
  full.x_width = 5;
  full.plane_lanes = plane_lanes({3, 3, 3});
  full.acc_width = lane_sum_width(full);
  DesignSpec bits = full;
  bits.planes = Planes::binary;
  bits.plane_lanes = plane_lanes({3, 3});
  DesignSpec single = few;
  single.planes = Planes::binary;
  single.plane_lanes = plane_lanes({1});
  DesignSpec repeated = full;
  repeated.planes = Planes::repetition;
  repeated.plane_lanes = plane_lanes({16});
  repeated.acc_width = 20;
  DesignSpec alone = few;
  alone.planes = Planes::repetition;
  alone.plane_lanes = plane_lanes({1});
  return {few, many, full, bits, single, repeated, alone};
}

/// Positions side by side: with words from outside and windows of the fewest and of many words.
std::vector<Unit> positions() {
  DesignSpec array{.kind = Kind::pann_array, .x_width = 2, .w_width = 2, .acc_width = 6};
  array.x_signed = false;
  array.plane_lanes = plane_lanes({2, 1});
  DesignSpec few = array;
  few.fetch = Fetch::index;
  few.window = 2;
  DesignSpec many = few;
  many.window = 33;
  many.planes = Planes::repetition;
  many.plane_lanes = plane_lanes({1});
  many.acc_width = 2;
  return {{array, {{"Positions", 1}}}, {few, {{"Positions", 3}}}, {many, {{"Positions", 1}}}};
}

std::vector<Unit> units() {
  std::vector<Unit> units;
  for (const Architecture architecture :
       {Architecture::booth4, Architecture::booth2, Architecture::array}) {
    for (const Operand recode : {Operand::w, Operand::x}) {
      DesignSpec spec;
      spec.multiplier = architecture;
      spec.recode = recode;
      const int sign = recode == Operand::w ? 0 : 1;
      units.push_back({spec,
                       {{"XWidth", 5},
                        {"WWidth", 2},
                        {"AccWidth", 7},
                        {"XSigned", sign},
                        {"WSigned", 1 - sign}}});
    }
  }
  for (const Kind kind : {Kind::adder, Kind::accumulator, Kind::split_mac, Kind::pann_mac}) {
    for (const bool bias : {false, true}) {
      DesignSpec spec;
      spec.kind = kind;
      spec.bias = bias && manifest_of(spec).is_clocked();
      spec.sequencer = bias ? Sequencer::external : Sequencer::local;
      Values values{{"XWidth", 3}, {"AccWidth", 21}, {"XSigned", 0}};
      if (kind == Kind::adder) values = {{"Width", 3}};
      if (kind == Kind::split_mac) values.emplace_back("WWidth", 7);
      units.push_back({spec, values});
    }
  }
  for (const Kind kind : {Kind::split_mac, Kind::pann_mac}) {
    for (const bool bias : {false, true}) {
      DesignSpec spec{.kind = kind, .bias = bias};
      spec.sequencer = bias ? Sequencer::external : Sequencer::local;
      spec.clock_gate = !bias;
      spec.zero_gate = bias;
      spec.gate_fanout = bias ? 16 : 5;
      units.push_back({spec, {{"XWidth", 3}, {"AccWidth", bias ? 11 : 128}, {"XSigned", 0}}});
    }
  }
  for (const bool bias : {false, true}) {
    units.push_back({{.kind = Kind::sad_mac, .bias = bias},
                     {{"XWidth", 3}, {"WWidth", 5}, {"AccWidth", 6}, {"XSigned", 0}}});
    const DesignSpec shift{.kind = Kind::shift_mac,
                           .w_width = bias ? 6 : 2,
                           .acc_width = 39,
                           .w_signed = bias,
                           .bias = bias};
    units.push_back({shift, {{"XWidth", 2}, {"AccWidth", 33}, {"XSigned", bias ? 1 : 0}}});
  }
  for (const Unit& unit : arrays()) units.push_back(unit);
  for (const Unit& unit : positions()) units.push_back(unit);
  for (const DesignSpec& spec : heaps()) units.push_back({spec, {}});
  for (const DesignSpec& spec : dots()) units.push_back({spec, {}});
  for (const DesignSpec& spec : digit_planes()) units.push_back({spec, {}});
  return units;
}

/// The widest operands and accumulator that the kind has.
Values widest(Kind kind) {
  if (kind == Kind::adder) return {{"Width", 64}};
  Values values{{"XWidth", 64}, {"AccWidth", 128}};
  if (has_multiplier(kind)) values.emplace_back("WWidth", 64);
  return values;
}

/// At 64 rows of 64 bits Verilator takes many seconds for the structures with a row a bit.
bool is_quick_at_full_width(const DesignSpec& spec) {
  // Dot products have fixed widths, as heaps have.
  if (spec.kind == Kind::dot || packs_elements(spec)) return false;
  // What is wide in an array is its MAC.
  if (spec.kind == Kind::mac_array) return false;
  return !has_heap(spec) && spec.multiplier == Architecture::booth4 && spec.recode == Operand::w &&
         !spec.bias;
}

}  // namespace

TEST_CASE("every unit is clean in Verilator, Icarus and Yosys, as emitted and at other widths") {
  for (const Unit& unit : units()) {
    const pann::support::TemporaryDirectory directory;
    const auto files = pann::test::write_verilog(directory.path(), {unit.spec});
    const std::string top = emit(unit.spec).manifest.top;
    std::vector<Values> tried{Values{}};
    if (!unit.values.empty()) tried.push_back(unit.values);
    if (is_quick_at_full_width(unit.spec)) tried.push_back(widest(unit.spec.kind));
    for (const Values& values : tried) {
      for (const Verdict& verdict : lint(directory.path(), top, files, values)) {
        CHECK(verdict.accepted);
        CHECK_MESSAGE(verdict.output.empty(), top << ": " << verdict.output);
      }
    }
  }
}

TEST_CASE("overrides of 32 bits, of a sign or of none are clean in all three tools") {
  const std::vector<std::string> values{"12", "32'd12", "32'sd12"};
  const pann::support::TemporaryDirectory directory;
  const auto files = pann::test::write_verilog(directory.path(), {DesignSpec{}});
  for (const std::string& value : values) {
    write_wide_product(directory.path(), value);
    auto all = files;
    all.push_back("wide_product.v");
    for (const Verdict& verdict : lint(directory.path(), "wide_product", all, {})) {
      CHECK(verdict.accepted);
      CHECK_MESSAGE(verdict.output.empty(), value << ": " << verdict.output);
    }
  }
}

TEST_CASE("an override of four bits cannot wrap a width: 100 times 50 is 5000 at 12 bits") {
  const pann::support::TemporaryDirectory directory;
  auto files = pann::test::write_verilog(directory.path(), {DesignSpec{}});
  write_wide_product(directory.path(), "4'd12");
  files.push_back("wide_product.v");
  const std::string wrapper =
      "module wrap (input wire clk_i, output wire [31:0] acc_o);\n"
      "  wide_product u_product (.clk_i(clk_i), .acc_o(acc_o));\nendmodule\n";
  const std::string main =
      "#include <cstdio>\n#include \"Vwrap.h\"\nint main() {\n  Vwrap unit;\n"
      "  for (int i = 0; i < 4; ++i) {\n    unit.clk_i = i % 2;\n    unit.eval();\n  }\n"
      "  std::printf(\"%d\\n\", static_cast<int>(unit.acc_o));\n}\n";
  CHECK(pann::test::build_and_run(directory.path(), wrapper, main, files) == "5000\n");

  pann::support::write_file(
      directory.path() / "bench.v",
      "module bench;\n  reg clk = 0;\n  wire [31:0] acc;\n  wide_product u (clk, acc);\n"
      "  initial begin\n    #1 clk = 1;\n    #1 $display(\"%0d\", acc);\n  end\nendmodule\n");
  std::vector<std::string> icarus{"iverilog", "-g2005",    "-s",     "bench",
                                  "-o",       "bench.vvp", "bench.v"};
  icarus.insert(icarus.end(), files.begin(), files.end());
  CHECK(run(icarus, directory.path()).accepted);
  CHECK(run({"vvp", "bench.vvp"}, directory.path()).output == "5000\n");

  const std::string proof = fmt::format(
      "read_verilog -defer {}; hierarchy -check -top wide_product; proc; flatten; check -assert; "
      "sat -tempinduct -seq 1 -prove acc_o 5000 -verify wide_product",
      fmt::join(files, " "));
  const Verdict yosys = run({"yosys", "-q", "-p", proof}, directory.path());
  CHECK_MESSAGE(yosys.accepted, yosys.output);
}

TEST_CASE("illegal parameters stop elaboration in all three tools, naming the rule") {
  DesignSpec spec;
  spec.kind = Kind::split_mac;
  const pann::support::TemporaryDirectory directory;
  const auto files = pann::test::write_verilog(directory.path(), {spec});
  const std::vector<std::pair<Values, std::string>> cases{
      {{{"XWidth", 1}}, "XWidth_must_be_2_to_64"},
      {{{"WWidth", 65}, {"AccWidth", 100}}, "WWidth_must_be_2_to_64"},
      {{{"AccWidth", 15}}, "AccWidth_must_be_XWidth_plus_WWidth_to_128"},
      {{{"AccWidth", 129}}, "AccWidth_must_be_XWidth_plus_WWidth_to_128"},
      {{{"WSigned", 2}}, "WSigned_must_be_0_or_1"}};
  for (const auto& [values, rule] : cases) {
    for (const Verdict& verdict : lint(directory.path(), "split_mac_booth4", files, values)) {
      CHECK_FALSE(verdict.accepted);
      CHECK_MESSAGE(verdict.output.find(rule) != std::string::npos, verdict.output);
    }
  }
}
