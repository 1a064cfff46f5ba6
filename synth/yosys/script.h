#pragma once

#include <string>
#include <vector>

#include "generator/manifest.h"
#include "synth/yosys/hierarchy_plan.h"

namespace pann::synth {

/// Names of the files that a synthesis writes into its directory.
namespace files {
inline constexpr const char* kRtl = "rtl";  ///< Directory of the copied sources.
inline constexpr const char* kScript = "synth.ys";
inline constexpr const char* kLibrary = "cells.lib";  ///< What Yosys and abc map to.
inline constexpr const char* kNetlist = "netlist.v";
inline constexpr const char* kNetlistJson = "netlist.json";
inline constexpr const char* kCellModels = "cells.v";
inline constexpr const char* kConstraints = "netlist.sdc";
inline constexpr const char* kStatistics = "statistics.json";
}  // namespace files

/// What goes into a Yosys script; `manifest` names the sources and the top.
struct ScriptRequest {
  const generator::Manifest& manifest;
  HierarchyPlan plan{};
  bool flatten = false;  ///< Dissolve all of the hierarchy.
};

/// Commands that read the sources and elaborate them at the manifest's parameters; file names are
/// below files::kRtl. Throws Failure(user_error): "synth.file-name", "synth.name" for names that a
/// script cannot hold.
std::string elaboration_script(const generator::Manifest& manifest);

/// The whole mapping script, from the sources to the netlists; all paths are relative to the
/// directory that it stands in.
std::string mapping_script(const ScriptRequest& request);

}  // namespace pann::synth
