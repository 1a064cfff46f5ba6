#include "flow/mapped_power.h"

#include "flow/cost.h"
#include "flow/mapped_netlist.h"
#include "tb/stimulus/synthetic.h"

namespace pann::flow {

tb::OperandStreams trial_operands(const generator::Manifest& manifest, std::uint64_t operations,
                                  std::uint64_t seed) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = operations;
  stimulus.length = tb::default_stream_length(tb::operand_ports(manifest));
  stimulus.seed = seed;
  return tb::make_operands(stimulus, manifest);
}

synth::PowerReport trial_power(const tb::DesignFiles& mapped, const synth::Library& library,
                               std::uint64_t operations, const synth::PowerOptions& options) {
  const circuit::Netlist netlist = read_mapped_netlist(mapped);
  return cost({.files = mapped, .netlist = netlist, .library = library, .power = options},
              trial_operands(mapped.manifest, operations))
      .power;
}

}  // namespace pann::flow
