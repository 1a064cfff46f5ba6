#include "generator/testbench/testbench.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/testbench/sections.h"
#include "generator/testbench/unit_text.h"
#include "support/diagnostic.h"

namespace pann::generator {

namespace {

std::string opening(const Manifest& manifest) {
  return fmt::format(
      "// Stand-alone Verilator testbench of {0}. `make run` checks seeded corner cases against\n"
      "// plain integer arithmetic (ARGS=+seed=N draws others, ARGS=+trace writes trace.vcd); "
      "`make\n"
      "// toggles` plays the operands of `pann sim` and prints its table "
      "(ARGS=+stimulus=gaussian,\n"
      "// FILE.npy or FILE.npz); `make baseline` keeps the table, which `make toggles` compares\n"
      "// with from then on. Exit code 1: a mismatch, or toggles that moved.\n\n"
      "#include <cstdio>\n#include <cstdlib>\n#include <deque>\n#include <iterator>\n"
      "#include <memory>\n#include <type_traits>\n\n#include \"V{0}.h\"\n"
      "#include \"tb_files.h\"\n#include \"tb_operands.h\"\n#include \"tb_toggles.h\"\n\n"
      "namespace {{\n\nusing Unit = V{0};\nusing tb::Random;\nusing tb::Word;\n\n",
      manifest.top);
}

std::string makefile(const Manifest& manifest) {
  return fmt::format(
      "# make: builds the testbench and checks corner cases; make run ARGS=+trace.\n"
      "# make toggles: the toggles of `pann sim`, against baseline.json where there is one.\n"
      "# make baseline: writes baseline.json. make lint, make clean.\n\n"
      "VERILATOR ?= verilator\nTOP := {0}\nSOURCES := $(shell cat files.f)\n"
      "HEADERS := tb_operands.h tb_files.h tb_toggles.h\n"
      "BASELINE := $(if $(wildcard baseline.json),+baseline=baseline.json)\n\n"
      ".PHONY: run toggles baseline lint clean\n\n"
      "run: obj_dir/V$(TOP)\n\t./obj_dir/V$(TOP) $(ARGS)\n\n"
      "toggles: obj_dir/V$(TOP)\n\t./obj_dir/V$(TOP) +toggles $(BASELINE) $(ARGS)\n\n"
      "baseline: obj_dir/V$(TOP)\n"
      "\t./obj_dir/V$(TOP) +toggles +write=baseline.json $(ARGS)\n\n"
      "obj_dir/V$(TOP): tb.cpp $(HEADERS) files.f $(SOURCES)\n"
      "\t$(VERILATOR) --cc --exe --build --trace --trace-underscore --trace-max-array 1000000 \\\n"
      "\t  --trace-max-width 0 -Wall -O3 -CFLAGS \"-std=c++17 -ffp-contract=off -I..\" \\\n"
      "\t  --top-module $(TOP) -f files.f tb.cpp\n\n"
      "lint:\n\t$(VERILATOR) --lint-only -Wall --top-module $(TOP) -f files.f\n\n"
      "clean:\n\trm -rf obj_dir trace.vcd\n",
      manifest.top);
}

std::string header(const std::string& license, const char* purpose, std::string_view text) {
  return fmt::format("{}//\n// {}\n{}", license, purpose, text);
}

/// What is known of a bench's results comes from the kind.
void refuse_unknown(const Manifest& manifest) {
  if (manifest.design.kind != Kind::other) return;
  support::fail_input("design.testbench",
                      fmt::format("--testbench: there is none for the kind other: nothing says "
                                  "what {} computes",
                                  manifest.top),
                      "leave the option out; `pann sim` counts its toggles");
}

}  // namespace

const std::vector<std::string>& testbench_files() {
  static const std::vector<std::string> names{"tb.cpp", "tb_operands.h", "tb_files.h",
                                              "tb_toggles.h", "Makefile"};
  return names;
}

std::vector<EmittedFile> testbench(const Manifest& manifest, const std::string& license) {
  refuse_unknown(manifest);
  const std::string comment = license_comment(license, "//");
  std::string text = comment + "//\n" + opening(manifest) + unit_constants(manifest);
  text += kPinSection;
  text += unit_ports(manifest);
  text += kBenchSection;
  text += unit_model_text(manifest);
  text += kPlayerSection;
  text += unit_operands(manifest);
  text += kMainSection;
  return {{"tb.cpp", text},
          {"tb_operands.h", header(comment, "Operands as PANN-RTL draws them.",
                                   std::string(kOperandSection) + std::string(kLaneSection))},
          {"tb_files.h", header(comment, "Operands from .npy and .npz files.", kFileSection)},
          {"tb_toggles.h", header(comment, "Toggles of elements, in process.", kToggleSection)},
          {"Makefile", license_comment(license, "#") + makefile(manifest)}};
}

}  // namespace pann::generator
