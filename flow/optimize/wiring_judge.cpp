#include "flow/optimize/wiring_judge.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "flow/gate_activity.h"
#include "sim/delay/delay_engine.h"
#include "support/diagnostic.h"
#include "synth/liberty/cell_functions.h"
#include "synth/timing/critical_path.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

using circuit::NetId;

namespace {

constexpr const char* kLoop = "timing.loop";
constexpr double kLongestNs = 4000.0;  ///< Times are 32 bits of femtoseconds.

/// The delays of a netlist; nothing where it has a combinational loop.
std::optional<synth::ArcDelays> delays_of(const circuit::Netlist& netlist,
                                          const WiringJudge::Setup& setup) {
  try {
    return gate_delays(netlist, setup.library, {.input_slew_s = setup.input_slew_s});
  } catch (const support::Failure& failure) {
    const auto& faults = failure.diagnostics();
    const bool is_loop = std::any_of(faults.begin(), faults.end(),
                                     [](const auto& fault) { return fault.code == kLoop; });
    if (!is_loop) throw;
    return std::nullopt;
  }
}

bool differ(const synth::EdgePair& a, const synth::EdgePair& b) {
  return a.rise != b.rise || a.fall != b.fall;
}

void refuse_slow(double critical_ns) {
  if (critical_ns < kLongestNs) return;
  support::fail_input("optimize.slow", "the critical path takes more than 4 microseconds",
                      "optimize with a faster library");
}

}  // namespace

WiringJudge::WiringJudge(const Setup& setup)
    : setup_(setup),
      schedule_(tb::make_schedule(setup.files.manifest, setup.operands)),
      functions_(synth::cell_functions(setup.netlist, setup.library)),
      slots_(setup.netlist, setup.pdk),
      netlist_(setup.netlist),
      waves_(netlist_, functions_, schedule_) {
  const auto delays = delays_of(netlist_, setup_);
  if (!delays) throw std::logic_error("a mapped heap has a combinational loop");
  start_.critical_ns = synth::critical_path(netlist_, *delays).delay_ns;
  refuse_slow(start_.critical_ns);
  start_nets(*delays);
  tried_ = accepted_;
  for (std::size_t i = 0; i < tried_.cells.size(); ++i) add_energy(tried_, i);
  start_.energy_fj = energy_fj(tried_);
  accept();
}

/// The engine of `pann power` gives the activity of all nets; that of the waves must be the same.
void WiringJudge::start_nets(const synth::ArcDelays& delays) {
  const sim::DelayDesign design = sim::compile_with_delays(
      netlist_, functions_, synth::engine_delays(delays), setup_.files.manifest.registers);
  const sim::DelaySimulation played = sim::run(design, schedule_, {.threads = 1});
  const auto& counts = played.result.activity.nets;
  accepted_ = {delays.loads,
               delays.slews,
               std::vector<synth::NetActivity>(netlist_.net_count),
               delays.cells,
               std::vector<double>(delays.cells.size(), 0.0),
               std::vector<double>(delays.cells.size(), 0.0)};
  for (NetId net = 0; net < netlist_.net_count; ++net) {
    const auto low = static_cast<double>(counts[net].time_low);
    const auto high = static_cast<double>(counts[net].time_high);
    accepted_.nets[net] = {static_cast<double>(counts[net].rises),
                           static_cast<double>(counts[net].falls),
                           low + high > 0.0 ? high / (low + high) : 0.0, true};
  }
  if (!waves_.play(netlist_, synth::pin_delays(delays))) {
    throw std::logic_error("a mapped heap has a combinational loop");
  }
  State again = accepted_;
  take_activity(again, waves_.changed());
  for (const NetId net : waves_.changed()) {
    const synth::NetActivity& engine = accepted_.nets[net];
    if (again.nets[net].toggles() != engine.toggles() || again.nets[net].high != engine.high) {
      throw std::logic_error("waves differ from the delay engine's");
    }
  }
  const generator::Port* clock = setup_.files.manifest.find(generator::Role::clock);
  const double cycles = clock == nullptr
                            ? static_cast<double>(schedule_.operations)
                            : accepted_.nets[netlist_.find_port(clock->name)->bits[0]].rises;
  constexpr double kNanosecond = 1e-9;
  constexpr double kMegahertz = 1e6;
  time_s_ =
      cycles * std::max(1.0 / (setup_.clock_mhz * kMegahertz), start_.critical_ns * kNanosecond);
}

