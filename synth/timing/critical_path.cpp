#include "synth/timing/critical_path.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "synth/si_units.h"
#include "synth/timing/order.h"

namespace pann::synth {

namespace {

using circuit::NetId;

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr std::size_t kNoArc = ~std::size_t{0};

/// Latest change of one edge of a net that began at one edge of the clock, and through which arc
/// and input edge it came.
struct Arrival {
  double time_ns = kNever;
  std::size_t arc = kNoArc;
  Edge cause = Edge::rise;
};

class Search {
 public:
  Search(const circuit::Netlist& netlist, const ArcDelays& delays)
      : netlist_(netlist),
        delays_(delays),
        gates_(netlist, delays.cells),
        arrivals_(netlist.net_count),
        levels_(netlist.net_count) {
    for (const WireEnd& wire : delays.wires) {
      wires_[{wire.cell, wire.pin}] = {wire.rise.maximum_ns, wire.fall.maximum_ns};
    }
  }

  CriticalPath run() {
    begin_at_inputs();
    std::vector<std::vector<std::size_t>> arcs_of(delays_.cells.size());
    for (std::size_t i = 0; i < delays_.arcs.size(); ++i) {
      arcs_of[delays_.arcs[i].cell].push_back(i);
    }
    for (const std::uint32_t cell : timing_order(netlist_, delays_.cells)) {
      for (const std::size_t arc : arcs_of[cell]) follow(arc);
    }
    end_at_registers();
    end_at_ports();
    trace();
    return std::move(path_);
  }

 private:
  /// `launch`: the edge of the clock port that the change began at.
  Arrival& arrival(NetId net, Edge launch, Edge edge) {
    return arrivals_[net][static_cast<std::size_t>(launch)][static_cast<std::size_t>(edge)];
  }

  /// What the wire to a pin (or output: WireEnd) adds to the arrival of its net.
  double wire_ns(std::uint32_t cell, std::uint32_t pin, Edge edge) const {
    const auto found = wires_.find({cell, pin});
    return found == wires_.end() ? 0.0 : at(found->second, edge);
  }

  NetId net_of(std::uint32_t cell, std::uint32_t pin) const {
    return delays_.cells[cell].nets[pin];
  }

  void begin_at_inputs() {
    const std::vector<bool> clocks = clock_inputs(netlist_, delays_.cells);
    for (const circuit::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const NetId net : port.bits) {
        if (circuit::is_constant_net(net)) continue;
        for (const Edge edge : kEdges) {
          arrival(net, clocks[net] ? edge : Edge::rise, edge).time_ns = 0.0;
        }
      }
    }
  }

  void follow(std::size_t index) {
    const ArcDelay& arc = delays_.arcs[index];
    const NetId from = net_of(arc.cell, arc.from);
    const NetId to = net_of(arc.cell, arc.to);
    if (circuit::is_constant_net(from) || circuit::is_constant_net(to)) return;
    if (gates_.opens(arc.cell, arc.from)) return;
    const bool clocked =
        arc.type == TimingType::rising_edge || arc.type == TimingType::falling_edge;
    // Asynchronous set and reset end no cycle's path.
    if (arc.type == TimingType::clear || arc.type == TimingType::preset) return;
    levels_[to] = std::max(levels_[to], clocked ? 0 : levels_[from] + 1);
    path_.levels = std::max(path_.levels, levels_[to]);
    for (const Edge edge : kEdges) {
      for (const Edge cause : kEdges) {
        const std::optional<DelayTriple>& delay = arc.delay(cause, edge);
        if (!delay) continue;
        for (const Edge launch : kEdges) {
          const double time = arrival(from, launch, cause).time_ns +
                              wire_ns(arc.cell, arc.from, cause) + delay->maximum_ns;
          Arrival& known = arrival(to, launch, edge);
          if (time > known.time_ns) known = {time, index, cause};
        }
      }
    }
  }

  /// A path's end that takes the value at the edge `capture` of the clock port.
  struct End {
    const std::string& name;
    Edge capture = Edge::rise;
    double setup_ns = 0.0;
    double wire_ns = 0.0;
  };

  void consider(NetId net, Edge edge, const End& end) {
    for (const Edge launch : kEdges) {
      const double time = arrival(net, launch, edge).time_ns;
      CriticalPath path;
      path.delay_ns = time + end.wire_ns + end.setup_ns;
      path.is_half_cycle = launch != end.capture;
      if (time == kNever || path.period_ns() <= path_.period_ns()) continue;
      path_.delay_ns = path.delay_ns;
      path_.is_half_cycle = path.is_half_cycle;
      path_.setup_ns = end.setup_ns;
      path_.end = end.name;
      last_net_ = net;
      last_launch_ = launch;
      last_edge_ = edge;
    }
  }

