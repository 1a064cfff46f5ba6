#include "synth/yosys/constraints.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace pann::synth {

double clock_period_s(double clock_mhz) {
  constexpr double kMegahertzFemtoseconds = 1e9;  // of one megahertz' period
  constexpr double kFemtosecond = 1e-15;
  return std::round(kMegahertzFemtoseconds / clock_mhz) * kFemtosecond;
}

namespace {

/// How the slews of the clock's net come about.
std::string clock_slew(const std::string& clock, double slew, bool passes_cells) {
  if (passes_cells) return fmt::format("set_propagated_clock [get_clocks {}]\n", clock);
  // An ideal clock has edges of no duration unless it is told otherwise.
  return fmt::format("set_clock_transition {:.9g} [get_clocks {}]\n", slew, clock);
}

/// Further clocks have the first one's period until their owner says otherwise, and no phase to it.
std::string other_clocks(const generator::Manifest& manifest, double period) {
  std::string text;
  std::string groups;
  for (const generator::Port& port : manifest.ports) {
    if (!generator::is_clock(port.role)) continue;
    groups += fmt::format(" -group {{{}}}", port.name);
    if (port.role == generator::Role::clock) continue;
    text +=
        fmt::format("create_clock -name {0} -period {1:.12g} [get_ports {0}]\n", port.name, period);
  }
  if (text.empty()) return "";
  return text + "set_clock_groups -asynchronous" + groups + "\n";
}

std::string wire_load(const std::string& name) {
  if (name.empty()) return "";
  return fmt::format("set_wire_load_mode top\nset_wire_load_model -name {{{}}}\n", name);
}

}  // namespace

std::string to_sdc(const generator::Manifest& manifest, const ConstraintOptions& options) {
  constexpr double kNanosecond = 1e-9;
  const double period = clock_period_s(options.clock_mhz) / options.time_unit_s;
  const generator::Port* clock = manifest.find(generator::Role::clock);
  const std::string name = clock == nullptr ? "virtual_clock" : clock->name;
  std::string text = fmt::format("# {} at {:g} MHz; times in the library's unit.\n", manifest.top,
                                 options.clock_mhz);
  text += fmt::format("create_clock -name {} -period {:.12g}{}\n", name, period,
                      clock == nullptr ? "" : fmt::format(" [get_ports {}]", name));
  text += other_clocks(manifest, period);
  const double slew = options.input_slew_ns * kNanosecond / options.time_unit_s;
  text += fmt::format("set_input_transition {:.9g} [all_inputs]\n", slew);
  for (const generator::Port& port : manifest.ports) {
    if (generator::is_clock(port.role))
      text += clock_slew(port.name, slew, options.clock_passes_cells);
  }
  text += wire_load(options.wire_load);
  for (const generator::Port& port : manifest.ports) {
    if (generator::is_clock(port.role)) continue;
    const bool input = port.direction == generator::Direction::input;
    const std::string selector = port.width > 1 ? port.name + "[*]" : port.name;
    text += fmt::format("{} 0 -clock {} [get_ports {{{}}}]\n",
                        input ? "set_input_delay" : "set_output_delay", name, selector);
  }
  return text;
}

bool clock_passes_cells(const generator::Manifest& manifest, const circuit::Netlist& netlist,
                        const std::vector<BoundCell>& cells) {
  const generator::Port* clock = manifest.find(generator::Role::clock);
  const circuit::NetlistPort* port = clock == nullptr ? nullptr : netlist.find_port(clock->name);
  if (port == nullptr || port->bits.empty()) return false;
  return std::any_of(cells.begin(), cells.end(), [&](const BoundCell& bound) {
    return (!bound.cell->is_sequential() || bound.cell->clock_gate) &&
           std::find(bound.nets.begin(), bound.nets.end(), port->bits.front()) != bound.nets.end();
  });
}

}  // namespace pann::synth
