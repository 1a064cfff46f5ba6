#include "synth/timing/critical_path.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "synth/timing/order.h"

namespace pann::synth {

namespace {

using circuit::NetId;

constexpr double kNever = -std::numeric_limits<double>::infinity();
constexpr double kNanoseconds = 1e9;
constexpr std::size_t kNoArc = ~std::size_t{0};

/// Latest change of one edge of a net, and through which arc and input edge it came.
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
        arrivals_(netlist.net_count),
        levels_(netlist.net_count, 0) {}

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
    if (path_.delay_ns > 0.0) trace();
    return std::move(path_);
  }

 private:
  Arrival& arrival(NetId net, Edge edge) { return arrivals_[net][edge == Edge::rise ? 0 : 1]; }

  NetId net_of(std::uint32_t cell, std::uint32_t pin) const {
    return delays_.cells[cell].nets[pin];
  }

  void begin_at_inputs() {
    for (const circuit::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const NetId net : port.bits) {
        for (const Edge edge : kEdges) arrival(net, edge).time_ns = 0.0;
      }
    }
  }

  void follow(std::size_t index) {
    const ArcDelay& arc = delays_.arcs[index];
    const NetId from = net_of(arc.cell, arc.from);
    const NetId to = net_of(arc.cell, arc.to);
    if (circuit::is_constant_net(from) || circuit::is_constant_net(to)) return;
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
        const double time = arrival(from, cause).time_ns + delay->maximum_ns;
        if (time > arrival(to, edge).time_ns) arrival(to, edge) = {time, index, cause};
      }
    }
  }

  void consider(NetId net, Edge edge, double setup_ns, const std::string& end) {
    const double time = arrival(net, edge).time_ns;
    if (time == kNever || time + setup_ns <= path_.delay_ns) return;
    path_.delay_ns = time + setup_ns;
    path_.setup_ns = setup_ns;
    path_.end = end;
    last_net_ = net;
    last_edge_ = edge;
  }

  void end_at_registers() {
    for (const BoundCell& bound : delays_.cells) {
      for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
        for (const TimingArc& check : bound.cell->pins[pin].timing) {
          if (check.type == TimingType::setup) check_setup(bound, pin, check);
        }
      }
    }
  }

  void check_setup(const BoundCell& bound, std::size_t pin, const TimingArc& check) {
    const Pin* clock = bound.cell->find_pin(check.related_pin);
    const NetId net = bound.nets[pin];
    if (clock == nullptr || circuit::is_constant_net(net)) return;
    const NetId clock_net = bound.nets[static_cast<std::size_t>(clock - bound.cell->pins.data())];
    const Edge capture = check.clock_falls ? Edge::fall : Edge::rise;
    for (const Edge edge : kEdges) {
      const auto& table = edge == Edge::rise ? check.rise_constraint : check.fall_constraint;
      if (!table) continue;
      const double setup =
          table->at({at(delays_.slews[clock_net], capture), 0.0, at(delays_.slews[net], edge)});
      consider(net, edge, setup * kNanoseconds,
               netlist_.cells[bound.instance].name + "." + bound.cell->pins[pin].name);
    }
  }

  void end_at_ports() {
    for (const circuit::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::output) continue;
      for (const NetId net : port.bits) {
        if (circuit::is_constant_net(net)) continue;
        for (const Edge edge : kEdges) consider(net, edge, 0.0, port.name);
      }
    }
  }

  void trace() {
    NetId net = last_net_;
    Edge edge = last_edge_;
    while (arrival(net, edge).arc != kNoArc) {
      const Arrival& at_net = arrival(net, edge);
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
  std::vector<std::array<Arrival, 2>> arrivals_;
  std::vector<std::uint32_t> levels_;
  CriticalPath path_;
  NetId last_net_ = 0;
  Edge last_edge_ = Edge::rise;
};

}  // namespace

double CriticalPath::maximum_clock_mhz() const {
  constexpr double kNanosecondsPerMicrosecond = 1000.0;
  return delay_ns > 0.0 ? kNanosecondsPerMicrosecond / delay_ns : 0.0;
}

CriticalPath critical_path(const circuit::Netlist& netlist, const ArcDelays& delays) {
  return Search(netlist, delays).run();
}

}  // namespace pann::synth
