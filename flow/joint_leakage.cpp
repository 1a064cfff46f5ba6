#include "flow/joint_leakage.h"

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sim/native/native_engine.h"
#include "synth/liberty/binding.h"
#include "synth/liberty/cell_functions.h"
#include "synth/power/cell_power.h"
#include "tb/model/schedule_builder.h"

namespace pann::flow {

namespace {

constexpr std::size_t kWordBits = 64;

bool contains(const synth::StateSet& set, std::size_t state) {
  return ((set[state / kWordBits] >> (state % kWordBits)) & 1U) != 0;
}

/// Adds to a copy of the netlist, for every group of leakage states of every instance, a gate that
/// is 1 in these states: how long it is 1 is what the group weighs.
class Observer {
 public:
  Observer(const generator::Manifest& manifest, const circuit::Netlist& netlist,
           const synth::Library& library)
      : manifest_(manifest),
        netlist_(netlist),
        functions_(synth::cell_functions(netlist, library)),
        cells_(synth::bind_cells(netlist, library)),
        seen_(circuit::driven_nets(netlist)) {
    const generator::Port* clock = manifest.find(generator::Role::clock);
    const circuit::NetlistPort* port = clock == nullptr ? nullptr : netlist.find_port(clock->name);
    if (port != nullptr) seen_[port->bits.front()] = false;
    for (const synth::BoundCell& bound : cells_) observe(bound);
  }

  std::vector<double> run(const tb::OperandStreams& operands) const {
    const sim::NativeDesign design =
        sim::compile(netlist_, functions_, {.every_net = true, .registers = manifest_.registers});
    const sim::SimulationResult result = sim::run(design, tb::make_schedule(manifest_, operands));
    std::vector<double> leakage(netlist_.cells.size(), 0.0);
    for (const Observation& one : observations_) {
      const activity::NetCounts& counts = result.activity.nets[one.net];
      const auto high = static_cast<double>(counts.time_high);
      const double all = high + static_cast<double>(counts.time_low);
      if (all > 0.0) leakage[one.instance] += one.power_w * high / all;
    }
    leakage.resize(leakage.size() - observations_.size());
    return leakage;
  }

 private:
  struct Observation {
    std::uint32_t instance = 0;
    circuit::NetId net = 0;
    double power_w = 0.0;  ///< Where the net is 1.
  };
  /// A variable of a cell and the pin whose net shows it.
  struct Seen {
    std::size_t variable = 0;
    synth::CellStates::ShowingPin pin;
  };

  const synth::CellPower& model(const synth::Cell& cell) {
    const auto found = models_.find(&cell);
    return found != models_.end() ? found->second : models_.emplace(&cell, cell).first->second;
  }

  void observe(const synth::BoundCell& bound) {
    const synth::CellPower& power = model(*bound.cell);
    const std::vector<synth::CellStates::Variable>& variables = power.states().variables();
    std::vector<Seen> seen;
    std::vector<std::size_t> apart;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const auto pin = synth::CellStates::showing_pin(variables[i], bound);
      if (pin && is_seen(bound, variables[i].is_state, pin->index)) {
        seen.push_back({i, *pin});
      } else {
        apart.push_back(i);
      }
    }
    const double share = 1.0 / static_cast<double>(std::size_t{1} << apart.size());
    for (std::size_t values = 0; values < (std::size_t{1} << apart.size()); ++values) {
      std::size_t fixed = 0;
      for (std::size_t k = 0; k < apart.size(); ++k) fixed |= ((values >> k) & 1U) << apart[k];
      for (const synth::CellPower::LeakageGroup& group : power.leakage_groups()) {
        add(bound, seen, fixed, {group.power_w * share, group.states});
      }
    }
  }

  /// Whether a pin's net shows a variable all the time. What none shows, and the clock, is taken to
  /// be 0 and 1 for the same time each.
  bool is_seen(const synth::BoundCell& bound, bool is_state, std::size_t pin) const {
    if (!seen_[bound.nets[pin]]) return false;
    return is_state || !synth::is_clock_pin(*bound.cell, bound.cell->pins[pin]);
  }

  /// A gate over the variables that nets show, the others at `fixed`.
  void add(const synth::BoundCell& bound, const std::vector<Seen>& seen, std::size_t fixed,
           const synth::CellPower::LeakageGroup& group) {
    if (group.power_w == 0.0) return;
    circuit::TruthTable table;
    circuit::NetlistCell cell{fmt::format("$state{}", observations_.size()), {}, 0, {}, {}};
    for (const Seen& one : seen) {
      table.inputs.push_back(fmt::format("I{}", one.variable));
      cell.pins.push_back(
          {table.inputs.back(), generator::Direction::input, {bound.nets[one.pin.index]}});
    }
    const std::size_t rows = std::size_t{1} << seen.size();
    table.bits.assign((rows + kWordBits - 1) / kWordBits, 0);
    for (std::size_t row = 0; row < rows; ++row) {
      std::size_t state = fixed;
      for (std::size_t k = 0; k < seen.size(); ++k) {
        const bool shown = ((row >> k) & 1U) != 0;
        state |= std::size_t{shown != seen[k].pin.inverted} << seen[k].variable;
      }
      if (contains(group.states, state)) table.bits[row / kWordBits] |= 1ULL << (row % kWordBits);
    }
    cell.type = type_of(table);
    const circuit::NetId net = netlist_.net_count++;
    cell.pins.push_back({"Y", generator::Direction::output, {net}});
    observations_.push_back({bound.instance, net, group.power_w});
    netlist_.cells.push_back(std::move(cell));
  }

  /// Cell type for a function; equal functions share one.
  std::string type_of(const circuit::TruthTable& table) {
    const auto [found, is_new] =
        types_.try_emplace({table.inputs, table.bits}, fmt::format("$states{}", types_.size()));
    if (is_new) functions_[found->second].outputs.push_back({"Y", table});
    return found->second;
  }

  const generator::Manifest& manifest_;
  circuit::Netlist netlist_;
  circuit::CellFunctions functions_;
  std::vector<synth::BoundCell> cells_;
  std::vector<bool> seen_;  ///< By net: driven, and not the clock.
  std::map<const synth::Cell*, synth::CellPower> models_;
  std::map<std::pair<std::vector<std::string>, std::vector<std::uint64_t>>, std::string> types_;
  std::vector<Observation> observations_;
};

}  // namespace

std::vector<double> joint_leakage(const generator::Manifest& manifest,
                                  const circuit::Netlist& netlist, const synth::Library& library,
                                  const tb::OperandStreams& operands) {
  return Observer(manifest, netlist, library).run(operands);
}

}  // namespace pann::flow
