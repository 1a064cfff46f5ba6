#pragma once

#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "generator/manifest.h"
#include "synth/liberty/binding.h"

namespace pann::synth {

/// The manifest of a mapped netlist, and what of the source's elements it lost.
struct MappedManifest {
  generator::Manifest manifest;
  /// Element groups of the source of which no, or not every, word survived the mapping; a count of
  /// the rest would say something else, so they are left out.
  std::vector<std::string> lost_elements;
};

/// Carries a source's manifest over to its mapped netlist: the same top, ports and roles; the cell
/// models and the netlist as files; no parameters; the element groups whose words still exist, by
/// explicit names; and as registers every name of the nets that flip-flops drive, pins of cell
/// instances included.
///
/// A word counts as surviving under its own name or under that of another word of the same nets in
/// the source (a port that carries it), as a vector or split into bits.
MappedManifest map_manifest(const generator::Manifest& source,
                            const circuit::Netlist& source_netlist, const circuit::Netlist& mapped,
                            const std::vector<BoundCell>& cells);

}  // namespace pann::synth
