#pragma once

#include <set>
#include <string>

#include "synth/liberty/library.h"

namespace pann::synth {

struct CellModelOptions {
  /// With specify blocks: a path of no delay an arc, for SDF to annotate. Functions are written
  /// without hazards of their own, which would upset what simulators have scheduled.
  bool specify = false;
};

/// Functional Verilog of the named cells, from the Liberty file's functions, flip-flops and
/// latches: zero delay, no power pins; every tool's cell models for simulating a netlist.
///
/// Throws Failure(user_error): "cell.unknown" for names that the library lacks; "cell.function" for
/// an output without a function (analogue and filler cells), "cell.state-table" for clock gates and
/// others that only a state table describes, "cell.bus" for buses.
std::string cell_models(const Library& library, const std::set<std::string>& names,
                        const CellModelOptions& options = {});

}  // namespace pann::synth