void WiringJudge::take_activity(State& state, const std::vector<NetId>& nets) const {
  for (const NetId net : nets) {
    const double toggles = static_cast<double>(waves_.toggles(net));
    // Of toggles, power asks for the sum alone.
    state.nets[net] = {toggles / 2.0, toggles / 2.0, waves_.high(net), true};
  }
}

/// As compute_power() has it.
void WiringJudge::add_energy(State& state, std::size_t index) {
  const synth::BoundCell& bound = state.cells[index];
  auto model = models_.find(bound.cell);
  if (model == models_.end()) {
    model = models_.emplace(bound.cell, synth::CellPower(*bound.cell)).first;
  }
  double energy_j = model->second.internal(bound, {state.nets, state.loads, state.slews}).total_j;
  for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
    const NetId net = bound.nets[pin];
    if (!bound.cell->pins[pin].is_output() || circuit::is_constant_net(net)) continue;
    const double voltage_v = setup_.library.voltage_v(*bound.cell, bound.cell->pins[pin]);
    energy_j += state.nets[net].toggles() * state.loads[net].max() * voltage_v * voltage_v / 2.0;
  }
  state.dynamic_j[index] = energy_j;
  state.leakage_w[index] = model->second.leakage(bound, state.nets);
}

double WiringJudge::energy_fj(const State& state) const {
  constexpr double kFemtojoules = 1e15;
  const double dynamic_j = std::accumulate(state.dynamic_j.begin(), state.dynamic_j.end(), 0.0);
  const double leakage_w = std::accumulate(state.leakage_w.begin(), state.leakage_w.end(), 0.0);
  return (dynamic_j + leakage_w * time_s_) / static_cast<double>(schedule_.operations) *
         kFemtojoules;
}

std::optional<WiringCost> WiringJudge::judge(const HeapWiring& wiring, double longest_ns) {
  slots_.rewire(wiring, netlist_);
  const auto delays = delays_of(netlist_, setup_);
  if (!delays) return std::nullopt;
  WiringCost cost;
  cost.critical_ns = synth::critical_path(netlist_, *delays).delay_ns;
  if (cost.critical_ns > longest_ns) return std::nullopt;
  if (!waves_.play(netlist_, synth::pin_delays(*delays))) return std::nullopt;
  tried_ = accepted_;
  take_activity(tried_, waves_.changed());
  std::vector<bool> is_moved(netlist_.net_count, false);
  for (const NetId net : waves_.changed()) is_moved[net] = true;
  for (NetId net = circuit::kFirstWire; net < netlist_.net_count; ++net) {
    if (differ(delays->loads[net], tried_.loads[net]) ||
        differ(delays->slews[net], tried_.slews[net])) {
      is_moved[net] = true;
    }
  }
  tried_.loads = delays->loads;
  tried_.slews = delays->slews;
  for (std::size_t i = 0; i < tried_.cells.size(); ++i) {
    std::vector<NetId>& nets = tried_.cells[i].nets;
    const bool is_touched =
        nets != delays->cells[i].nets ||
        std::any_of(nets.begin(), nets.end(), [&is_moved](NetId net) { return is_moved[net]; });
    if (!is_touched) continue;
    nets = delays->cells[i].nets;
    add_energy(tried_, i);
  }
  cost.energy_fj = energy_fj(tried_);
  return cost;
}

void WiringJudge::accept() {
  accepted_ = tried_;
  waves_.accept();
}

}  // namespace pann::flow
