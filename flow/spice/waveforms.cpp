#include "flow/spice/waveforms.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/si_units.h"

namespace pann::flow {

namespace {

/// Results of one span in the making; cycles are numbered from 1, the first one that counts.
class Evaluation {
 public:
  Evaluation(const SpiceDesign& design, const SpiceSpan& span, const RawFile& raw)
      : design_(design), span_(span), raw_(raw), time_(raw.index("time")) {
    result_.energy_fj.assign(span.cycles - 1, 0.0);
    result_.settle_ns.assign(span.cycles - 1, 0.0);
    result_.crossings.assign((span.cycles - 1) * design.netlist.net_count, 0);
    require_whole();
  }

  SpanResult run() {
    integrate();
    from_source_.assign(design_.netlist.net_count, false);
    for (const circuit::NetlistPort& port : design_.netlist.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const circuit::NetId net : port.bits) from_source_[net] = true;
    }
    const std::vector<bool> driven = circuit::driven_nets(design_.netlist);
    for (circuit::NetId net = circuit::kFirstWire; net < design_.netlist.net_count; ++net) {
      if (driven[net]) count_crossings(net);
    }
    for (std::size_t cycle = 1; cycle < span_.cycles; ++cycle) check_outputs(cycle);
    return std::move(result_);
  }

 private:
  double period_s() const { return design_.times.period_ns * 1e-9; }
  double time_at(std::size_t point) const { return raw_.at(point, time_); }

  void require_whole() const {
    const double due_s = period_s() * static_cast<double>(span_.cycles);
    if (raw_.points > 1 && time_at(raw_.points - 1) > due_s * 0.999) return;
    support::fail_tool("spice.raw", "ngspice's results end before the simulation's time",
                       "--deck FILE keeps the deck; run it by hand");
  }

  /// What the sources deliver, trapezoids cut at the cycles' ends.
  void integrate() {
    const std::vector<double> watts = delivered();
    for (std::size_t i = 1; i < raw_.points; ++i) {
      const double from = time_at(i - 1);
      const double to = time_at(i);
      const double slope = to > from ? (watts[i] - watts[i - 1]) / (to - from) : 0.0;
      double at = from;
      while (at < to) {
        const auto cycle = static_cast<std::size_t>(at / period_s() * (1.0 + 1e-12));
        const double end = std::min(to, period_s() * static_cast<double>(cycle + 1));
        if (end <= at) break;
        const double middle_w = watts[i - 1] + slope * ((at + end) / 2.0 - from);
        if (cycle >= 1 && cycle < span_.cycles) {
          result_.energy_fj[cycle - 1] += middle_w * (end - at) * synth::kFemto;
        }
        at = end;
      }
    }
  }

  /// Power of all sources at each point; ngspice counts current into a source.
  std::vector<double> delivered() const {
    std::vector<double> watts(raw_.points, 0.0);
    for (const std::string& source : spice_sources_of(design_)) {
      const std::size_t current = raw_.index(fmt::format("i({})", source));
      const std::size_t node = raw_.index(fmt::format("v({})", spice_node_of(source)));
      for (std::size_t i = 0; i < raw_.points; ++i) {
        watts[i] -= raw_.at(i, current) * raw_.at(i, node);
      }
    }
    return watts;
  }

  void count_crossings(circuit::NetId net) {
    const std::size_t node = raw_.index(fmt::format("v({})", spice_node(net)));
    const double half_v = design_.voltage_v / 2.0;
    bool was_high = raw_.at(0, node) > half_v;
    for (std::size_t i = 1; i < raw_.points; ++i) {
      const double volts = raw_.at(i, node);
      if ((volts > half_v) == was_high) continue;
      was_high = !was_high;
      const double before = raw_.at(i - 1, node);
      const double share = (half_v - before) / (volts - before);
      add_crossing(net, time_at(i - 1) + share * (time_at(i) - time_at(i - 1)));
    }
  }

  void add_crossing(circuit::NetId net, double time_s) {
    const auto cycle = static_cast<std::size_t>(time_s / period_s());
    if (cycle < 1 || cycle >= span_.cycles) return;
    ++result_.crossings[(cycle - 1) * design_.netlist.net_count + net];
    if (from_source_[net]) return;
    const bool clocked = !design_.schedule.clock.empty();
    // From the middle of the ramp, as delays are measured.
    const double since_ns =
        time_s * 1e9 - design_.times.change_ns(cycle, clocked) - design_.times.ramp_ns / 2.0;
    double& settle_ns = result_.settle_ns[cycle - 1];
    settle_ns = std::max(settle_ns, since_ns);
  }

  /// Levels shortly before the cycle's end.
  void check_outputs(std::size_t cycle) {
    const std::size_t played = span_.first_cycle + cycle;
    if (!design_.schedule.flags[played].sampled) return;
    const std::size_t point = point_before(period_s() * static_cast<double>(cycle + 1));
    bool is_right = true;
    for (const sim::PinSlot& slot : design_.schedule.outputs) {
      const circuit::NetlistPort* port = design_.netlist.find_port(slot.port);
      for (std::size_t bit = 0; port != nullptr && bit < port->bits.size(); ++bit) {
        const std::size_t word =
            played * design_.schedule.output_words + slot.first_word + bit / 64;
        const bool due = ((design_.schedule.expected[word] >> (bit % 64)) & 1U) != 0;
        if (level_at(port->bits[bit], point) != due) is_right = false;
      }
    }
    ++result_.checked;
    if (!is_right) ++result_.mismatches;
  }

  bool level_at(circuit::NetId net, std::size_t point) const {
    if (net == circuit::kNetZero || net == circuit::kNetOne) return net == circuit::kNetOne;
    const std::size_t node = raw_.index(fmt::format("v({})", spice_node(net)));
    return raw_.at(point, node) > design_.voltage_v / 2.0;
  }

  std::size_t point_before(double time_s) const {
    std::size_t low = 0;
    std::size_t high = raw_.points - 1;
    while (low < high) {
      const std::size_t middle = (low + high + 1) / 2;
      if (time_at(middle) <= time_s) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  const SpiceDesign& design_;
  const SpiceSpan& span_;
  const RawFile& raw_;
  std::size_t time_;
  std::vector<bool> from_source_;  ///< By net: what a source moves is never at rest late.
  SpanResult result_;
};

}  // namespace

SpanResult evaluate(const SpiceDesign& design, const SpiceSpan& span, const RawFile& raw) {
  return Evaluation(design, span, raw).run();
}

}  // namespace pann::flow
