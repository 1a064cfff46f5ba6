#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "generator/verilated.h"
#include "support/output.h"

using namespace pann::generator;

namespace {

constexpr int kMaximumBits = 12;  ///< XWidth + WWidth that are tried in full.

/// Every kind of wrapped unit writes 32-bit slot i of the wrapper's buses.
struct Wrapper {
  std::string instances;
  std::string table;
  int units = 0;

  void add(const std::string& module, const std::string& parameters, const std::string& ports,
           const std::string& row) {
    instances += fmt::format("  {} #({}) u{} ({});\n", module, parameters, units, ports);
    table += fmt::format("    {{{}}},\n", row);
    ++units;
  }

  std::string header() const {
    return fmt::format(
        "struct UnitUnderTest {{\n  char kind;\n  int x_width, w_width, result_width;\n  bool "
        "x_signed, w_signed;\n}};\nconstexpr unsigned kOperands = {};\nconstexpr int kUnitCount = "
        "{};\nconst UnitUnderTest kUnits[] = {{\n{}}};\n",
        1 << (kMaximumBits + 1), units, table);
  }
};

std::string slot(int unit, int width) {
  return fmt::format("[{}:{}]", 32 * unit + width - 1, 32 * unit);
}

std::vector<DesignSpec> all_macs() {
  std::vector<DesignSpec> specs;
  for (const Architecture architecture :
       {Architecture::booth4, Architecture::booth2, Architecture::array}) {
    for (const Operand recode : {Operand::w, Operand::x}) {
      DesignSpec spec;
      spec.multiplier = architecture;
      spec.recode = recode;
      specs.push_back(spec);
    }
  }
  DesignSpec split;
  split.kind = Kind::split_mac;
  specs.push_back(split);
  return specs;
}

template <class Visit>
void each_width_and_sign(int bits, const Visit& visit) {
  for (int x = kMinimumWidth; x <= bits - kMinimumWidth; ++x) {
    for (int w = kMinimumWidth; x + w <= bits; ++w) {
      for (const int sign : {0, 1, 2, 3}) visit(x, w, sign % 2, sign / 2);
    }
  }
}

/// Bits that are tried in full: with PANN_EXHAUSTIVE set (ten times the time) all kinds have
/// kMaximumBits, recoding x excepted, which swaps names in the same structure.
int bits_of(const DesignSpec& spec) {
  constexpr int kQuickBits = 6;
  const bool is_reference = spec == DesignSpec{};
  const bool all = std::getenv("PANN_EXHAUSTIVE") != nullptr && spec.recode == Operand::w;
  return is_reference || all ? kMaximumBits : kQuickBits;
}

void add_macs(Wrapper& wrapper, const DesignSpec& spec) {
  const int bits = bits_of(spec);
  each_width_and_sign(bits, [&](int x, int w, int x_signed, int w_signed) {
    const int acc = x + w + 1;
    wrapper.add(emit(spec).manifest.top,
                fmt::format(".XWidth({}), .WWidth({}), .AccWidth({}), .XSigned({}), .WSigned({})",
                            x, w, acc, x_signed, w_signed),
                fmt::format(".clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), .x_i(n_i[{}:0]), "
                            ".w_i(n_i[{}:{}]), .acc_o(result_o{})",
                            x - 1, x + w - 1, x, slot(wrapper.units, acc)),
                fmt::format("'m', {}, {}, {}, {}, {}", x, w, acc, x_signed, w_signed));
  });
}

/// Every state times every addend: the bias loads the state.
void add_accumulators(Wrapper& wrapper) {
  for (int acc = 2; acc <= kMaximumBits - 2; ++acc) {
    for (int x = 2; x <= acc && x + acc <= kMaximumBits; ++x) {
      for (const int x_signed : {0, 1}) {
        wrapper.add("accumulator_bias",
                    fmt::format(".XWidth({}), .AccWidth({}), .XSigned({})", x, acc, x_signed),
                    fmt::format(".clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i), "
                                ".x_i(n_i[{}:0]), .bias_i(n_i[{}:{}]), .acc_o(result_o{})",
                                x - 1, x + acc - 1, x, slot(wrapper.units, acc)),
                    fmt::format("'c', {}, 0, {}, {}, 0", x, acc, x_signed));
      }
    }
  }
}

void add_adders(Wrapper& wrapper) {
  for (int width = 2; width <= kMaximumBits / 2; ++width) {
    const int base = 32 * wrapper.units;
    wrapper.add(
        "ripple_adder", fmt::format(".Width({})", width),
        fmt::format(".a_i(n_i[{}:0]), .b_i(n_i[{}:{}]), .c_i(n_i[12]), "
                    ".sum_o(result_o{}), .c_o(result_o[{}])",
                    width - 1, 2 * width - 1, width, slot(wrapper.units, width), base + width),
        fmt::format("'a', {0}, {0}, {1}, 0, 0", width, width + 1));
  }
}

std::string run_wrapper(const Wrapper& wrapper, const std::string& ports,
                        const std::string& harness, const std::vector<DesignSpec>& specs) {
  const pann::support::TemporaryDirectory directory;
  const auto files = pann::test::write_verilog(directory.path(), specs);
  pann::support::write_file(directory.path() / "units.h", wrapper.header());
  const std::string text =
      fmt::format("module wrap ({});\n{}endmodule\n", ports, wrapper.instances);
  return pann::test::build_and_run(directory.path(), text, pann::test::harness(harness), files);
}

}  // namespace

