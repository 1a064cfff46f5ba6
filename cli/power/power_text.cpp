#include "cli/power/power_text.h"

#include <algorithm>
#include <ostream>

#include <fmt/ranges.h>

#include "cli/fitted.h"
#include "flow/glitch_uncertainty.h"
#include "support/print.h"

namespace pann::cli {

namespace {

constexpr double kMicrowatts = 1e6;

void print_row(std::ostream& output, const synth::PowerReport& report, const std::string& name,
               const synth::Power& power) {
  support::print(output, "{:<28} {:>12.4f} {:>12.4f} {:>12.4f} {:>12.4f} {:>12.3f}\n",
                 fitted(name, 28), power.internal_w * kMicrowatts, power.switching_w * kMicrowatts,
                 power.leakage_w * kMicrowatts, power.total_w() * kMicrowatts,
                 report.per_operation_fj(power.total_w()));
}

/// How much of the power is glitches, in all and at the worst nets.
void print_glitches(std::ostream& output, const synth::PowerReport& report) {
  constexpr std::size_t kShown = 5;
  support::print(output, "glitches: {} toggles, {:.4f} uW ({:.1f} %), {:.3f} fJ/operation\n",
                 report.glitch_toggles, report.glitch_w() * kMicrowatts,
                 100.0 * report.glitch_w() / report.total.total_w(),
                 report.per_operation_fj(report.glitch_w()));
  support::print(output, "  uncertain by {}\n", flow::glitch_uncertainty_text());
  for (std::size_t i = 0; i < std::min(kShown, report.glitches.size()); ++i) {
    const synth::NetGlitches& net = report.glitches[i];
    support::print(output, "  {}: {} of {} toggles, {:.4f} uW to charge it\n", fitted(net.name, 44),
                   net.glitch_toggles, net.toggles, net.switching_w * kMicrowatts);
  }
}

std::string operand(tb::OperandBits bits, bool is_signed) {
  return is_signed ? fmt::format("{}", static_cast<std::int64_t>(bits)) : fmt::format("{}", bits);
}

std::string pair(const flow::OperandPair& operands, const generator::DesignSpec& spec) {
  return fmt::format("x = {}, w = {}", operand(operands.x, spec.x_signed),
                     operand(operands.w, spec.w_signed));
}

/// The first names of a list, and how many more there are.
void print_names(std::ostream& error, const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 20;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
    support::print(error, "  {}\n", names[i]);
  }
  if (names.size() > kShown) {
    support::print(error, "  and {} more (all of them: --json)\n", names.size() - kShown);
  }
}

}  // namespace

void print_power(std::ostream& output, const synth::PowerReport& report, const std::string& top,
                 const std::string& library) {
  support::print(output, "{} on {}, {} cells, area {:.4f}\n", top, library, report.cells,
                 report.area);
  support::print(output, "{} operations in {} cycles{}, input slew {:g} ns, wires: {}\n\n",
                 report.operations, report.cycles,
                 report.clock_mhz > 0.0 ? fmt::format(" at {:g} MHz", report.clock_mhz) : "",
                 report.input_slew_s * 1e9, report.wires);
  support::print(output, "{:<28} {:>12} {:>12} {:>12} {:>12} {:>12}\n", "module", "internal uW",
                 "switching uW", "leakage uW", "total uW", "fJ/operation");
  for (const synth::ModulePower& module : report.modules) {
    print_row(output, report, module.path.empty() ? top : module.path, module.power);
  }
  print_row(output, report, "total", report.total);
  if (report.has_glitches) {
    print_row(output, report, "  settled toggles", report.functional);
    synth::Power glitches = report.total;
    glitches.internal_w -= report.functional.internal_w;
    glitches.switching_w -= report.functional.switching_w;
    glitches.leakage_w -= report.functional.leakage_w;
    print_row(output, report, "  glitches", glitches);
  }
  if (report.clock_tree.cells > 0) {
    print_row(output, report, fmt::format("  clock tree, {} cells", report.clock_tree.cells),
              report.clock_tree.power);
  }
  support::print(
      output,
      "\nclock pins of the registers (in internal): {:.4f} uW\nnets that the environment "
      "drives (not in the total): clock {:.4f} uW, others {:.4f} uW\n",
      report.clock_w * kMicrowatts, report.clock_net_w * kMicrowatts,
      report.input_nets_w * kMicrowatts);
  if (report.has_glitches) print_glitches(output, report);
  support::print(output, "annotated pins: {} of {}\n", report.coverage.annotated_pins,
                 report.coverage.total_pins);
}

void print_operation_energy(std::ostream& output, const flow::OperationEnergy& energy,
                            const generator::DesignSpec& spec) {
  support::print(output, "fJ of single operations, without leakage: mean {:.1f}\n  least {:.1f}",
                 energy.mean_fj, energy.minimum_fj);
  constexpr std::size_t kInLine = 3;
  for (std::size_t i = 0; i < energy.quantiles.size(); ++i) {
    const auto& [share, value_fj] = energy.quantiles[i];
    support::print(output, "{}{:g} % {:.1f}", i % kInLine == kInLine - 1 ? ",\n  " : ", ",
                   100.0 * share, value_fj);
  }
  support::print(output, ", most {:.1f}\n  most in operation {}: {} after {}\n", energy.maximum_fj,
                 energy.peak, pair(energy.at_peak, spec), pair(energy.before_peak, spec));
}

void print_missing(std::ostream& error, const synth::SpefCoverage& coverage, bool lenient) {
  support::print(error, "pann: {} of {} nets have no entry in the SPEF file and no wire:\n",
                 coverage.nets - coverage.covered, coverage.nets);
  print_names(error, coverage.missing);
  support::print(error, "  help: {}\n",
                 lenient ? "--lenient: their wires were taken as nothing"
                         : "give the file of this netlist with all its nets, or --lenient");
}

void print_overlay(std::ostream& output, const synth::Overlay& overlay) {
  support::print(output, "groups of {} for {}\n", overlay.file, fmt::join(overlay.cells, ", "));
}

void print_annotation(std::ostream& output, const synth::DelayAnnotation& annotation) {
  support::print(output, "delays of {}: {} of {} arcs{}\n", annotation.source, annotation.covered,
                 annotation.arcs,
                 annotation.wires == 0 ? "" : fmt::format(", {} wires", annotation.wires));
}

void print_delay_notes(std::ostream& error, const synth::DelayAnnotation& annotation) {
  if (!annotation.has_timescale) {
    support::print(error, "pann: {} has no TIMESCALE: its delays are taken in ns (IEEE 1497)\n",
                   annotation.source);
  }
  if (annotation.negative_delays == 0) return;
  support::print(error, "pann: {} negative delays are taken as 0, the first at {}:{}\n",
                 annotation.negative_delays, annotation.source, annotation.first_negative_line);
}

void print_missing(std::ostream& error, const synth::Coverage& coverage) {
  support::print(error, "pann: {} of {} pins have no activity; nets without:\n",
                 coverage.total_pins - coverage.annotated_pins, coverage.total_pins);
  print_names(error, coverage.missing);
  support::print(
      error,
      "  help: give the activity of this netlist with all its nets (`pann sim DIR --saif`, "
      "or a trace with every scope below the top)\n");
}

}  // namespace pann::cli
