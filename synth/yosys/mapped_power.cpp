#include "synth/yosys/mapped_power.h"

#include "synth/power/gate_activity.h"
#include "synth/yosys/script.h"
#include "tb/netlist/yosys_json.h"
#include "tb/stimulus/synthetic.h"

namespace pann::synth {

tb::OperandStreams trial_operands(const generator::DesignSpec& design, std::uint64_t operations,
                                  std::uint64_t seed) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = operations;
  stimulus.length = tb::default_stream_length(design);
  stimulus.seed = seed;
  return tb::make_operands(stimulus, design);
}

PowerReport trial_power(const tb::DesignFiles& mapped, const Library& library,
                        std::uint64_t operations, const PowerOptions& options) {
  const tb::Netlist netlist =
      tb::read_yosys_json(mapped.directory / files::kNetlistJson, mapped.manifest.top);
  const GateActivity gates =
      measure_gates(mapped, netlist, library, trial_operands(mapped.manifest.design, operations));
  return compute_power({.manifest = mapped.manifest,
                        .netlist = netlist,
                        .library = library,
                        .activity = gates.activity},
                       options);
}

}  // namespace pann::synth
