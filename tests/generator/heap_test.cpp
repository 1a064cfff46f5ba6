#include "generator/arith/heap.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/arith/structure.h"
#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "generator/verilated.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann::generator;

namespace {

/// A heap of `height` bits in each of `columns` columns, two more columns for their carries.
Heap square_heap(int columns, int height) {
  Heap heap(columns + 2);
  for (int i = 0; i < columns; ++i) {
    for (int j = 0; j < height; ++j) heap.add(i, {fmt::format("x_i[{}]", j), HeapBit::kModule});
  }
  heap.finish_constant();
  return heap;
}

std::string verilog_of(const Heap& heap) {
  verilog::Module module{.name = "m"};
  module.items = heap.blocks();
  return verilog::to_text(module);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++times;
  }
  return times;
}

DesignSpec heap_multiplier_of(int x, int w, bool x_signed, bool w_signed) {
  return {.kind = Kind::multiplier,
          .multiplier = Architecture::heap,
          .x_width = x,
          .w_width = w,
          .x_signed = x_signed,
          .w_signed = w_signed};
}

std::string top_text(const DesignSpec& spec) {
  const EmittedDesign design = emit(spec);
  for (const EmittedFile& file : design.files) {
    if (file.name == design.manifest.top + ".v") return file.text;
  }
  return "";
}

}  // namespace

TEST_CASE(
    "by arrival an even column begins with one half adder, and every column ends in one bit") {
  Heap heap = square_heap(1, 4);
  reduce_by_arrival(heap, true);
  const std::string text = verilog_of(heap);
  // Four bits: half adder, full adder; two carries: half adder; its carry is on its own.
  CHECK(count(text, "half_adder u_") == 2);
  CHECK(count(text, "full_adder u_") == 1);
  for (int i = 0; i < heap.width(); ++i) CHECK(heap.column(i).size() == 1);
}

TEST_CASE("an and-array by arrival has as many adders as the textbook's count") {
  // n^2 product bits on 2n output bits: n(n-2) full adders and n half adders (Dadda, Wallace).
  for (const int n : {4, 8, 16}) {
    const std::string text = top_text(heap_multiplier_of(n, n, false, false));
    CHECK(count(text, "full_adder u_") == static_cast<std::size_t>(n * (n - 2)));
    CHECK(count(text, "half_adder u_") == static_cast<std::size_t>(n));
  }
}

TEST_CASE("the latest bit of a full adder is on its carry pin") {
  Heap heap(2);
  const auto result =
      heap.full(0, {"late", HeapBit::kModule, 2.0}, {"early", HeapBit::kModule, 0.5},
                {"middle", HeapBit::kModule, 1.0});
  CHECK(result.has_carry);
  CHECK(result.sum.arrival == doctest::Approx(3.0));
  CHECK(result.carry.arrival == doctest::Approx(2.78));
  const std::string text = verilog_of(heap);
  CHECK(text.find(".a_i (early)") != std::string::npos);
  CHECK(text.find(".b_i (middle)") != std::string::npos);
  CHECK(text.find(".c_i (late)") != std::string::npos);
}

TEST_CASE("every reduction leaves two bits a column at most") {
  for (const Reduction reduction :
       {Reduction::arrival, Reduction::wallace, Reduction::dadda, Reduction::four_to_two}) {
    Heap heap = square_heap(6, 9);
    reduction_builder(reduction).reduce(heap, false);
    for (int i = 0; i < heap.width(); ++i) CHECK(heap.column(i).size() <= 2);
  }
}

TEST_CASE("the header draws the heap, constants of signs too") {
  const std::string text = top_text(heap_multiplier_of(3, 3, true, true));
  CHECK(text.find("  //   1ooooo\n"
                  "  //     ooo\n"
                  "  //     1o\n") != std::string::npos);
}

