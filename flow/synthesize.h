#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "generator/manifest.h"
#include "support/progress.h"
#include "synth/pdk/pdk.h"
#include "synth/timing/critical_path.h"
#include "synth/yosys/constraints.h"
#include "synth/yosys/script.h"

namespace pann::flow {

struct SynthesisRequest {
  std::filesystem::path source;                  ///< Directory with manifest.json and the Verilog.
  std::filesystem::path target;                  ///< Directory to write; may exist.
  std::vector<std::filesystem::path> include{};  ///< Folders beside those of the manifest.
  bool flatten = false;                          ///< Dissolve the hierarchy.
  synth::Recipe recipe = synth::Recipe::standard;
  bool adder_cells = false;  ///< Full adders by the library's cell; refused where it has none.
  /// Operations of the simulation that holds the netlist against the arithmetic model; 0: none.
  std::uint64_t checked_operations = 500;
  std::optional<double> clock_mhz{};      ///< For the constraints; the library's otherwise.
  std::optional<double> input_slew_ns{};  ///< Likewise.
};

/// Cells and area of one module instance, without those below it.
struct ModuleStatistics {
  std::string path;    ///< Instance path; empty for the top module.
  std::string module;  ///< Name in the netlist.
  std::uint64_t cells = 0;
  double area = 0.0;  ///< In the library's unit.
};

struct CellCount {
  std::string cell;
  std::uint64_t count = 0;
  double area = 0.0;  ///< Of all of them together.
};

/// What a synthesis came to.
struct SynthesisResult {
  generator::Manifest manifest;  ///< Of the netlist, as written.
  std::string pdk;
  std::string library;
  std::string corner;
  bool synthetic = false;
  std::uint64_t cells = 0;
  double area = 0.0;
  std::vector<ModuleStatistics> modules;  ///< In order of the hierarchy, the top first.
  std::vector<CellCount> cell_types;      ///< By name.
  std::vector<std::string> lost_elements;
  synth::Recipe recipe = synth::Recipe::standard;
  bool adder_cells = false;
  bool dissolved = false;  ///< No hierarchy, since the source has modules named like cells.
  std::uint64_t checked_operations = 0;  ///< All right, or the synthesis failed.
  std::uint64_t compared_cycles = 0;     ///< With the source at all outputs; likewise.
  std::string not_compared{};            ///< Why that could not be done.
  synth::CriticalPath
      timing;  ///< From the library's tables at the input slew and the default wires.
  double clock_mhz = 0.0;
  double input_slew_ns = 0.0;
};

/// Refuses a directory of designs or netlists, or for temporary files, that abc cannot be told of.
/// Throws Failure(user_error, "synth.path").
void require_mapping_place(const std::filesystem::path& directory);

/// Maps a design to a library with Yosys, in a process of its own: in a shared one abc gives other
/// netlists. Writes, whole or not at all, the netlist (Verilog and JSON), functional models of its
/// cells, constraints (SDC), statistics, a manifest that the rest of the flow reads, the copied
/// sources, the reduced library, and the script, which runs by hand too.
///
/// Before anything is written the netlist is simulated and must agree with the arithmetic model.
///
/// Throws Failure: as read_manifest; user_error "synth.rtl" for a source that Yosys refuses,
/// "synth.adder-cells", "synth.unmapped"; check_failed "synth.mismatch" for a netlist that computes
/// something else; tool_failed "tool.missing", "synth.yosys"; and as output directories do.
SynthesisResult synthesize(const SynthesisRequest& request, const synth::Pdk& pdk,
                           const synth::Library& library, support::Progress& progress);

/// The recipe `power`: maps with every other recipe, with and without full adder cells where the
/// library has them, measures the energy of the same uniform operands on each netlist, and keeps
/// the one that takes least. Throws as synthesize.
SynthesisResult synthesize_for_power(const SynthesisRequest& request, const synth::Pdk& pdk,
                                     const synth::Library& library, support::Progress& progress);

/// Cells and area of every module instance of a mapped netlist.
std::vector<ModuleStatistics> module_statistics(const circuit::Netlist& netlist,
                                                const synth::Library& library);

/// The constraints of a mapped netlist: wire load and slews of the clock's net as power is computed
/// with, the rest from `options`.
std::string constraints_text(const generator::Manifest& manifest, const circuit::Netlist& netlist,
                             const synth::Library& library, synth::ConstraintOptions options);

/// The content hash of each file that holds the netlist, by its name.
using NetlistHashes = std::map<std::string, std::string>;

/// What `pann power` needs to know of a synthesized directory.
struct SynthesisRecord {
  std::string pdk;                   ///< Name of a known library; empty where files were given.
  std::vector<std::string> liberty;  ///< Absolute paths where files were given.
  double clock_mhz = 0.0;
  double input_slew_ns = 0.0;
  NetlistHashes netlists{};  ///< Of the netlists as written; empty for older directories.
};

/// Reads DIR/statistics.json. Throws Failure(user_error, "synth.statistics").
SynthesisRecord read_synthesis_record(const std::filesystem::path& directory);

}  // namespace pann::flow
