#include "flow/spice/deck.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::flow {

namespace {

constexpr const char* kPowerNode = "vpwr";
constexpr const char* kGroundNode = "0";

// Supplies and wells by the names that cell libraries give them.
constexpr std::array<std::string_view, 6> kPowerPorts{"VPWR", "VPB", "VDD", "VCC", "VNW", "vdd"};
constexpr std::array<std::string_view, 6> kGroundPorts{"VGND", "VNB", "VSS", "GND", "VPW", "gnd"};

/// The rail that a port of a subcircuit is on by its name; empty: none.
std::string rail_of(std::string_view port) {
  const auto is_among = [&](const auto& names) {
    return std::find(names.begin(), names.end(), port) != names.end();
  };
  if (is_among(kPowerPorts)) return kPowerNode;
  if (is_among(kGroundPorts)) return kGroundNode;
  return "";
}

using Out = std::back_insert_iterator<std::string>;

/// Writes the cells of the netlist, all faults collected.
class Instances {
 public:
  Instances(const SpiceDesign& design, std::string& text) : design_(design), text_(text) {}

  void write() {
    for (std::size_t i = 0; i < design_.netlist.cells.size(); ++i) {
      const circuit::NetlistCell& cell = design_.netlist.cells[i];
      const auto found = design_.cells.find(cell.type);
      if (found == design_.cells.end()) {
        if (missing_.insert(cell.type).second) {
          faults_.push_back({"spice.cell", fmt::format("cell '{}' has no subcircuit", cell.type),
                             "name the library's own file with --spice-cells", std::nullopt});
        }
        continue;
      }
      add(i, cell, found->second);
    }
    support::throw_if_any(std::move(faults_));
  }

 private:
  void add(std::size_t index, const circuit::NetlistCell& cell, const SpiceCell& subcircuit) {
    fmt::format_to(Out(text_), "x{}", index);
    for (const std::string& port : subcircuit.ports) text_ += ' ' + node_of(index, cell, port);
    fmt::format_to(Out(text_), " {}\n", cell.type);
  }

  std::string node_of(std::size_t index, const circuit::NetlistCell& cell,
                      const std::string& port) {
    const circuit::NetlistPin* pin = cell.find(port);
    if (pin != nullptr && !pin->bits.empty()) {
      const circuit::NetId net = pin->bits.front();
      if (net != circuit::kNetUnknown && net != circuit::kNetFloating) return spice_node(net);
    }
    const synth::Cell* described = design_.library.find(cell.type);
    const synth::Pin* known = described == nullptr ? nullptr : described->find_pin(port);
    if (known != nullptr && known->is_output()) return fmt::format("u{}_{}", index, port);
    if (known != nullptr) {
      faults_.push_back({"spice.floating",
                         fmt::format("nothing drives pin '{}' of '{}'", port, cell.name),
                         "a transistor's gate must not float", std::nullopt});
      return kGroundNode;
    }
    std::string rail = rail_of(port);
    if (rail.empty()) {
      faults_.push_back(
          {"spice.pin",
           fmt::format("port '{}' of subcircuit '{}' is neither a pin of the cell nor a rail", port,
                       cell.type),
           "rails are known as VPWR VPB VDD VCC VNW and VGND VNB VSS GND VPW", std::nullopt});
    }
    return rail;
  }

  const SpiceDesign& design_;
  std::string& text_;
  std::set<std::string> missing_;
  std::vector<support::Diagnostic> faults_;
};

/// A source of ramps between the rails.
class Ramps {
 public:
  Ramps(const SpiceDesign& design, std::string& text) : design_(design), text_(text) {}

  void begin(const std::string& source, const std::string& node, bool level) {
    fmt::format_to(Out(text_), "{} {} 0 pwl(0 {:g}", source, node, volts(level));
    level_ = level;
    points_ = 0;
  }

  /// A ramp to `level` that begins at `time_ns`, where that is another one.
  void change(double time_ns, bool level) {
    if (level == level_) return;
    constexpr std::size_t kPointsPerLine = 4;
    if (++points_ % kPointsPerLine == 0) text_ += "\n+";
    fmt::format_to(Out(text_), " {:.6g}n {:g} {:.6g}n {:g}", time_ns, volts(level_),
                   time_ns + design_.times.ramp_ns, volts(level));
    level_ = level;
  }

  void end() { text_ += ")\n"; }

 private:
  double volts(bool level) const { return level ? design_.voltage_v : 0.0; }

