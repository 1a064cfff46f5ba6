#include "analysis/reproduce/gate_sweep.h"

#include <algorithm>

#include <fmt/format.h>

namespace pann::analysis {

std::string GateSetup::title() const {
  return library->pdk.name + (delays == flow::GateDelays::zero ? "" : ", glitches");
}

Origin GateSetup::origin() const {
  return library->pdk.synthetic ? Origin::synthetic : Origin::tabulated;
}

std::vector<GateSetup> gate_setups(Workbench& bench) {
  std::vector<GateSetup> setups;
  for (const MeasuredLibrary& library : bench.libraries()) {
    for (const flow::GateDelays delays : Workbench::delay_modes()) {
      setups.push_back({&library, delays});
    }
  }
  return setups;
}

std::uint64_t operations_of(const Workbench& bench, const GateSetup& setup) {
  const WorkbenchOptions& options = bench.options();
  return setup.delays == flow::GateDelays::zero ? options.vectors
                                                : std::min(options.vectors, options.timed_vectors);
}

GateCase gate_case(const Workbench& bench, const GateSetup& setup,
                   const generator::DesignSpec& spec, tb::StimulusSpec stimulus) {
  stimulus.vectors = operations_of(bench, setup);
  return {setup.library, spec, stimulus, nullptr, setup.delays};
}

generator::DesignSpec multiplier_spec(int bits) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::multiplier;
  spec.x_width = bits;
  spec.w_width = bits;
  return spec;
}

generator::DesignSpec adder_spec(int bits) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::adder;
  spec.x_width = bits;
  return spec;
}

double GateSweep::multiplier_fj(int bits) const {
  return multipliers.at(static_cast<std::size_t>(bits - kNarrowestBits)).total_fj(clock.mhz);
}

std::vector<GateSweep> measure_gate_sweeps(Workbench& bench) {
  const auto stimulus = bench.stimulus(tb::Distribution::uniform, tb::Range::signed_range);
  std::vector<GateSweep> sweeps;
  std::vector<GateCase> cases;
  for (const GateSetup& setup : gate_setups(bench)) {
    sweeps.push_back({setup, {}, {}, {}});
    for (const auto spec : {multiplier_spec, adder_spec}) {
      for (const int bits : widths())
        cases.push_back(gate_case(bench, setup, spec(bits), stimulus));
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  auto next = results.begin();
  const auto count = static_cast<std::ptrdiff_t>(widths().size());
  for (GateSweep& sweep : sweeps) {
    sweep.multipliers.assign(next, next + count);
    sweep.adders.assign(next + count, next + 2 * count);
    next += 2 * count;
    sweep.clock = choose_clock(
        std::min(slowest_clock_mhz(sweep.multipliers), slowest_clock_mhz(sweep.adders)));
  }
  return sweeps;
}

std::string clock_paragraph(const std::vector<GateSweep>& sweeps) {
  std::string text =
      "Clock: the paper's 1.6 GHz where the slowest of the units reaches it by its critical path, "
      "else what that one reaches, rounded down to two digits:";
  std::string separator = " ";
  for (const GateSweep& sweep : sweeps) {
    if (sweep.setup.delays != flow::GateDelays::zero) continue;
    text += fmt::format("{}{} {:g} MHz", separator, sweep.setup.title(), sweep.clock.mhz);
    separator = ", ";
  }
  return text + ".";
}

}  // namespace pann::analysis
