#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"
#include "synth/si_units.h"

/// Table 5: how much of the power is dynamic.
namespace pann::analysis {

namespace {

using synth::kPercent;
constexpr int kWideAdder = 32;

/// Table 5, dynamic power in percent, widths 2 to 8, and the adder of 32 bits.
constexpr std::array<double, 7> kMultiplierDynamic{59, 57, 55, 51, 50, 51, 51};
constexpr std::array<double, 7> kAdderDynamic{61, 60, 59, 58, 58, 55, 56};
constexpr double kWideAdderDynamic = 60;

double dynamic_percent(const GateResult& result, double clock_mhz) {
  return kPercent * result.dynamic_fj() / result.total_fj(clock_mhz);
}

/// One figure of the table on one library.
struct Share {
  const char* unit;
  int bits;
  double clock_mhz;
  double printed;
  const GateResult& result;
};

void add_share(const Share& share, const GateSetup& setup, Table& table, ItemResult& item) {
  const double percent = dynamic_percent(share.result, share.clock_mhz);
  table.rows.push_back({cell(setup.title()), cell(share.unit), cell(share.bits),
                        cell(share.clock_mhz), cell(percent), cell(kPercent - percent),
                        cell(share.printed), cell(kPercent - share.printed)});
  const bool is_summarized = share.bits >= kWidestBits;
  if (!is_summarized) return;
  item.summary.push_back({.item = "table5",
                          .quantity = fmt::format("dynamic share, {}-bit {}, {}", share.bits,
                                                  share.unit, setup.title()),
                          .unit = "%",
                          .printed = share.printed,
                          .measured = percent,
                          .origin = setup.origin(),
                          .reason = kStaticShareReason});
}

}  // namespace

ItemResult reproduce_table5(Workbench& bench) {
  const std::vector<GateSweep> sweeps = measure_gate_sweeps(bench);
  std::vector<GateCase> wide_cases;
  for (const GateSweep& sweep : sweeps) {
    wide_cases.push_back(
        gate_case(bench, sweep.setup, adder_spec(kWideAdder),
                  bench.stimulus(tb::Distribution::uniform, tb::Range::signed_range)));
  }
  const std::vector<GateResult> wide = bench.gates(wide_cases);
  ItemResult item;
  item.section.paragraphs = {
      "Dynamic power (internal and switching) and static power (leakage) in percent of their sum, "
      "uniform operands, typical corner.",
      clock_paragraph(sweeps) +
          " An adder of 32 bits that does not reach the rate is measured at its own."};
  Table table{"table5",
              "Dynamic and static power",
              {key_column("library"),
               key_column("unit"),
               key_column("b", "bits"),
               key_column("clock", "MHz"),
               {"dynamic", "%", Origin::tabulated},
               {"static", "%", Origin::tabulated},
               {"dynamic, Table 5", "%", Origin::printed},
               {"static, Table 5", "%", Origin::printed}},
              {}};
  for (std::size_t i = 0; i < sweeps.size(); ++i) {
    const GateSweep& sweep = sweeps[i];
    for (std::size_t k = 0; k < kMultiplierDynamic.size(); ++k) {
      const int bits = kNarrowestBits + static_cast<int>(k);
      add_share({"multiplier", bits, sweep.clock.mhz, kMultiplierDynamic[k], sweep.multipliers[k]},
                sweep.setup, table, item);
      add_share({"adder", bits, sweep.clock.mhz, kAdderDynamic[k], sweep.adders[k]}, sweep.setup,
                table, item);
    }
    const double own = choose_clock(wide[i].maximum_clock_mhz).mhz;
    add_share({"adder", kWideAdder, std::min(own, sweep.clock.mhz), kWideAdderDynamic, wide[i]},
              sweep.setup, table, item);
  }
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
