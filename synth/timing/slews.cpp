#include "synth/timing/slews.h"

#include <algorithm>
#include <set>

#include "synth/timing/order.h"

namespace pann::synth {

namespace {

const std::optional<LookupTable>& transition(const TimingArc& arc, Edge edge) {
  return edge == Edge::rise ? arc.rise_transition : arc.fall_transition;
}

/// Raises an output's slews to those of one arc.
void apply(const TimingArc& arc, const EdgePair& input, const EdgePair& load, EdgePair& output) {
  for (const Edge edge : kEdges) {
    const auto& table = transition(arc, edge);
    if (!table) continue;
    for (const Edge cause : causes(arc, edge)) {
      const double slew =
          table->at({.input_slew_s = at(input, cause), .output_load_f = at(load, edge)});
      at(output, edge) = std::max(at(output, edge), slew);
    }
  }
}

}  // namespace

std::vector<Edge> causes(const TimingArc& arc, Edge edge) {
  if (arc.type == TimingType::rising_edge) return {Edge::rise};
  if (arc.type == TimingType::falling_edge) return {Edge::fall};
  switch (arc.sense) {
    case TimingSense::positive_unate:
      return {edge};
    case TimingSense::negative_unate:
      return {opposite(edge)};
    case TimingSense::non_unate:
      break;
  }
  return {kEdges.begin(), kEdges.end()};
}

bool are_split(const Pin& output, const std::string& related_pin, TimingType type) {
  for (const Edge edge : kEdges) {
    std::set<Edge> found;
    for (const TimingArc& arc : output.timing) {
      if (arc.related_pin != related_pin || arc.type != type) continue;
      if (!(edge == Edge::rise ? arc.cell_rise : arc.cell_fall)) continue;
      for (const Edge cause : causes(arc, edge)) found.insert(cause);
    }
    if (found.size() == kEdges.size()) return true;
  }
  return false;
}

std::vector<EdgePair> net_loads(const circuit::Netlist& netlist,
                                const std::vector<BoundCell>& cells, const WireCapacitance& wires) {
  std::vector<EdgePair> loads(netlist.net_count);
  std::vector<double> fanout(netlist.net_count);
  for (const BoundCell& bound : cells) {
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      loads[bound.nets[i]].rise += bound.cell->pins[i].rise_capacitance_f;
      loads[bound.nets[i]].fall += bound.cell->pins[i].fall_capacitance_f;
      if (!bound.cell->pins[i].is_output()) fanout[bound.nets[i]] += 1.0;
    }
  }
  const std::vector<double> added = wires.of_nets(netlist, fanout);
  for (circuit::NetId net = circuit::kFirstWire; net < netlist.net_count; ++net) {
    loads[net].rise += added[net];
    loads[net].fall += added[net];
  }
  return loads;
}

std::vector<EdgePair> propagate_slews(const circuit::Netlist& netlist,
                                      const std::vector<BoundCell>& cells,
                                      const std::vector<EdgePair>& loads, double input_slew_s) {
  std::vector<EdgePair> slews(netlist.net_count);
  for (const circuit::NetlistPort& port : netlist.ports) {
    if (port.direction != generator::Direction::input) continue;
    for (const circuit::NetId net : port.bits) slews[net] = {input_slew_s, input_slew_s};
  }
  const ClockGates gates(netlist, cells);
  for (const std::uint32_t index : timing_order(netlist, cells)) {
    const BoundCell& bound = cells[index];
    for (std::size_t i = 0; i < bound.nets.size(); ++i) {
      const Pin& output = bound.cell->pins[i];
      if (!output.is_output() || circuit::is_constant_net(bound.nets[i])) continue;
      for (const TimingArc& arc : output.timing) {
        const Pin* from = is_delay_arc(arc) ? bound.cell->find_pin(arc.related_pin) : nullptr;
        if (from == nullptr) continue;
        const auto pin = static_cast<std::size_t>(from - bound.cell->pins.data());
        const circuit::NetId net = bound.nets[pin];
        if (circuit::is_constant_net(net) || gates.opens(index, pin)) continue;
        apply(arc, slews[net], loads[bound.nets[i]], slews[bound.nets[i]]);
      }
    }
  }
  return slews;
}

}  // namespace pann::synth