TEST_CASE("every multiplying, adding and accumulating unit is right for all its operands") {
  Wrapper wrapper;
  std::vector<DesignSpec> specs = all_macs();
  for (const DesignSpec& spec : specs) add_macs(wrapper, spec);
  add_accumulators(wrapper);
  add_adders(wrapper);
  DesignSpec accumulator;
  accumulator.kind = Kind::accumulator;
  accumulator.bias = true;
  specs.push_back(accumulator);
  const std::string ports = fmt::format(
      "input wire clk_i, input wire rst_ni, input wire clear_i, input wire [12:0] n_i, "
      "output wire [{}:0] result_o",
      32 * wrapper.units - 1);
  CHECK(run_wrapper(wrapper, ports, "exhaustive.cc", specs) ==
        fmt::format("checks {} mismatches 0\n", 2LL * 8192 * wrapper.units));
}

TEST_CASE("a pann_mac with its own sequencer is right, in |w| cycles, for all its operands") {
  // Long counts and many units do not go together: the slowest one sets the number of cycles.
  for (const bool is_long : {false, true}) {
    Wrapper wrapper;
    long long pairs = 0;
    each_width_and_sign(kMaximumBits, [&](int x, int w, int x_signed, int w_signed) {
      if ((w > 6) != is_long) return;
      if (std::getenv("PANN_EXHAUSTIVE") == nullptr && x + w > 9) return;
      const int acc = x + w + 1;
      const int unit = wrapper.units;
      wrapper.add("pann_mac_local",
                  fmt::format(".XWidth({}), .WWidth({}), .AccWidth({}), .XSigned({}), .WSigned({})",
                              x, w, acc, x_signed, w_signed),
                  fmt::format(".clk_i(clk_i), .rst_ni(rst_ni), .clear_i(clear_i{0}), "
                              ".start_i(start_i{0}), .x_i(x_i{1}), .w_i(w_i{2}), "
                              ".ready_o(ready_o{0}), .acc_o(acc_o{3})",
                              slot(unit, 1), slot(unit, x), slot(unit, w), slot(unit, acc)),
                  fmt::format("'p', {}, {}, {}, {}, {}", x, w, acc, x_signed, w_signed));
      pairs += 1LL << (x + w);
    });
    const std::string bus = fmt::format("wire [{}:0]", 32 * wrapper.units - 1);
    const std::string ports = fmt::format(
        "input wire clk_i, input wire rst_ni, input {0} clear_i, input {0} start_i, input {0} x_i, "
        "input {0} w_i, output {0} ready_o, output {0} acc_o",
        bus);
    DesignSpec spec;
    spec.kind = Kind::pann_mac;
    spec.sequencer = Sequencer::local;
    CHECK(run_wrapper(wrapper, ports, "pann_local.cc", {spec}) ==
          fmt::format("checks {} mismatches 0\n", pairs));
  }
}
