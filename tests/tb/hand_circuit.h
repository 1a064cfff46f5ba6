#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "circuit/netlist.h"
#include "generator/manifest.h"
#include "sim/delay/delay_engine.h"
#include "sim/schedule.h"

namespace pann::test {

/// A small circuit of Yosys' gates with delays in picoseconds, and what happens on its inputs.
class Circuit {
 public:
  Circuit() {
    netlist_.top = "hand";
    netlist_.instances = {{"", "hand"}};
  }

  circuit::NetId input(const std::string& name) {
    const circuit::NetId net = wire(name);
    netlist_.ports.push_back({name, generator::Direction::input, {net}});
    if (name != "clk") {
      schedule_.inputs.push_back({name, 1, schedule_.input_words++});
    } else {
      schedule_.clock = name;
    }
    return net;
  }

  /// A cell whose output `to` moves so long after any of its inputs.
  circuit::NetId cell(const std::string& type,
                      const std::vector<std::pair<std::string, circuit::NetId>>& pins,
                      std::uint64_t rise_ps, std::uint64_t fall_ps, const std::string& to = "Y") {
    const auto index = static_cast<std::uint32_t>(netlist_.cells.size());
    const std::string name = "u" + std::to_string(index);
    const circuit::NetId net = wire("n" + std::to_string(index));
    circuit::NetlistCell cell{name, type, 0, {}, {}};
    for (const auto& [pin, from] : pins) {
      cell.pins.push_back({pin, generator::Direction::input, {from}});
      delays_.push_back({index, pin, to, rise_ps * 1000, fall_ps * 1000});
    }
    cell.pins.push_back({to, generator::Direction::output, {net}});
    netlist_.cells.push_back(cell);
    return net;
  }

  circuit::NetId gate(const std::string& type, circuit::NetId a, circuit::NetId b,
                      std::uint64_t rise_ps, std::uint64_t fall_ps) {
    return cell(type, {{"A", a}, {"B", b}}, rise_ps, fall_ps);
  }
  circuit::NetId inverter(circuit::NetId a, std::uint64_t rise_ps, std::uint64_t fall_ps) {
    return cell("$_NOT_", {{"A", a}}, rise_ps, fall_ps);
  }
  circuit::NetId flip_flop(circuit::NetId clock, circuit::NetId data, std::uint64_t rise_ps,
                           std::uint64_t fall_ps) {
    return cell("$_DFF_P_", {{"C", clock}, {"D", data}}, rise_ps, fall_ps, "Q");
  }

  /// Compares a net in the cycles that are sampled.
  void output(const std::string& name, circuit::NetId net,
              const std::vector<std::uint64_t>& expected) {
    netlist_.ports.push_back({name, generator::Direction::output, {net}});
    schedule_.outputs.push_back({name, 1, schedule_.output_words++});
    schedule_.expected = expected;
  }

  /// One cycle: the values of the inputs in order of their declaration.
  void cycle(const std::vector<std::uint64_t>& values, sim::CycleFlags flags = {.counted = true}) {
    schedule_.values.insert(schedule_.values.end(), values.begin(), values.end());
    schedule_.flags.push_back(flags);
    schedule_.streams = {{0, schedule_.flags.size(), schedule_.flags.size()}};
  }

  sim::DelaySimulation run(sim::PulseModel pulses = sim::PulseModel::inertial) {
    schedule_.operations = schedule_.cycles();
    return sim::run(sim::compile_with_delays(netlist_, {}, {delays_, wires_}), schedule_,
                    {.pulses = pulses});
  }

  std::vector<std::uint64_t> series(const std::vector<std::uint32_t>& weights) {
    return sim::run_series(sim::compile_with_delays(netlist_, {}, {delays_, wires_}), schedule_,
                           weights);
  }

  std::vector<sim::PinDelay>& delays() { return delays_; }
  std::vector<sim::WireDelay>& wires() { return wires_; }
  circuit::NetId nets() const { return netlist_.net_count; }

 private:
  circuit::NetId wire(const std::string& name) {
    const circuit::NetId net = netlist_.net_count++;
    netlist_.names.push_back({name, 0, 0, false, {net}});
    return net;
  }

  circuit::Netlist netlist_;
  std::vector<sim::PinDelay> delays_;
  std::vector<sim::WireDelay> wires_;
  sim::Schedule schedule_;
};

inline constexpr sim::CycleFlags kUncounted{};

inline std::uint64_t toggles(const sim::DelaySimulation& simulation, circuit::NetId net) {
  return simulation.result.activity.nets[net].toggles();
}

}  // namespace pann::test