  const SpiceDesign& design_;
  std::string& text_;
  bool level_ = false;
  std::size_t points_ = 0;
};

bool bit_of(std::span<const std::uint64_t> words, std::size_t bit) {
  return ((words[bit / 64] >> (bit % 64)) & 1U) != 0;
}

void write_inputs(const SpiceDesign& design, const SpiceSpan& span, std::string& text) {
  Ramps ramps(design, text);
  const bool clocked = !design.schedule.clock.empty();
  for (const sim::PinSlot& slot : design.schedule.inputs) {
    const circuit::NetlistPort* port = design.netlist.find_port(slot.port);
    if (port == nullptr) continue;
    for (std::size_t bit = 0; bit < port->bits.size(); ++bit) {
      const std::size_t at = slot.first_word * 64 + bit;
      const std::string node = spice_node(port->bits[bit]);
      ramps.begin("v" + node, node, bit_of(design.schedule.input(span.first_cycle), at));
      for (std::size_t k = 1; k < span.cycles; ++k) {
        ramps.change(design.times.change_ns(k, clocked),
                     bit_of(design.schedule.input(span.first_cycle + k), at));
      }
      ramps.end();
    }
  }
}

void write_clock(const SpiceDesign& design, const SpiceSpan& span, std::string& text) {
  const circuit::NetlistPort* port = design.netlist.find_port(design.schedule.clock);
  if (design.schedule.clock.empty() || port == nullptr) return;
  Ramps ramps(design, text);
  const std::string node = spice_node(port->bits.front());
  ramps.begin("v" + node, node, false);
  for (std::size_t k = 0; k < span.cycles; ++k) {
    ramps.change(design.times.edge_ns(k), true);
    ramps.change(design.times.edge_ns(k) + design.times.period_ns / 2.0, false);
  }
  ramps.end();
}

void write_cells(const SpiceDesign& design, std::string& text) {
  std::set<std::string> used;
  for (const circuit::NetlistCell& cell : design.netlist.cells) used.insert(cell.type);
  for (const std::string& name : used) {
    if (const auto found = design.cells.find(name); found != design.cells.end()) {
      text += found->second.text;
    }
  }
}

void write_loads(const SpiceDesign& design, std::string& text) {
  if (design.output_load_f <= 0.0) return;
  for (const circuit::NetlistPort& port : design.netlist.ports) {
    if (port.direction != generator::Direction::output) continue;
    for (const circuit::NetId net : port.bits) {
      if (circuit::is_constant_net(net)) continue;
      fmt::format_to(Out(text), "c{0} {0} 0 {1:g}\n", spice_node(net), design.output_load_f);
    }
  }
}

void write_analysis(const SpiceDesign& design, const SpiceSpan& span, std::string& text) {
  const std::vector<bool> driven = circuit::driven_nets(design.netlist);
  fmt::format_to(Out(text), ".save v({})", kPowerNode);
  for (circuit::NetId net = circuit::kFirstWire; net < design.netlist.net_count; ++net) {
    if (!driven[net]) continue;
    fmt::format_to(Out(text), "{} v({})", net % 10 == 0 ? "\n+" : "", spice_node(net));
  }
  for (const std::string& source : spice_sources_of(design)) {
    fmt::format_to(Out(text), "\n+ i({})", source);
  }
  fmt::format_to(Out(text), "\n.tran {:g}n {:.6g}n 0 {:g}n\n.end\n", design.times.max_step_ns,
                 design.times.period_ns * static_cast<double>(span.cycles),
                 design.times.max_step_ns);
}

}  // namespace

double SpiceTimes::edge_ns(std::size_t cycle) const {
  return period_ns * static_cast<double>(cycle) + lead_ns;
}

double SpiceTimes::change_ns(std::size_t cycle, bool clocked) const {
  return edge_ns(cycle) + (clocked ? hold_ns : 0.0);
}

double spice_ramp_ns(const synth::Library& library, double input_slew_s) {
  constexpr double kNanoseconds = 1e9;
  constexpr double kShortest = 1e-3;  // a source cannot jump
  const synth::SlewThresholds& slew = library.slew_thresholds;
  const double ramp_ns =
      input_slew_s * kNanoseconds * 100.0 / std::max(1.0, slew.upper_rise - slew.lower_rise);
  return std::max(kShortest, ramp_ns);
}

std::string spice_node(circuit::NetId net) {
  if (net == circuit::kNetZero) return kGroundNode;
  if (net == circuit::kNetOne) return kPowerNode;
  return fmt::format("n{}", net);
}

std::vector<std::string> spice_sources_of(const SpiceDesign& design) {
  std::vector<std::string> sources{kSpiceSupply};
  const auto add = [&](const std::string& port_name) {
    const circuit::NetlistPort* port = design.netlist.find_port(port_name);
    if (port == nullptr) return;
    for (const circuit::NetId net : port->bits) sources.push_back("v" + spice_node(net));
  };
  if (!design.schedule.clock.empty()) add(design.schedule.clock);
  for (const sim::PinSlot& slot : design.schedule.inputs) add(slot.port);
  return sources;
}

std::string spice_node_of(const std::string& source) {
  return source == kSpiceSupply ? kPowerNode : source.substr(1);
}

std::string spice_deck(const SpiceDesign& design, const SpiceSpan& span,
                       const std::string& models) {
  std::string text = fmt::format("* {}: cycles {} to {} of its schedule\n", "pann spice",
                                 span.first_cycle, span.first_cycle + span.cycles - 1);
  // Charges of femtofarads: the tolerance on charge that ngspice begins with is far too coarse.
  fmt::format_to(Out(text),
                 ".option temp={:g} tnom=25 method=gear chgtol=5e-17 abstol=5e-10 vntol=1e-5 "
                 "bypass=1\n",
                 design.temperature_c);
  text += models;
  write_cells(design, text);
  fmt::format_to(Out(text), "{} {} 0 {:g}\n", kSpiceSupply, kPowerNode, design.voltage_v);
  write_clock(design, span, text);
  write_inputs(design, span, text);
  Instances(design, text).write();
  write_loads(design, text);
  write_analysis(design, span, text);
  return text;
}

}  // namespace pann::flow
