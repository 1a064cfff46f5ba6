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

Verdict run(std::vector<std::string> arguments, const std::filesystem::path& directory) {
  pann::support::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.directory = directory;
  const auto result = pann::support::run_process(options);
  return {result.exit_code == 0, result.output + result.error};
}

/// What Verilator, Icarus and Yosys say of a top module with parameters overridden.
std::vector<Verdict> lint(const std::filesystem::path& directory, const std::string& top,
                          const std::vector<std::string>& files, const Values& values) {
  std::vector<std::string> verilator{"verilator", "--lint-only", "-Wall", "--top-module", top};
  std::vector<std::string> icarus{"iverilog", "-g2005", "-Wall", "-s", top, "-o", "/dev/null"};
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

struct Unit {
  DesignSpec spec;
  Values values;  ///< Widths other than those emitted.
};

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
      spec.bias = bias && has_register(kind);
      spec.sequencer = bias ? Sequencer::external : Sequencer::local;
      Values values{{"XWidth", 3}, {"AccWidth", 21}, {"XSigned", 0}};
      if (kind == Kind::adder) values = {{"Width", 3}};
      if (kind == Kind::split_mac) values.emplace_back("WWidth", 7);
      units.push_back({spec, values});
    }
  }
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
  return spec.multiplier == Architecture::booth4 && spec.recode == Operand::w && !spec.bias;
}

}  // namespace

TEST_CASE("every unit is clean in Verilator, Icarus and Yosys, as emitted and at other widths") {
  for (const Unit& unit : units()) {
    const pann::support::TemporaryDirectory directory;
    const auto files = pann::test::write_verilog(directory.path(), {unit.spec});
    const std::string top = emit(unit.spec).manifest.top;
    std::vector<Values> tried{Values{}, unit.values};
    if (is_quick_at_full_width(unit.spec)) tried.push_back(widest(unit.spec.kind));
    for (const Values& values : tried) {
      for (const Verdict& verdict : lint(directory.path(), top, files, values)) {
        CHECK(verdict.accepted);
        CHECK_MESSAGE(verdict.output.empty(), top << ": " << verdict.output);
      }
    }
  }
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
