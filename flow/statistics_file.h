#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "flow/mapped_netlist.h"
#include "flow/synthesize.h"

namespace pann::flow {

/// The result as `pann synth --json` reports it: library, corner, cells, area, modules, cell types.
nlohmann::ordered_json to_json(const SynthesisResult& result);

/// The same as statistics.json beside the netlist, with what `pann power` needs to find the
/// library again and which netlists the statistics are of.
std::string statistics_text(const SynthesisResult& result, const synth::Pdk& pdk,
                            const synth::Library& library, const NetlistHashes& netlists);

}  // namespace pann::flow
