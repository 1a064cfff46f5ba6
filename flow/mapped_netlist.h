#pragma once

#include <filesystem>

#include "circuit/netlist.h"
#include "flow/synthesize.h"
#include "tb/design_files.h"

namespace pann::flow {

/// The hashes of a directory's netlist.v and netlist.json.
NetlistHashes netlist_hashes(const std::filesystem::path& directory);

/// The netlist of a synthesized directory, cells of the library as cells, for power and delays.
///
/// It is the one that simulators play: netlist.json where that is of the synthesis which wrote
/// netlist.v too, by the hashes in statistics.json; where those are not recorded (another tool's
/// directory, an older one), netlist.v as Yosys reads it, since names that Yosys makes up differ
/// between the two. A directory without netlist.v is read from netlist.json.
///
/// Throws Failure(user_error, "netlist.changed") where one of the two is not what was recorded; as
/// read_synthesis_record, circuit::read_yosys_json and circuit::elaborate.
circuit::Netlist read_mapped_netlist(const tb::DesignFiles& mapped);

}  // namespace pann::flow
