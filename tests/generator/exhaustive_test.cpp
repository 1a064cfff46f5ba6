#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "generator/verilated.h"
#include "support/output.h"

using namespace pann::generator;

namespace {

// A cross-check with Verilator, whose compiler takes the time: small widths in full. The native
// engine tries every kind in full to 12 bits (tests/tb/exhaustive_units_test.cpp) and holds the
// recoding of x against that of w (tests/tb/generated_units_test.cpp).
constexpr int kMaximumBits = 5;  ///< XWidth + WWidth.

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
        "x_signed, w_signed;\n}};\nconstexpr int kBits = {};\nconstexpr int kUnitCount = {};\n"
        "const UnitUnderTest kUnits[] = {{\n{}}};\n",
        kMaximumBits, units, table);
  }
};

std::string slot(int unit, int width) {
  return fmt::format("[{}:{}]", 32 * unit + width - 1, 32 * unit);
}

std::vector<DesignSpec> all_macs() {
  std::vector<DesignSpec> specs{{.kind = Kind::split_mac}};
  for (const Architecture architecture :
       {Architecture::booth4, Architecture::booth2, Architecture::array}) {
    specs.push_back({.kind = Kind::mac, .multiplier = architecture});
  }
  return specs;
}

template <class Visit>
void each_width_and_sign(const Visit& visit) {
  for (int x = kMinimumWidth; x <= kMaximumBits - kMinimumWidth; ++x) {
    for (int w = kMinimumWidth; x + w <= kMaximumBits; ++w) {
      for (const int sign : {0, 1, 2, 3}) visit(x, w, sign % 2, sign / 2);
    }
  }
}

void add_macs(Wrapper& wrapper, const DesignSpec& spec) {
  each_width_and_sign([&](int x, int w, int x_signed, int w_signed) {
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
    wrapper.add("ripple_adder", fmt::format(".Width({})", width),
                fmt::format(".a_i(n_i[{}:0]), .b_i(n_i[{}:{}]), .c_i(n_i[{}]), .sum_o(result_o{}), "
                            ".c_o(result_o[{}])",
                            width - 1, 2 * width - 1, width, kMaximumBits,
                            slot(wrapper.units, width), base + width),
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
      "input wire clk_i, input wire rst_ni, input wire clear_i, input wire [{}:0] n_i, "
      "output wire [{}:0] result_o",
      kMaximumBits, 32 * wrapper.units - 1);
  CHECK(run_wrapper(wrapper, ports, "exhaustive.cc", specs) ==
        fmt::format("checks {} mismatches 0\n", (4LL << kMaximumBits) * wrapper.units));
}

TEST_CASE("a pann_mac with its own sequencer is right, in |w| cycles, for all its operands") {
  Wrapper wrapper;
  long long pairs = 0;
  each_width_and_sign([&](int x, int w, int x_signed, int w_signed) {
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