TEST_CASE("a heap at other widths than its own stops elaboration, naming the one that is legal") {
  const pann::support::TemporaryDirectory directory;
  const DesignSpec spec = heap_multiplier_of(4, 3, true, false);
  const auto files = pann::test::write_verilog(directory.path(), {spec});
  pann::support::ProcessOptions options;
  options.directory = directory.path();
  options.arguments = {
      "yosys", "-q", "-p",
      fmt::format("read_verilog -defer {}; chparam -set XWidth 5 {}; hierarchy "
                  "-check -top {}",
                  fmt::join(files, " "), emit(spec).manifest.top, emit(spec).manifest.top)};
  const auto result = pann::support::run_process(options);
  CHECK(result.exit_code != 0);
  CHECK((result.output + result.error).find("XWidth_must_be_4") != std::string::npos);
}

TEST_CASE("what the options of a heap's registers do not mean together is refused, all at once") {
  DesignSpec spec{.kind = Kind::dot, .w_width = 64, .acc_width = 128, .w_signed = false};
  spec.bias = true;
  spec.reduction = Reduction::rows;
  spec.accumulate = Accumulation::carry_save;
  spec.lanes = 64;
  spec.x_width = 58;
  spec.sign_ordered = spec.saturate = true;
  spec.round = 126;
  spec.pipeline = 5;
  std::vector<std::string> codes;
  for (const auto& fault : validate(spec)) codes.push_back(fault.code);
  for (const std::string code :
       {"design.acc-width", "design.pipeline", "design.accumulate", "design.saturate",
        "design.round", "design.sign-ordered", "design.w-width", "design.lanes"}) {
    CHECK_MESSAGE(std::count(codes.begin(), codes.end(), code) == 1, code);
  }
  const DesignSpec paper{.kind = Kind::mac, .pipeline = 1};
  REQUIRE(validate(paper).size() == 1);
  CHECK(validate(paper)[0].code == "design.unused");
}

TEST_CASE(
    "what clock gates, isolation and lazy parts do not mean together is refused, all at once") {
  const auto codes_of = [](const DesignSpec& spec) {
    std::vector<std::string> codes;
    for (const auto& fault : validate(spec)) codes.push_back(fault.code);
    return codes;
  };
  DesignSpec spec{.kind = Kind::dot, .acc_width = 20, .accumulate = Accumulation::carry_save};
  spec.lanes = 4;
  spec.sign_ordered = spec.saturate = true;
  spec.clock_gate = spec.operand_isolation = true;
  spec.round = 2;
  spec.pipeline = 1;
  spec.lazy_high = 3;
  spec.dot_length = 1024;
  const std::vector<std::string> codes = codes_of(spec);
  for (const std::string code :
       {"design.clock-gate", "design.operand-isolation", "design.lazy-high", "design.accumulate",
        "design.round", "design.dot-length"}) {
    CHECK_MESSAGE(std::count(codes.begin(), codes.end(), code) == 1, code);
  }
  CHECK(std::count(codes.begin(), codes.end(), "design.saturate") == 2);
  CHECK(codes.size() == 8);
  DesignSpec fanout{.kind = Kind::mac, .multiplier = Architecture::heap, .enable = true};
  fanout.gate_fanout = 4;
  CHECK(codes_of(fanout) == std::vector<std::string>{"design.gate-fanout"});
  fanout.clock_gate = true;
  CHECK(codes_of(fanout).empty());
  DesignSpec paper{.kind = Kind::mac};
  paper.zero_gate = true;
  CHECK(codes_of(paper) == std::vector<std::string>{"design.unused"});
  for (const Kind kind : {Kind::split_mac, Kind::pann_mac}) {
    DesignSpec pair{.kind = kind};
    pair.gate_fanout = 4;
    CHECK(codes_of(pair) == std::vector<std::string>{"design.gate-fanout"});
    pair.clock_gate = pair.zero_gate = true;
    CHECK(codes_of(pair).empty());
    pair.lazy_high = 2;
    CHECK(codes_of(pair) == std::vector<std::string>{"design.unused"});
  }
}