  void end_at_registers() {
    for (std::uint32_t cell = 0; cell < delays_.cells.size(); ++cell) {
      const std::vector<Pin>& pins = delays_.cells[cell].cell->pins;
      for (std::uint32_t pin = 0; pin < pins.size(); ++pin) {
        for (const TimingArc& check : pins[pin].timing) {
          if (check.type == TimingType::setup) check_setup(cell, pin, check);
        }
      }
    }
  }

  void check_setup(std::uint32_t cell, std::uint32_t pin, const TimingArc& check) {
    const BoundCell& bound = delays_.cells[cell];
    const Pin* clock = bound.cell->find_pin(check.related_pin);
    const NetId net = bound.nets[pin];
    if (clock == nullptr || circuit::is_constant_net(net)) return;
    const NetId clock_net = bound.nets[static_cast<std::size_t>(clock - bound.cell->pins.data())];
    const Edge capture = check.clock_falls ? Edge::fall : Edge::rise;
    for (const Edge edge : kEdges) {
      const auto& table = edge == Edge::rise ? check.rise_constraint : check.fall_constraint;
      if (!table) continue;
      const double setup = table->at({.input_slew_s = at(delays_.slews[clock_net], capture),
                                      .constrained_slew_s = at(delays_.slews[net], edge)});
      const std::string name =
          netlist_.cells[bound.instance].name + "." + bound.cell->pins[pin].name;
      for (const Edge of_port : port_edges(clock_net, capture)) {
        consider(net, edge, {name, of_port, setup * kNanoseconds, wire_ns(cell, pin, edge)});
      }
    }
  }

  /// The edges of the clock port that an edge of a clock's net comes from: both behind an XOR; the
  /// rise where the net hangs on no port.
  std::vector<Edge> port_edges(NetId clock_net, Edge edge) {
    std::vector<Edge> result;
    for (const Edge launch : kEdges) {
      const bool comes = !circuit::is_constant_net(clock_net) &&
                         arrival(clock_net, launch, edge).time_ns != kNever;
      if (comes) result.push_back(launch);
    }
    if (result.empty()) result.push_back(Edge::rise);
    return result;
  }

  void end_at_ports() {
    for (const circuit::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::output) continue;
      for (const NetId net : port.bits) {
        if (circuit::is_constant_net(net)) continue;
        for (const Edge edge : kEdges) {
          consider(net, edge, {port.name, Edge::rise, 0.0, wire_ns(WireEnd::kPort, net, edge)});
        }
      }
    }
  }

  void trace() {
    NetId net = last_net_;
    Edge edge = last_edge_;
    while (arrival(net, last_launch_, edge).arc != kNoArc) {
      const Arrival& at_net = arrival(net, last_launch_, edge);
      const ArcDelay& arc = delays_.arcs[at_net.arc];
      const BoundCell& bound = delays_.cells[arc.cell];
      path_.steps.push_back({netlist_.cells[bound.instance].name, bound.cell->name,
                             bound.cell->pins[arc.from].name, bound.cell->pins[arc.to].name, edge,
                             at_net.time_ns});
      net = net_of(arc.cell, arc.from);
      edge = at_net.cause;
    }
    std::reverse(path_.steps.begin(), path_.steps.end());
  }

  const circuit::Netlist& netlist_;
  const ArcDelays& delays_;
  const ClockGates gates_;
  /// By net, edge of the clock port that it began at, and edge.
  std::vector<std::array<std::array<Arrival, kEdges.size()>, kEdges.size()>> arrivals_;
  std::vector<std::uint32_t> levels_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, EdgePair> wires_;  ///< By cell and pin, ns.
  CriticalPath path_;
  NetId last_net_ = circuit::kNetZero;
  Edge last_launch_ = Edge::rise;
  Edge last_edge_ = Edge::rise;
};

}  // namespace

double CriticalPath::period_ns() const {
  constexpr double kHalves = 2.0;
  return is_half_cycle ? kHalves * delay_ns : delay_ns;
}

double CriticalPath::maximum_clock_mhz() const {
  constexpr double kNanosecondsPerMicrosecond = 1000.0;
  return period_ns() > 0.0 ? kNanosecondsPerMicrosecond / period_ns() : 0.0;
}

CriticalPath critical_path(const circuit::Netlist& netlist, const ArcDelays& delays) {
  return Search(netlist, delays).run();
}

}  // namespace pann::synth
