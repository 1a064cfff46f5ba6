#include "synth/power/gate_activity.h"

#include <utility>

namespace pann::synth {

std::string_view name(GateDelays) {
  return "zero";
}

std::optional<GateDelays> gate_delays_from_name(std::string_view text) {
  if (text == "zero") return GateDelays::zero;
  return std::nullopt;
}

GateActivity measure_gates(const tb::DesignFiles& files, const tb::Netlist& /*netlist*/,
                           const Library& /*library*/, const tb::OperandStreams& operands,
                           const GateActivityOptions& options) {
  tb::Measurement measurement = tb::measure(files, operands, options.engine);
  measurement.result.activity.operations = measurement.result.operations;
  return {std::move(measurement.result.activity), measurement.result.checked,
          measurement.result.mismatches, measurement.result.engine};
}

}  // namespace pann::synth
