#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/module_tree.h"
#include "generator/manifest.h"
#include "synth/pdk/pdk.h"
#include "synth/yosys/hierarchy_plan.h"

namespace pann::synth {

/// Names of the files that a synthesis writes into its directory.
namespace files {
inline constexpr const char* kRtl = "rtl";  ///< Directory of the copied sources.
inline constexpr const char* kScript = "synth.ys";
inline constexpr const char* kLibrary = "cells.lib";  ///< What Yosys and abc map to.
inline constexpr const char* kAdders = "adders.v";    ///< Techmap of full adders.
inline constexpr const char* kGates = "gates.v";      ///< Techmap of clock gates and latches.
inline constexpr const char* kDrive = "abc.constr";   ///< Driver and load of the recipe delay.
inline constexpr const char* kNetlist = "netlist.v";
inline constexpr const char* kNetlistJson = "netlist.json";
inline constexpr const char* kCellModels = "cells.v";
inline constexpr const char* kConstraints = "netlist.sdc";
inline constexpr const char* kStatistics = "statistics.json";
}  // namespace files

/// What mapping optimizes for.
enum class Recipe {
  standard,  ///< Yosys' own script for abc.
  area,      ///< Area recovery throughout (abc: amap).
  delay,     ///< Buffers and sizes for the shortest period (abc: buffer, upsize, dnsize).
};

std::string_view name(Recipe recipe);
std::optional<Recipe> recipe_from_name(std::string_view text);

/// Before the numbers of nets and cells that have no name in the source, unless the source has
/// names that begin so.
inline constexpr const char* kMadeUpNames = "_pann_";

/// The first of "_pann_", "_pann1_", "_pann2_", ... that no name of the modules begins with: no
/// name that is made up is then one of the source's.
std::string unused_prefix(const circuit::ModuleTree& modules);

/// What goes into a Yosys script; `manifest` names the sources and the top.
struct ScriptRequest {
  const generator::Manifest& manifest;
  std::vector<std::string> include{};  ///< As elaboration_script() takes it.
  bool dissolve = false;               ///< As elaboration_script() takes it.
  HierarchyPlan plan{};
  bool flatten = false;  ///< Dissolve all of the hierarchy.
  Recipe recipe = Recipe::standard;
  bool adder_cells = false;  ///< Map full adders by files::kAdders.
  bool clock_gates = false;  ///< Map clock gates and latches by files::kGates.
  /// What nets and cells that have no name in the source are called, in front of their numbers.
  std::string made_up_names = kMadeUpNames;
};

/// Commands that read the sources and elaborate them at the manifest's parameters; file names are
/// below files::kRtl, `include` the folders there of included files. `dissolve`: the
/// hierarchy goes before the library comes, because modules of the sources have names of its cells
/// (a mapped netlist with its models is mapped again). Throws Failure(user_error):
/// "synth.file-name", "synth.name" for names that a script cannot hold.
std::string elaboration_script(const generator::Manifest& manifest,
                               const std::vector<std::string>& include = {}, bool dissolve = false);

/// The whole mapping script, from the sources to the netlists; all paths are relative to the
/// directory that it stands in.
std::string mapping_script(const ScriptRequest& request);

/// The techmap that puts the library's full adder in the place of the generator's `full_adder`
/// modules and of Yosys' `$fa`, and its half adder, or gates where it has none, in the place of its
/// `half_adder` modules and of full adders with a tied input. `prefix`: before those modules'
/// names.
std::string adder_techmap(const AdderCell& full, const std::optional<AdderCell>& half,
                          const std::string& prefix = "");

}  // namespace pann::synth
