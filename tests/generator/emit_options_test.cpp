#include "generator/units/emit_options.h"

#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "generator/testbench/testbench.h"
#include "generator/units/emit.h"
#include "generator/verilated.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann::generator;

namespace {

std::set<std::string> module_names(const EmittedDesign& design) {
  std::set<std::string> names;
  for (const EmittedFile& file : design.files) {
    if (file.name.ends_with(".v")) names.insert(file.name.substr(0, file.name.size() - 2));
  }
  return names;
}

std::vector<DesignSpec> one_of_each_kind() {
  std::vector<DesignSpec> specs;
  for (const Kind kind : {Kind::multiplier, Kind::adder, Kind::accumulator, Kind::mac,
                          Kind::split_mac, Kind::pann_mac}) {
    DesignSpec spec;
    spec.kind = kind;
    specs.push_back(spec);
  }
  return specs;
}

}  // namespace

TEST_CASE("a prefix is before every module, file and top, and before nothing that others emit") {
  std::set<std::string> plain;
  for (const DesignSpec& spec : one_of_each_kind()) plain.merge(module_names(emit(spec)));
  for (const DesignSpec& spec : one_of_each_kind()) {
    const EmittedDesign design = emit(spec, {.prefix = "acme"});
    CHECK(design.manifest.top == "acme_" + emit(spec).manifest.top);
    CHECK(module_prefix(design.manifest) == "acme_");
    for (const std::string& name : module_names(design)) {
      CHECK(name.starts_with("acme_"));
      CHECK(plain.count(name) == 0);
    }
    // The same hardware: names of nets, and so the elements, are below the top.
    CHECK(design.manifest.elements.size() == emit(spec).manifest.elements.size());
  }
  CHECK(module_prefix(emit(DesignSpec{}).manifest).empty());
  CHECK(emit(DesignSpec{}, {.prefix = "acme_"}).manifest.top == "acme_mac_booth4");
}

TEST_CASE("two generators' units, one with a prefix, elaborate in one design") {
  DesignSpec narrow;
  narrow.multiplier = Architecture::array;
  const pann::support::TemporaryDirectory directory;
  std::vector<std::string> arguments{"verilator", "--lint-only", "-Wall", "--top-module", "both"};
  for (const EmittedDesign& design : {emit(DesignSpec{}), emit(narrow, {.prefix = "acme"})}) {
    for (const EmittedFile& file : design.files) {
      if (!file.name.ends_with(".v")) continue;
      pann::support::write_file(directory.path() / file.name, file.text);
      arguments.push_back(file.name);
    }
  }
  const std::string ports =
      "(.clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .x_i(x_i), .w_i(w_i), .acc_o(";
  pann::support::write_file(
      directory.path() / "both.v",
      "module both (input wire clk_i, input wire rst_ni, input wire clear_i, input wire [7:0] "
      "x_i,\n  input wire [7:0] w_i, output wire [31:0] a_o, output wire [31:0] b_o);\n"
      "  mac_booth4 u_a " +
          ports + "a_o));\n  acme_mac_array u_b " + ports + "b_o));\nendmodule\n");
  arguments.push_back("both.v");
  pann::support::ProcessOptions options;
  options.arguments = arguments;
  options.directory = directory.path();
  const auto result = pann::support::run_process(options);
  CHECK_MESSAGE(result.exit_code == 0, result.error);
  CHECK(result.error.empty());
}

TEST_CASE("a prefix that is no name, or makes one of another unit's, is refused") {
  for (const char* prefix : {"1a", "_a", "a__b", "a-b", "a b", "\xc3\xa4", "a$", "split", "split_",
                             "x_split", "pann", "../a"}) {
    CHECK_MESSAGE(validate(EmitOptions{.prefix = prefix}).size() == 1, prefix);
    CHECK_THROWS_AS(emit(DesignSpec{}, {.prefix = prefix}), pann::support::Failure);
  }
  CHECK(validate(EmitOptions{.prefix = std::string(65, 'a')}).size() == 1);
  for (const char* prefix : {"", "a", "A1_b", "splits", "acme_"}) {
    CHECK_MESSAGE(validate(EmitOptions{.prefix = prefix}).empty(), prefix);
  }
  // With the design's faults, all at once.
  DesignSpec narrow;
  narrow.x_width = 1;
  try {
    emit(narrow, {.prefix = "1"});
    FAIL("accepted");
  } catch (const pann::support::Failure& failure) {
    CHECK(failure.diagnostics().size() == 2);
  }
}

TEST_CASE("every file of code begins with the licence line, the user's own where there is one") {
  const std::string own =
      license_lines("// Copyright ACME\r\n//\n# All rights reserved. \n\n", "f");
  CHECK(own == "Copyright ACME\n\nAll rights reserved.");
  const EmittedDesign standard = emit(DesignSpec{});
  const EmittedDesign changed = emit(DesignSpec{}, {.prefix = "", .license = own});
  std::vector<EmittedFile> files = standard.files;
  std::vector<EmittedFile> own_files = changed.files;
  for (const EmittedFile& file : testbench(standard.manifest)) files.push_back(file);
  for (const EmittedFile& file : testbench(changed.manifest, own)) own_files.push_back(file);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& name = files[i].name;
    const bool is_code = name.ends_with(".v") || name.starts_with("tb");
    if (is_code) {
      CHECK(files[i].text.starts_with("// SPDX-License-Identifier: Apache-2.0\n//\n"));
      CHECK(own_files[i].text.starts_with("// Copyright ACME\n//\n// All rights reserved.\n//\n"));
      CHECK(own_files[i].text.find("SPDX") == std::string::npos);
    } else if (name == "Makefile") {
      CHECK(files[i].text.starts_with("# SPDX-License-Identifier: Apache-2.0\n"));
      CHECK(own_files[i].text.starts_with("# Copyright ACME\n#\n# All"));
    }
  }
}

TEST_CASE("a licence that holds no text is refused by name") {
  for (const std::string text : {"", "\n\n", "//\n", "a\x1b[2J", "a\x00z"}) {
    if (text == "a") continue;
    CHECK_THROWS_WITH(license_lines(text, "own.txt"), doctest::Contains("own.txt"));
  }
  CHECK_THROWS_AS(license_lines(std::string(70000, 'a'), "own.txt"), pann::support::Failure);
}
