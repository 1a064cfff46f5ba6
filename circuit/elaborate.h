#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "circuit/netlist.h"
#include "generator/manifest.h"

namespace pann::circuit {

/// A Verilog design for Yosys: RTL, or a mapped netlist with functional models of its cells.
struct ElaborationRequest {
  std::vector<std::filesystem::path> files;  ///< Dependencies first.
  std::string top;
  std::vector<std::pair<std::string, std::int64_t>> parameters{};  ///< Of the top module.
  /// Modules of which only the ports are read: their instances stay cells, and nothing else is
  /// turned into gates. For mapped netlists; empty for designs that become gates.
  std::vector<std::filesystem::path> cell_models{};
  std::vector<std::filesystem::path> include{};  ///< Folders of included files, in order.
};

/// The design of a manifest at its parameters' values; `directory` holds the manifest's files.
ElaborationRequest elaboration_request(const std::filesystem::path& directory,
                                       const generator::Manifest& manifest);

/// Elaborates designs into gates (Yosys' simple gates and flip-flops) without losing a name of the
/// source: no optimization runs, so that every public net of the sources keeps its own gates.
///
/// Netlists are kept in the cache (support/cache.h) under the content of the sources and the files
/// they include (circuit/source_files.h, which is also where included files are looked for), the
/// parameters, the script and the Yosys program; those that are missing go
/// through one Yosys process together. The result has the order of the requests.
///
/// Throws Failure(user_error): as source_files(), "input.read" for a missing source among them;
/// "netlist.elaborate" with what Yosys said; Failure(tool_failed, "tool.missing").
std::vector<Netlist> elaborate_all(std::span<const ElaborationRequest> requests);

/// Puts into the cache what it lacks of them, as elaborate_all() does.
void prepare_elaboration(std::span<const ElaborationRequest> requests);

/// The same for one design.
Netlist elaborate(const ElaborationRequest& request);

}  // namespace pann::circuit
