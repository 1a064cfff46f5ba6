#include "synth/timing/delays.h"

#include <algorithm>
#include <cmath>

#include "synth/si_units.h"
#include "synth/timing/elmore.h"
#include "synth/timing/order.h"

namespace pann::synth {

namespace {

/// Widens a triple by one more delay.
void widen(std::optional<DelayTriple>& triple, double delay_s) {
  const double delay_ns = std::max(0.0, delay_s * kNanoseconds);
  const DelayTriple one{delay_ns, delay_ns, delay_ns};
  triple = triple ? join(*triple, one) : one;
}

class Calculator {
 public:
  Calculator(ArcDelays& delays, bool conditional) : delays_(delays), conditional_(conditional) {}

  void run() {
    for (std::uint32_t cell = 0; cell < delays_.cells.size(); ++cell) {
      const Cell& kind = *delays_.cells[cell].cell;
      for (std::uint32_t to = 0; to < kind.pins.size(); ++to) {
        if (kind.pins[to].is_output()) add_output(cell, to);
      }
    }
  }

 private:
  void add_output(std::uint32_t cell, std::uint32_t to) {
    const Cell& kind = *delays_.cells[cell].cell;
    const std::size_t first = delays_.arcs.size();
    for (const TimingArc& arc : kind.pins[to].timing) {
      const Pin* from = is_delay_arc(arc) ? kind.find_pin(arc.related_pin) : nullptr;
      if (from == nullptr) continue;
      const auto pin = static_cast<std::uint32_t>(from - kind.pins.data());
      if (!circuit::is_constant_net(delays_.cells[cell].nets[pin]))
        add_arc(cell, pin, to, arc, first);
    }
    std::stable_sort(delays_.arcs.begin() + static_cast<std::ptrdiff_t>(first), delays_.arcs.end(),
                     [](const ArcDelay& a, const ArcDelay& b) { return a.from < b.from; });
  }

  void add_arc(std::uint32_t cell, std::uint32_t from, std::uint32_t to, const TimingArc& arc,
               std::size_t first) {
    ArcDelay& entry = entry_for(cell, from, to, arc, first);
    const BoundCell& bound = delays_.cells[cell];
    const EdgePair& slew = delays_.slews[bound.nets[from]];
    const EdgePair& load = delays_.loads[bound.nets[to]];
    for (const Edge edge : kEdges) {
      const auto& table = edge == Edge::rise ? arc.cell_rise : arc.cell_fall;
      if (!table) continue;
      for (const Edge cause : causes(arc, edge)) {
        widen(entry.delay(cause, edge),
              table->at({.input_slew_s = at(slew, cause), .output_load_f = at(load, edge)}));
      }
    }
  }

  /// The entry that the arc belongs to: an earlier one of the same pins where conditions are
  /// joined.
  ArcDelay& entry_for(std::uint32_t cell, std::uint32_t from, std::uint32_t to,
                      const TimingArc& arc, std::size_t first) {
    for (std::size_t i = first; !conditional_ && i < delays_.arcs.size(); ++i) {
      ArcDelay& known = delays_.arcs[i];
      if (known.from == from && known.type == arc.type) return known;
    }
    ArcDelay entry;
    entry.cell = cell;
    entry.from = from;
    entry.to = to;
    entry.type = arc.type;
    entry.arc = &arc;
    entry.is_conditional = conditional_;
    return delays_.arcs.emplace_back(entry);
  }

  ArcDelays& delays_;
  bool conditional_;
};

/// The delays of one edge of an arc's input as the engine takes them.
sim::PinDelay pin_delay(const ArcDelays& delays, const ArcDelay& arc, sim::CauseEdge cause) {
  const BoundCell& bound = delays.cells[arc.cell];
  sim::PinDelay pin{bound.instance, bound.cell->pins[arc.from].name, bound.cell->pins[arc.to].name};
  pin.cause = cause;
  const auto typical_fs = [&](Edge edge) {
    std::optional<DelayTriple> delay;
    if (cause == sim::CauseEdge::rise) delay = arc.delay(Edge::rise, edge);
    if (cause == sim::CauseEdge::fall) delay = arc.delay(Edge::fall, edge);
    if (!delay) delay = arc.joined(edge);
    return delay ? to_femtoseconds(delay->typical_ns) : sim::PinDelay::kNone;
  };
  pin.rise_fs = typical_fs(Edge::rise);
  pin.fall_fs = typical_fs(Edge::fall);
  return pin;
}

}  // namespace

DelayTriple join(const DelayTriple& a, const DelayTriple& b) {
  DelayTriple both;
  both.minimum_ns = std::min(a.minimum_ns, b.minimum_ns);
  both.maximum_ns = std::max(a.maximum_ns, b.maximum_ns);
  both.typical_ns = (both.minimum_ns + both.maximum_ns) / 2.0;
  return both;
}

std::optional<DelayTriple> ArcDelay::joined(Edge edge) const {
  const auto& rise = delay(Edge::rise, edge);
  const auto& fall = delay(Edge::fall, edge);
  if (!rise || !fall) return rise ? rise : fall;
  return join(*rise, *fall);
}

bool ArcDelay::is_split() const {
  return std::any_of(kEdges.begin(), kEdges.end(), [this](Edge edge) {
    return delay(Edge::rise, edge) && delay(Edge::fall, edge);
  });
}

ArcDelays compute_delays(const Library& library, const circuit::Netlist& netlist,
                         const DelayOptions& options) {
  ArcDelays delays;
  delays.cells = bind_cells(netlist, library);
  const WireCapacitance wires(options.wires, library, area_of(delays.cells));
  delays.loads = net_loads(netlist, delays.cells, wires);
  delays.slews = propagate_slews(netlist, delays.cells, delays.loads, options.input_slew_s);
  Calculator(delays, options.conditional).run();
  if (options.wires.spef != nullptr) {
    delays.wires = elmore_delays(*options.wires.spef, netlist, delays.cells);
  }
  return delays;
}

std::uint64_t to_femtoseconds(double delay_ns) {
  constexpr double kFemtoseconds = 1e6;
  return static_cast<std::uint64_t>(std::llround(delay_ns * kFemtoseconds));
}

std::vector<sim::PinDelay> pin_delays(const ArcDelays& delays) {
  std::vector<sim::PinDelay> pins;
  pins.reserve(delays.arcs.size());
  for (const ArcDelay& arc : delays.arcs) {
    if (!arc.is_split()) {
      pins.push_back(pin_delay(delays, arc, sim::CauseEdge::either));
      continue;
    }
    pins.push_back(pin_delay(delays, arc, sim::CauseEdge::rise));
    pins.push_back(pin_delay(delays, arc, sim::CauseEdge::fall));
  }
  return pins;
}

sim::NetlistDelays engine_delays(const ArcDelays& delays) {
  sim::NetlistDelays result{pin_delays(delays)};
  for (const WireEnd& wire : delays.wires) {
    if (wire.cell == WireEnd::kPort) continue;
    const BoundCell& bound = delays.cells[wire.cell];
    result.wires.push_back({bound.instance, bound.cell->pins[wire.pin].name,
                            to_femtoseconds(wire.rise.typical_ns),
                            to_femtoseconds(wire.fall.typical_ns)});
  }
  return result;
}

}  // namespace pann::synth
