#include "synth/yosys/constraints.h"

#include <fmt/format.h>

namespace pann::synth {

std::string to_sdc(const generator::Manifest& manifest, double clock_mhz, double input_slew_ns,
                   double time_unit_s) {
  constexpr double kMicrosecond = 1e-6;
  constexpr double kNanosecond = 1e-9;
  const double period = kMicrosecond / clock_mhz / time_unit_s;
  const generator::Port* clock = manifest.find(generator::Role::clock);
  std::string text =
      fmt::format("# {} at {:g} MHz; times in the library's unit.\n", manifest.top, clock_mhz);
  if (clock == nullptr) {
    text += fmt::format("create_clock -name virtual_clock -period {:.9g}\n", period);
  } else {
    text += fmt::format("create_clock -name {0} -period {1:.9g} [get_ports {0}]\n", clock->name,
                        period);
  }
  const std::string name = clock == nullptr ? "virtual_clock" : clock->name;
  text += fmt::format("set_input_transition {:.9g} [all_inputs]\n",
                      input_slew_ns * kNanosecond / time_unit_s);
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
