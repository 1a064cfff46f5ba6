#pragma once

#include <string>
#include <vector>

#include "support/progress.h"
#include "synth/pdk/pdk.h"

namespace pann::flow {

/// One thing that `pann pdk check` tries.
struct PdkCheck {
  std::string name;  ///< "read", "map", "full adder cells", "power", ...
  bool passed = false;
  bool skipped = false;  ///< The library does not have what it takes.
  std::string detail;    ///< What came out, or why not.
};

/// Tries a library: reads it, maps an 8x8 MAC with each recipe and with its full adder cell,
/// simulates each netlist against the arithmetic model, computes power and timing. A fault ends one
/// check, not the others.
std::vector<PdkCheck> check_pdk(const synth::Pdk& pdk, support::Progress& progress);

}  // namespace pann::flow
