#include "flow/mapped_netlist.h"

#include <algorithm>

#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "circuit/yosys_json.h"
#include "support/diagnostic.h"
#include "support/hash.h"
#include "support/input.h"
#include "synth/yosys/script.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

void check_unchanged(const fs::path& directory, const NetlistHashes& recorded) {
  for (const auto& [file, hash] : netlist_hashes(directory)) {
    const auto known = recorded.find(file);
    if (known != recorded.end() && known->second == hash) continue;
    support::fail_input(
        "netlist.changed",
        fmt::format("'{}' is not what its synthesis wrote: simulation and power would be of two "
                    "netlists",
                    (directory / file).string()),
        fmt::format("map the design again with pann synth; where {} was changed on purpose, remove "
                    "\"netlists\" from {}: it is then taken for both",
                    synth::files::kNetlist, synth::files::kStatistics));
  }
}

/// The Verilog netlist with the cells' models as black boxes.
circuit::Netlist from_verilog(const tb::DesignFiles& mapped) {
  circuit::ElaborationRequest request{.files = {}, .top = mapped.manifest.top};
  for (const std::string& file : mapped.manifest.files) {
    auto& list = file == synth::files::kNetlist ? request.files : request.cell_models;
    list.push_back(mapped.directory / file);
  }
  return circuit::elaborate(request);
}

}  // namespace

NetlistHashes netlist_hashes(const fs::path& directory) {
  NetlistHashes hashes;
  for (const char* file : {synth::files::kNetlist, synth::files::kNetlistJson}) {
    hashes[file] = support::content_hash({support::read_file(directory / file)});
  }
  return hashes;
}

circuit::Netlist read_mapped_netlist(const tb::DesignFiles& mapped) {
  const fs::path& directory = mapped.directory;
  const auto& files = mapped.manifest.files;
  const bool has_verilog =
      std::find(files.begin(), files.end(), synth::files::kNetlist) != files.end() &&
      files.size() > 1;
  const NetlistHashes recorded = read_synthesis_record(directory).netlists;
  if (!recorded.empty()) {
    check_unchanged(directory, recorded);
  } else if (has_verilog) {
    return from_verilog(mapped);
  }
  return circuit::read_yosys_json(directory / synth::files::kNetlistJson, mapped.manifest.top);
}

}  // namespace pann::flow
