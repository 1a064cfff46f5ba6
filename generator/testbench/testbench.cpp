#include "generator/testbench/testbench.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/testbench/sections.h"
#include "support/diagnostic.h"

namespace pann::generator {

namespace {

constexpr int kOperations = 20000;
constexpr int kLargestWeight = 20;  ///< Of pann_mac: an element takes as many cycles.

/// The plane of each lane of a pann_dot.
std::string lane_constants(const DesignSpec& design) {
  std::vector<int> planes;
  int plane = 0;
  for (const int lanes : lanes_by_plane(design)) {
    planes.insert(planes.end(), static_cast<std::size_t>(lanes), plane++);
  }
  return fmt::format("constexpr int kLanes = {};\nconstexpr int kPlanes[kLanes] = {{{}}};\n",
                     planes.size(), fmt::join(planes, ", "));
}

std::string constants(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  std::string text = fmt::format(
      "// Stand-alone Verilator testbench of {0}: seeded operands against plain integer "
      "arithmetic.\n"
      "// Build and run with `make`; `make run ARGS=+trace` writes trace.vcd, `ARGS=+seed=N` "
      "draws\n"
      "// other operands. Exit code 1: a mismatch.\n\n"
      "#include <cstdint>\n#include <cstdio>\n#include <cstdlib>\n#include <string>\n"
      "#include <type_traits>\n\n#include \"V{0}.h\"\n#include \"verilated.h\"\n"
      "#include \"verilated_vcd_c.h\"\n\nnamespace {{\n\nusing Unit = V{0};\n"
      "using Word = unsigned __int128;\n\nconstexpr int kOperations = {1};\n"
      "constexpr int kXWidth = {2};\n",
      manifest.top, kOperations, design.x_width);
  const bool has_w = manifest.find(Role::w) != nullptr && design.kind != Kind::adder;
  if (design.kind != Kind::adder && design.kind != Kind::pann_dot) {
    text += fmt::format("constexpr bool kXSigned = {};\n", design.x_signed);
  }
  if (has_w || design.kind == Kind::accumulator) {
    text += fmt::format("constexpr int kWWidth = {};\n", design.w_width);
  }
  if (has_w) text += fmt::format("constexpr bool kWSigned = {};\n", design.w_signed);
  if (manifest.find(Role::accumulator) != nullptr) {
    text += fmt::format("constexpr int kAccWidth = {};\n", design.acc_width);
  }
  if (design.kind == Kind::pann_dot) text += lane_constants(design);
  if (design.kind == Kind::pann_mac) {
    text += fmt::format("constexpr int kLargestWeight = {};\n", kLargestWeight);
  }
  return text;
}

/// Clock, reset, bias: what units with a register share.
std::string sequential_section(const DesignSpec& design) {
  std::string text =
      "\n/// A rising edge that stores what the inputs hold.\n"
      "void clock(Bench& bench) {\n  bench.unit.clk_i = 0;\n  bench.settle();\n"
      "  bench.unit.clk_i = 1;\n  bench.settle();\n}\n\n"
      "void reset(Bench& bench) {\n  bench.unit.rst_ni = 0;\n  clock(bench);\n"
      "  bench.unit.rst_ni = 1;\n  bench.check(get(bench.unit.acc_o), 0, kAccWidth);\n}\n\n";
  text += "/// What the accumulator counts as when a dot product starts.\n";
  text += design.bias ? "Word start_of_dot_product(Bench& bench, Random& random) {\n"
                        "  const Word bias = random.word(kAccWidth);\n"
                        "  put(bench.unit.bias_i, bias);\n  return bias;\n}\n"
                      : "Word start_of_dot_product(Bench&, Random&) {\n  return 0;\n}\n";
  return text;
}

/// What w makes of `value`, which is x.
std::string addend_of(const DesignSpec& design) {
  switch (design.kind) {
    case Kind::sad_mac:
      return "  const Word difference = value - value_of(w, kWWidth, kWSigned);\n"
             "  return (difference >> 127) != 0 ? -difference : difference;\n";
    case Kind::shift_mac:
      return fmt::format(
          "  const Word shifted = value << static_cast<unsigned>(w % {});\n"
          "  return kWSigned && (w >> (kWWidth - 1)) % 2 != 0 ? -shifted : shifted;\n",
          1 << shift_bits(design));
    default:
      return "  return value * value_of(w, kWWidth, kWSigned);\n";
  }
}

std::string addend_section(const DesignSpec& design) {
  if (design.kind == Kind::accumulator) {
    return "\nvoid drive_w(Bench&, Word) {}\n\nWord addend(Word x, Word) {\n"
           "  return value_of(x, kXWidth, kXSigned);\n}\n";
  }
  return fmt::format(
      "\nvoid drive_w(Bench& bench, Word w) {{\n  put(bench.unit.w_i, w);\n}}\n\n"
      "Word addend(Word x, Word w) {{\n  const Word value = value_of(x, kXWidth, "
      "kXSigned);\n{}}}\n",
      addend_of(design));
}

std::string run_section(const DesignSpec& design) {
  switch (design.kind) {
    case Kind::multiplier:
      return std::string(kMultiplierSection);
    case Kind::adder:
      return std::string(kAdderSection);
    case Kind::accumulator:
    case Kind::mac:
    case Kind::split_mac:
    case Kind::sad_mac:
    case Kind::shift_mac:
      return sequential_section(design) + addend_section(design) +
             std::string(kAccumulatingSection);
    case Kind::pann_dot:
      return sequential_section(design) + std::string(kPannDotSection);
    case Kind::pann_mac:
    case Kind::dot:
    case Kind::other:
      break;
  }
  return sequential_section(design) + std::string(design.sequencer == Sequencer::local
                                                      ? kPannLocalSection
                                                      : kPannExternalSection);
}

std::string makefile(const Manifest& manifest) {
  return fmt::format(
      "# Builds and runs the testbench: make, make run ARGS=+trace, make lint, make clean.\n\n"
      "VERILATOR ?= verilator\nTOP := {0}\nSOURCES := $(shell cat files.f)\n\n"
      ".PHONY: run lint clean\n\n"
      "run: obj_dir/V$(TOP)\n\t./obj_dir/V$(TOP) $(ARGS)\n\n"
      "obj_dir/V$(TOP): tb.cpp files.f $(SOURCES)\n"
      "\t$(VERILATOR) --cc --exe --build --trace -Wall -O3 -CFLAGS -std=c++17 "
      "--top-module $(TOP) -f files.f tb.cpp\n\n"
      "lint:\n\t$(VERILATOR) --lint-only -Wall --top-module $(TOP) -f files.f\n\n"
      "clean:\n\trm -rf obj_dir trace.vcd\n",
      manifest.top);
}

/// The bench knows units whose result is stored once and whose registers always run.
void refuse_unknown(const Manifest& manifest) {
  const DesignSpec& design = manifest.design;
  const bool is_known = design.kind != Kind::dot && manifest.latency <= 1 &&
                        design.reset == Reset::sync && !design.enable && !design.valid &&
                        !design.saturate && design.round == 0;
  if (is_known) return;
  support::fail_input("design.testbench",
                      fmt::format("--testbench: there is none for {}", manifest.top),
                      "leave the option out; `pann sim` checks the unit");
}

}  // namespace

std::vector<EmittedFile> testbench(const Manifest& manifest, const std::string& license) {
  refuse_unknown(manifest);
  const std::string text = license_comment(license, "//") + "//\n" + constants(manifest) +
                           std::string(kBenchSection) + run_section(manifest.design) +
                           std::string(kMainSection);
  return {{"tb.cpp", text}, {"Makefile", license_comment(license, "#") + makefile(manifest)}};
}

}  // namespace pann::generator
