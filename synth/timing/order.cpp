#include "synth/timing/order.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::synth {

namespace {

constexpr std::uint32_t kNobody = ~std::uint32_t{0};

/// The cell that drives each net; kNobody for inputs of the design and constants.
std::vector<std::uint32_t> drivers(const circuit::Netlist& netlist,
                                   const std::vector<BoundCell>& cells) {
  std::vector<std::uint32_t> result(netlist.net_count, kNobody);
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    for (std::size_t pin = 0; pin < cells[i].nets.size(); ++pin) {
      const circuit::NetId net = cells[i].nets[pin];
      if (!cells[i].cell->pins[pin].is_output() || circuit::is_constant_net(net)) continue;
      if (result[net] != kNobody) {
        support::fail_input(
            "timing.drivers",
            fmt::format("net '{}' is driven by '{}' and by '{}'", circuit::net_labels(netlist)[net],
                        netlist.cells[cells[result[net]].instance].name,
                        netlist.cells[cells[i].instance].name),
            "each net needs one driver");
      }
      result[net] = i;
    }
  }
  return result;
}

/// Cells whose outputs the delay arcs of a cell begin at.
std::vector<std::uint32_t> sources(const std::vector<BoundCell>& cells, std::uint32_t cell,
                                   const ClockGates& gates,
                                   const std::vector<std::uint32_t>& driver) {
  const BoundCell& bound = cells[cell];
  std::vector<std::uint32_t> result;
  for (const Pin& output : bound.cell->pins) {
    for (const TimingArc& arc : output.timing) {
      const Pin* from = is_delay_arc(arc) ? bound.cell->find_pin(arc.related_pin) : nullptr;
      // An output may follow another output of its own cell (ASAP7's full adder).
      if (from == nullptr || from->is_output()) continue;
      const auto index = static_cast<std::size_t>(from - bound.cell->pins.data());
      if (gates.opens(cell, index)) continue;
      const std::uint32_t source = driver[bound.nets[index]];
      if (source != kNobody) result.push_back(source);
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// Marks the inputs of the design that lead to clock pins.
class ClockSearch {
 public:
  ClockSearch(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells)
      : cells_(cells), driver_(drivers(netlist, cells)), inputs_(netlist.net_count, false) {
    for (const circuit::NetlistPort& port : netlist.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const circuit::NetId net : port.bits) inputs_[net] = true;
    }
  }

  /// `gates`: on through cells of several inputs, too.
  std::vector<bool> run(bool gates) {
    std::vector<bool> seen(inputs_.size(), false);
    std::vector<circuit::NetId> open = clock_nets();
    while (!open.empty()) {
      const circuit::NetId net = open.back();
      open.pop_back();
      if (seen[net] || circuit::is_constant_net(net)) continue;
      seen[net] = true;
      if (driver_[net] == kNobody) continue;
      const BoundCell& bound = cells_[driver_[net]];
      const std::vector<circuit::NetId> nets = inputs_of(bound);
      if (!bound.cell->is_sequential() && (gates || nets.size() == 1)) {
        open.insert(open.end(), nets.begin(), nets.end());
      }
    }
    return seen;
  }
  const std::vector<bool>& inputs() const { return inputs_; }

 private:
  std::vector<circuit::NetId> clock_nets() const {
    std::vector<circuit::NetId> result;
    for (const BoundCell& bound : cells_) {
      for (const Pin& pin : bound.cell->pins) {
        for (const TimingArc& arc : pin.timing) {
          const bool clocked = arc.type == TimingType::setup ||
                               arc.type == TimingType::rising_edge ||
                               arc.type == TimingType::falling_edge;
          const Pin* clock = clocked ? bound.cell->find_pin(arc.related_pin) : nullptr;
          if (clock == nullptr) continue;
          result.push_back(bound.nets[static_cast<std::size_t>(clock - bound.cell->pins.data())]);
        }
      }
    }
    return result;
  }
  static std::vector<circuit::NetId> inputs_of(const BoundCell& bound) {
    std::vector<circuit::NetId> result;
    for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
      if (!bound.cell->pins[pin].is_output()) result.push_back(bound.nets[pin]);
    }
    return result;
  }

  const std::vector<BoundCell>& cells_;
  std::vector<std::uint32_t> driver_;
  std::vector<bool> inputs_;  ///< By net.
};

std::vector<bool> clock_inputs(ClockSearch& search) {
  for (const bool gates : {false, true}) {
    std::vector<bool> found = search.run(gates);
    std::transform(found.begin(), found.end(), search.inputs().begin(), found.begin(),
                   std::logical_and<>());
    if (gates || std::find(found.begin(), found.end(), true) != found.end()) return found;
  }
  return {};
}

}  // namespace

std::vector<bool> clock_inputs(const circuit::Netlist& netlist,
                               const std::vector<BoundCell>& cells) {
  ClockSearch search(netlist, cells);
  return clock_inputs(search);
}

ClockGates::ClockGates(const circuit::Netlist& netlist, const std::vector<BoundCell>& cells)
    : cells_(cells) {
  const bool has_latches = std::any_of(
      cells.begin(), cells.end(), [](const BoundCell& bound) { return bound.cell->is_latch(); });
  if (!has_latches) return;
  ClockSearch search(netlist, cells);
  is_clock_ = clock_inputs(search);
  const std::vector<bool> leads_to_clock = search.run(true);
  opening_.assign(cells.size(), false);
  for (bool grew = true; grew;) {
    grew = false;
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
      const BoundCell& bound = cells[i];
      if (bound.cell->is_sequential() && !bound.cell->clock_gate) continue;
      std::size_t inputs = 0;
      std::size_t clocks = 0;
      for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
        if (bound.cell->pins[pin].is_output()) continue;
        ++inputs;
        if (is_clock_[bound.nets[pin]]) ++clocks;
      }
      if (clocks == 0) continue;
      for (std::size_t pin = 0; pin < bound.nets.size(); ++pin) {
        const circuit::NetId net = bound.nets[pin];
        if (!bound.cell->pins[pin].is_output() || !leads_to_clock[net] || is_clock_[net]) continue;
        is_clock_[net] = true;
        opening_[i] = inputs > 1;
        grew = true;
      }
    }
  }
}

std::vector<std::uint32_t> timing_order(const circuit::Netlist& netlist,
                                        const std::vector<BoundCell>& cells) {
  const std::vector<std::uint32_t> driver = drivers(netlist, cells);
  const ClockGates gates(netlist, cells);
  std::vector<std::vector<std::uint32_t>> followers(cells.size());
  std::vector<std::uint32_t> missing(cells.size(), 0);
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    for (const std::uint32_t source : sources(cells, i, gates, driver)) {
      followers[source].push_back(i);
      ++missing[i];
    }
  }
  std::vector<std::uint32_t> order;
  order.reserve(cells.size());
  for (std::uint32_t i = 0; i < cells.size(); ++i) {
    if (missing[i] == 0) order.push_back(i);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::uint32_t follower : followers[order[next]]) {
      if (--missing[follower] == 0) order.push_back(follower);
    }
  }
  if (order.size() == cells.size()) return order;
  const auto stuck =
      std::find_if(missing.begin(), missing.end(), [](std::uint32_t count) { return count != 0; });
  const auto index = static_cast<std::size_t>(stuck - missing.begin());
  support::fail_input(
      "timing.loop",
      fmt::format("cell '{}' ({}) lies on or behind a combinational loop",
                  netlist.cells[cells[index].instance].name, cells[index].cell->name),
      "break the loop with a register");
}

}  // namespace pann::synth
