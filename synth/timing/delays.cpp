#include "synth/timing/delays.h"

#include <algorithm>
#include <cmath>

#include "synth/timing/order.h"

namespace pann::synth {

namespace {

constexpr double kNanoseconds = 1e9;

/// Widens a triple by one more delay; typical_ns is set when all are in.
void widen(DelayTriple& triple, bool& has, double delay_s) {
  const double delay_ns = std::max(0.0, delay_s * kNanoseconds);
  triple.minimum_ns = has ? std::min(triple.minimum_ns, delay_ns) : delay_ns;
  triple.maximum_ns = has ? std::max(triple.maximum_ns, delay_ns) : delay_ns;
  triple.typical_ns = (triple.minimum_ns + triple.maximum_ns) / 2.0;
  has = true;
}

double area_of(const std::vector<BoundCell>& cells) {
  double area = 0.0;
  for (const BoundCell& bound : cells) area += bound.cell->area;
  return area;
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
        const double delay_s = table->at({at(slew, cause), at(load, edge), 0.0});
        if (edge == Edge::rise) widen(entry.rise, entry.has_rise, delay_s);
        if (edge == Edge::fall) widen(entry.fall, entry.has_fall, delay_s);
      }
    }
  }

  /// The entry that the arc belongs to: an earlier one of the same pins where conditions are
  /// joined.
  ArcDelay& entry_for(std::uint32_t cell, std::uint32_t from, std::uint32_t to,
                      const TimingArc& arc, std::size_t first) {
    for (std::size_t i = first; !conditional_ && i < delays_.arcs.size(); ++i) {
      ArcDelay& known = delays_.arcs[i];
      if (known.from != from || known.type != arc.type) continue;
      if (known.sense != arc.sense) known.sense = TimingSense::non_unate;
      return known;
    }
    ArcDelay entry;
    entry.cell = cell;
    entry.from = from;
    entry.to = to;
    entry.type = arc.type;
    entry.sense = arc.sense;
    entry.arc = &arc;
    entry.is_conditional = conditional_;
    return delays_.arcs.emplace_back(entry);
  }

  ArcDelays& delays_;
  bool conditional_;
};

}  // namespace

ArcDelays compute_delays(const Library& library, const circuit::Netlist& netlist,
                         const DelayOptions& options) {
  ArcDelays delays;
  delays.cells = bind_cells(netlist, library);
  const WireCapacitance wires(options.wires, library, area_of(delays.cells));
  delays.loads = net_loads(netlist, delays.cells, wires);
  delays.slews = propagate_slews(netlist, delays.cells, delays.loads, options.input_slew_s);
  Calculator(delays, options.conditional).run();
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
    const BoundCell& bound = delays.cells[arc.cell];
    sim::PinDelay pin{bound.instance, bound.cell->pins[arc.from].name,
                      bound.cell->pins[arc.to].name};
    if (arc.has_rise) pin.rise_fs = to_femtoseconds(arc.rise.typical_ns);
    if (arc.has_fall) pin.fall_fs = to_femtoseconds(arc.fall.typical_ns);
    pins.push_back(std::move(pin));
  }
  return pins;
}

}  // namespace pann::synth
