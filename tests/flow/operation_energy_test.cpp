#include "flow/operation_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "emitted_design.h"
#include "flow/joint_leakage.h"
#include "flow/power_tables.h"
#include "flow/synthesize.h"
#include "relative.h"
#include "support/progress.h"
#include "tb/stimulus/synthetic.h"
#include "test_data.h"

using namespace pann;

namespace {

/// A mapped unit, its operands and its power.
struct Mapped {
  support::TemporaryDirectory directory;
  synth::Library library;
  tb::DesignFiles files;
  circuit::Netlist netlist;
  tb::OperandStreams operands;
  flow::GateActivityOptions options;
  synth::PowerReport report;

  Mapped(const generator::DesignSpec& spec, const tb::StimulusSpec& stimulus,
         flow::GateDelays delays = flow::GateDelays::zero, const std::string& pdk = "generic")
      : library(synth::read_library(synth::find_pdk(pdk).files)) {
    const auto rtl = test::emit_to_disk(spec);
    files.directory = directory.path() / "gates";
    support::Progress silent(true);
    files.manifest = flow::synthesize({.source = rtl.files.directory, .target = files.directory},
                                      synth::find_pdk(pdk), library, silent)
                         .manifest;
    netlist = circuit::read_yosys_json(files.directory / "netlist.json", files.manifest.top);
    operands = tb::make_operands(stimulus, spec);
    options.delays = delays;
    const flow::GateActivity gates =
        flow::measure_gates(files, netlist, library, operands, options);
    report = synth::compute_power({.manifest = files.manifest,
                                   .netlist = netlist,
                                   .library = library,
                                   .activity = gates.activity},
                                  {.clock_mhz = 10.0});
  }

  flow::OperationEnergy energy() const {
    return flow::operation_energy(files, netlist, library, operands, options, report);
  }
  double dynamic_fj() const {
    return report.per_operation_fj(report.total.internal_w + report.total.switching_w);
  }
};

/// Values of all nets for one pair of operands, cell by cell until nothing changes any more.
class Evaluator {
 public:
  explicit Evaluator(const Mapped& unit)
      : unit_(unit),
        cells_(synth::bind_cells(unit.netlist, unit.library)),
        values_(unit.netlist.net_count, 0) {
    values_[circuit::kNetOne] = 1;
  }

  const std::vector<int>& settle(std::uint64_t x, std::uint64_t w) {
    drive("x_i", x);
    drive("w_i", w);
    for (bool changed = true; changed;) {
      changed = false;
      for (const synth::BoundCell& bound : cells_) {
        for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
          if (!bound.cell->pins[pin].is_output()) continue;
          const int value = at(bound, *bound.cell->pins[pin].function) ? 1 : 0;
          changed = changed || values_[bound.nets[pin]] != value;
          values_[bound.nets[pin]] = value;
        }
      }
    }
    return values_;
  }

  /// Leakage of all cells in the present state: of each cell the first group whose condition holds,
  /// else the one without.
  double leakage() const {
    double sum = 0.0;
    for (const synth::BoundCell& bound : cells_) {
      double cell = bound.cell->leakage_w.value_or(0.0);
      for (const synth::LeakagePower& group : bound.cell->leakage) {
        if (!group.when) cell = group.power_w;
      }
      for (const synth::LeakagePower& group : bound.cell->leakage) {
        if (!group.when || !at(bound, *group.when)) continue;
        cell = group.power_w;
        break;
      }
      sum += cell;
    }
    return sum;
  }

 private:
  void drive(const std::string& port, std::uint64_t bits) {
    const std::vector<circuit::NetId>& nets = unit_.netlist.find_port(port)->bits;
    for (std::size_t i = 0; i < nets.size(); ++i) {
      values_[nets[i]] = static_cast<int>((bits >> i) & 1U);
    }
  }
  bool at(const synth::BoundCell& bound, const synth::BooleanExpression& expression) const {
    std::vector<std::uint64_t> inputs;
    for (const std::string& name : expression.pins()) {
      const auto pin = bound.cell->find_pin(name) - bound.cell->pins.data();
      inputs.push_back(values_[bound.nets[static_cast<std::size_t>(pin)]] != 0 ? 1 : 0);
    }
    return (expression.evaluate(inputs) & 1U) != 0;
  }

  const Mapped& unit_;
  std::vector<synth::BoundCell> cells_;
  std::vector<int> values_;
};