TEST_CASE("a length of dot products makes the accumulator as wide as Eq. (20) asks") {
  const auto width = [](int x, int w, const char* length) {
    return design_from_options(Kind::mac, {{"x-width", std::to_string(x)},
                                           {"w-width", std::to_string(w)},
                                           {"dot-length", length}})
        .acc_width;
  };
  CHECK(width(8, 8, "1") == 17);
  CHECK(width(8, 8, "1024") == 27);
  CHECK(width(4, 7, "1025") == 23);
  CHECK(design_from_options(Kind::mac, {{"dot-length", "100"}, {"acc-width", "40"}}).acc_width ==
        40);
  CHECK_THROWS(design_from_options(Kind::mac, {{"dot-length", "100"}, {"acc-width", "23"}}));
}

TEST_CASE("register rows make the longest stage shorter and store no bit twice in a column") {
  DesignSpec spec{.kind = Kind::dot, .accumulate = Accumulation::fused, .lanes = 4};
  std::size_t registers = 0;
  for (int rows = 0; rows <= 4; ++rows) {
    spec.pipeline = rows;
    const std::string text = top_text(spec);
    const std::size_t found = count(text, "_q <= stage");
    CHECK((rows == 0 ? found == 0 : found > registers));
    registers = found;
    CHECK(emit(spec).manifest.latency == rows + 1);
  }
}

TEST_CASE("heaps are proved equal to the product by SAT") {
  struct Case {
    PartialProducts products;
    Reduction reduction;
    FinalAdder adder;
    bool x_signed, w_signed;
  };
  const std::vector<Case> cases{
      {PartialProducts::and_array, Reduction::arrival, FinalAdder::ripple, true, true},
      {PartialProducts::booth4, Reduction::dadda, FinalAdder::sklansky, false, true},
      {PartialProducts::booth2, Reduction::four_to_two, FinalAdder::carry_select, true, false},
      {PartialProducts::booth4, Reduction::wallace, FinalAdder::kogge_stone, false, false}};
  for (const Case& one : cases) {
    DesignSpec spec = heap_multiplier_of(5, 4, one.x_signed, one.w_signed);
    spec.partial_products = one.products;
    spec.reduction = one.reduction;
    spec.final_adder = one.adder;
    const pann::support::TemporaryDirectory directory;
    const auto files = pann::test::write_verilog(directory.path(), {spec});
    const std::string top = emit(spec).manifest.top;
    const auto extended = [](char letter, bool is_signed) {
      return is_signed ? fmt::format("$signed({}_i)", letter)
                       : fmt::format("$signed({{1'b0, {}_i}})", letter);
    };
    pann::support::write_file(
        directory.path() / "gold.v",
        fmt::format("module gold (input wire [4:0] x_i, input wire [3:0] w_i, output wire [8:0] "
                    "product_o);\n  assign product_o = {} * {};\nendmodule\n",
                    extended('x', one.x_signed), extended('w', one.w_signed)));
    pann::support::ProcessOptions options;
    options.directory = directory.path();
    options.arguments = {
        "yosys", "-q", "-p",
        fmt::format(
            "read_verilog {} gold.v; hierarchy -check; proc; flatten; miter -equiv -flatten "
            "gold {} both; hierarchy -top both; sat -verify -prove trigger 0 both",
            fmt::join(files, " "), top)};
    const auto result = pann::support::run_process(options);
    CHECK_MESSAGE(result.exit_code == 0, top << result.output << result.error);
  }
}

TEST_CASE("choices of a heap that mean nothing together are refused, all at once") {
  DesignSpec spec;
  spec.multiplier = Architecture::heap;
  spec.reduction = Reduction::rows;
  spec.final_adder = FinalAdder::sklansky;
  spec.accumulate = Accumulation::carry_save;
  spec.recode = Operand::x;
  std::string codes;
  for (const auto& fault : validate(spec)) codes += fault.code + ' ';
  CHECK(codes == "design.final-adder design.accumulate design.recode ");
  DesignSpec rows;
  rows.reduction = Reduction::dadda;  // Of booth4, which is no heap.
  REQUIRE(validate(rows).size() == 1);
  CHECK(validate(rows)[0].code == "design.unused");
}
