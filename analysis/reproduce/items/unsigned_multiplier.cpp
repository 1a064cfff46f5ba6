#include <numeric>

#include <fmt/format.h>

#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mac_sweep.h"
#include "analysis/reproduce/reasons.h"
#include "analysis/reproduce/software_multiplier.h"

/// Figure 5(a): a multiplier fed with unsigned numbers over the same one fed with signed numbers.
namespace pann::analysis {

namespace {

constexpr int kFirst = 4;  ///< The figure's widths are 4 to 8.
constexpr double kPrintedRatio = 0.92;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

SummaryRow average_row(const std::string& source, Origin origin, const std::vector<double>& ratios,
                       const char* reason) {
  return {
      .item = "fig5a",
      .quantity = fmt::format("unsigned over signed multiplier, mean of b = 4 to 8, {}", source),
      .printed = kPrintedRatio,
      .measured = mean(ratios),
      .origin = origin,
      .reason = reason};
}

/// A plot with the printed average.
Plot ratio_plot(const std::string& id, const std::string& title) {
  return {id,
          title,
          "operand width b (bits)",
          "unsigned / signed",
          PlotKind::lines,
          false,
          false,
          {curve("printed average", Origin::printed, widths(kFirst),
                 [](int) { return kPrintedRatio; })}};
}

/// Adds one curve to the last plot and one row to the summary.
void add_ratios(const std::string& source, Origin origin, const std::vector<double>& ratios,
                const char* reason, ItemResult& item) {
  item.section.plots.back().series.push_back(curve(source, origin, widths(kFirst), [&](int b) {
    return ratios.at(static_cast<std::size_t>(b - kFirst));
  }));
  item.summary.push_back(average_row(source, origin, ratios, reason));
}

/// Bit flips, counted as in Figure 6, of the paper's software multipliers and of radix-4 Booth.
void add_flips(Workbench& bench, ItemResult& item) {
  for (const auto multiplier : {generator::Architecture::booth2, generator::Architecture::array,
                                generator::Architecture::booth4}) {
    std::vector<MacPoint> points;
    for (const int bits : widths(kFirst)) {
      for (const auto range : {tb::Range::nonnegative, tb::Range::signed_range}) {
        points.push_back({multiplier, bits, tb::Distribution::uniform, range});
      }
    }
    const std::vector<FlipResult> results = measure_macs(bench, points);
    std::vector<double> ratios;
    for (std::size_t i = 0; i < results.size(); i += 2) {
      ratios.push_back(results[i].sum(multiplier_elements()).best() /
                       results[i + 1].sum(multiplier_elements()).best());
    }
    add_ratios(fmt::format("bit flips, {}", title(multiplier)), Origin::exact, ratios,
               kUnsignedFlipsReason, item);
  }
}

/// The paper's red curve: its software multipliers, rows of digit 0 at rest.
void add_software(const Workbench& bench, ItemResult& item) {
  for (const auto multiplier : {generator::Architecture::booth2, generator::Architecture::array}) {
    const auto flips = [&](int bits, tb::Range range) {
      return software_multiplier_flips({multiplier, bits, bits, NarrowPort::recoded, range},
                                       bench.options().vectors, bench.options().seed)
          .inputs_and_operands();
    };
    std::vector<double> ratios;
    for (const int bits : widths(kFirst)) {
      ratios.push_back(flips(bits, tb::Range::nonnegative) / flips(bits, tb::Range::signed_range));
    }
    add_ratios(fmt::format("bit flips, {} in software, rows of digit 0 at rest", title(multiplier)),
               Origin::simulated, ratios, kUnsignedFlipsReason, item);
  }
}

void add_energies(Workbench& bench, const std::vector<GateSweep>& sweeps, ItemResult& item) {
  const auto stimulus = bench.stimulus(tb::Distribution::uniform, tb::Range::nonnegative);
  std::vector<GateCase> cases;
  for (const GateSweep& sweep : sweeps) {
    for (const int bits : widths(kFirst)) {
      cases.push_back(gate_case(bench, sweep.setup, multiplier_spec(bits), stimulus));
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  auto next = results.begin();
  for (const GateSweep& sweep : sweeps) {
    std::vector<double> ratios;
    for (const int bits : widths(kFirst)) {
      ratios.push_back((next++)->total_fj(sweep.clock.mhz) / sweep.multiplier_fj(bits));
    }
    add_ratios(fmt::format("gate level, {}", sweep.setup.title()), sweep.setup.origin(), ratios,
               kUnsignedGatesReason, item);
  }
}

}  // namespace

ItemResult reproduce_figure5a(Workbench& bench) {
  const std::vector<GateSweep> sweeps = measure_gate_sweeps(bench);
  ItemResult item;
  item.section.paragraphs = {
      "The signed multiplier fed from [0, 2^(b-1)) over the same one fed from [-2^(b-1), "
      "2^(b-1)), uniform: bit flips of three multipliers (expected values), and power of the "
      "radix-4 Booth multiplier at gate level.",
      clock_paragraph(sweeps), kSoftwareParagraph};
  item.section.plots.push_back(ratio_plot("fig5a-flips", "Unsigned over signed, bit flips"));
  add_flips(bench, item);
  add_software(bench, item);
  item.section.plots.push_back(ratio_plot("fig5a-gates", "Unsigned over signed, gate level"));
  add_energies(bench, sweeps, item);
  return item;
}

}  // namespace pann::analysis
