#include "synth/yosys/constraints.h"

#include <fmt/format.h>

namespace pann::synth {

std::string to_sdc(const generator::Manifest& manifest, double clock_mhz, double input_slew_ns,
                   double time_unit_s) {
  constexpr double kMicrosecond = 1e-6;
  constexpr double kNanosecond = 1e-9;
  const double period = kMicrosecond / clock_mhz / time_unit_s;
  const generator::Port* clock = manifest.find(generator::Role::clock);
  const std::string name = clock == nullptr ? "virtual_clock" : clock->name;
  std::string text =
      fmt::format("# {} at {:g} MHz; times in the library's unit.\n", manifest.top, clock_mhz);
  text += fmt::format("create_clock -name {} -period {:.9g}{}\n", name, period,
                      clock == nullptr ? "" : fmt::format(" [get_ports {}]", name));
  const double slew = input_slew_ns * kNanosecond / time_unit_s;
  text += fmt::format("set_input_transition {:.9g} [all_inputs]\n", slew);
  // An ideal clock has edges of no duration unless it is told otherwise.
  text += fmt::format("set_clock_transition {:.9g} [get_clocks {}]\n", slew, name);
  for (const generator::Port& port : manifest.ports) {
    if (&port == clock) continue;
    const bool input = port.direction == generator::Direction::input;
    const std::string selector = port.width > 1 ? port.name + "[*]" : port.name;
    text += fmt::format("{} 0 -clock {} [get_ports {{{}}}]\n",
                        input ? "set_input_delay" : "set_output_delay", name, selector);
  }
  return text;
}

}  // namespace pann::synth