/// Holds energies and leakage against those of evaluating the cells one by one; returns the leakage
/// by joint states over that of independent pins.
double check_one_by_one(const std::string& pdk) {
  const Mapped unit({.kind = generator::Kind::multiplier, .x_width = 4, .w_width = 4},
                    {.vectors = 300}, flow::GateDelays::zero, pdk);
  Evaluator evaluator(unit);
  std::vector<int> before = evaluator.settle(0, 0);
  std::vector<double> energies;
  double leakage_w = 0.0;
  for (std::size_t i = 0; i < unit.operands.operations(); ++i) {
    const std::vector<int>& now = evaluator.settle(unit.operands.x[i], unit.operands.w[i]);
    double energy_j = 0.0;
    for (std::size_t net = 0; net < now.size(); ++net) {
      if (now[net] != before[net]) energy_j += unit.report.toggle_j[net];
    }
    energies.push_back(energy_j * 1e15);
    leakage_w += evaluator.leakage() / static_cast<double>(unit.operands.operations());
    before = now;
  }
  const flow::OperationEnergy energy = unit.energy();
  const auto peak = std::max_element(energies.begin(), energies.end());
  CHECK(energy.peak == static_cast<std::size_t>(peak - energies.begin()));
  CHECK(energy.at_peak.x == unit.operands.x[energy.peak]);
  CHECK(energy.before_peak.w == unit.operands.w[energy.peak - 1]);
  CHECK(energy.maximum_fj == pann::test::relative(*peak).epsilon(1e-5));
  CHECK(energy.mean_fj ==
        pann::test::relative(std::accumulate(energies.begin(), energies.end(), 0.0) / 300.0)
            .epsilon(1e-5));
  std::sort(energies.begin(), energies.end());
  CHECK(energy.minimum_fj == pann::test::relative(energies.front()).epsilon(1e-5));
  REQUIRE(energy.quantiles.size() == 7);
  CHECK(energy.quantiles[3].first == 0.5);
  CHECK(energy.quantiles[3].second == pann::test::relative(energies[149]).epsilon(1e-5));

  const std::vector<double> joint =
      flow::joint_leakage(unit.files.manifest, unit.netlist, unit.library, unit.operands);
  CHECK(joint.size() == unit.netlist.cells.size());
  CHECK(std::accumulate(joint.begin(), joint.end(), 0.0) ==
        pann::test::relative(leakage_w).epsilon(1e-9));
  return leakage_w / unit.report.total.leakage_w;
}

}  // namespace

TEST_CASE("energy and leakage of operations are those of evaluating the cells one by one") {
  CHECK(check_one_by_one("generic") > 0.0);
}

TEST_CASE("leakage by joint states differs from that of independent pins where states matter") {
  if (!test::test_data("PANN_PDK_PATH", "sky130hd")) return;
  CHECK(std::abs(check_one_by_one("sky130hd") - 1.0) > 1e-4);
}

TEST_CASE("energies of single operations add up to the reported power") {
  const tb::StimulusSpec stimulus{.vectors = 400, .length = 20};
  for (const auto kind : {generator::Kind::mac, generator::Kind::pann_mac}) {
    for (const auto delays : {flow::GateDelays::zero, flow::GateDelays::liberty}) {
      const Mapped unit({.kind = kind, .x_width = 4, .w_width = 4, .acc_width = 12}, stimulus,
                        delays);
      const flow::OperationEnergy energy = unit.energy();
      CHECK(energy.mean_fj == pann::test::relative(unit.dynamic_fj()).epsilon(1e-5));
      CHECK(energy.minimum_fj > 0.0);
      CHECK(energy.minimum_fj < energy.mean_fj);
      CHECK(energy.maximum_fj > energy.quantiles.back().second);
    }
  }
}

TEST_CASE("the series holds the energy of every operation with its operands") {
  const generator::DesignSpec spec{.kind = generator::Kind::multiplier, .x_width = 4, .w_width = 4};
  const Mapped unit(spec, {.vectors = 50});
  const flow::OperationEnergy energy = unit.energy();
  REQUIRE(energy.series_fj.size() == 50);
  const double sum = std::accumulate(energy.series_fj.begin(), energy.series_fj.end(), 0.0);
  CHECK(sum / 50.0 == pann::test::relative(energy.mean_fj));
  CHECK(sum / 50.0 == pann::test::relative(unit.dynamic_fj()).epsilon(1e-4));
  CHECK(energy.series_fj[energy.peak] == energy.maximum_fj);
  CHECK(energy.operands[energy.peak].x == energy.at_peak.x);
  const std::string text = flow::series_csv(energy, spec);
  CHECK(text.rfind("operation,x,w,energy_fj\n0,", 0) == 0);
  CHECK(std::count(text.begin(), text.end(), '\n') == 51);
  const auto x = static_cast<std::int64_t>(energy.operands[1].x);
  const auto w = static_cast<std::int64_t>(energy.operands[1].w);
  CHECK(text.find("\n1," + std::to_string(x) + "," + std::to_string(w) + ",") != std::string::npos);
}
