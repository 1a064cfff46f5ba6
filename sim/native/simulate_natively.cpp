#include "sim/native/simulate_natively.h"

#include <algorithm>

#include "circuit/elaborate.h"
#include "support/diagnostic.h"

namespace pann::sim {

SimulationResult simulate_natively(const std::filesystem::path& directory,
                                   const generator::Manifest& manifest, const Schedule& schedule,
                                   const EngineOptions& options) {
  const circuit::Netlist netlist =
      circuit::elaborate(circuit::elaboration_request(directory, manifest));
  SimulationResult result =
      run(compile(netlist, {}, {.registers = manifest.registers}), schedule, options);
  result.activity.scope = manifest.top;
  return result;
}

bool is_native_refusal(const support::Failure& failure) {
  const auto& diagnostics = failure.diagnostics();
  return std::all_of(diagnostics.begin(), diagnostics.end(), [](const auto& diagnostic) {
    const std::string area = diagnostic.code.substr(0, diagnostic.code.find('.'));
    return area == "netlist" || area == "tool" || diagnostic.code == "engine.reset" ||
           diagnostic.code == "engine.unknown" || diagnostic.code == "engine.clock";
  });
}

}  // namespace pann::sim
