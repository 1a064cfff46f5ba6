#include "analysis/reproduce/mapped_units.h"

#include <string_view>

#include <fmt/format.h>

#include "analysis/reproduce/map_unit.h"
#include "flow/mapped_netlist.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "support/cache.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/progress.h"
#include "support/tools.h"
#include "synth/pdk/descriptor.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCacheKind = "mapped";
constexpr const char* kNetlist = "netlist";
constexpr const char* kRtl = "rtl";

std::string cache_key(const generator::EmittedDesign& design, const MeasuredLibrary& library,
                      const MappingChoice& choice) {
  const std::string yosys =
      support::program_fingerprint("yosys") + support::program_fingerprint("yosys-abc");
  const std::string script = synth::mapping_script(
      {.manifest = design.manifest, .recipe = choice.recipe, .adder_cells = choice.adder_cells});
  std::vector<std::string_view> parts{script, yosys, library.fingerprint};
  for (const generator::EmittedFile& file : design.files) {
    parts.push_back(file.name);
    parts.push_back(file.text);
  }
  return support::content_hash(parts);
}

}  // namespace

std::string fingerprint_of(const synth::Pdk& pdk) {
  std::vector<std::string> parts{synth::to_json_text(pdk)};
  for (const fs::path& file : pdk.files) parts.push_back(support::read_file(file));
  return support::content_hash({parts.begin(), parts.end()});
}

MeasuredLibrary read_measured_library(const synth::Pdk& pdk) {
  return {pdk, synth::read_library(pdk.files), fingerprint_of(pdk)};
}

std::vector<synth::Pdk> libraries_on_this_machine() {
  std::vector<synth::Pdk> real;
  std::vector<synth::Pdk> synthetic;
  for (const synth::Pdk& pdk : synth::known_pdks()) {
    if (!pdk.files.empty()) (pdk.synthetic ? synthetic : real).push_back(pdk);
  }
  return real.empty() ? synthetic : real;
}

MappedUnit map_unit(const generator::DesignSpec& spec, const MeasuredLibrary& library) {
  return map_unit(spec, library, MappingChoice{});
}

MappedUnit map_unit(const generator::DesignSpec& spec, const MeasuredLibrary& library,
                    const MappingChoice& choice) {
  const std::string key = cache_key(generator::emit(spec), library, choice);
  const fs::path entry = support::cached_directory(kCacheKind, key, [&](const fs::path& draft) {
    generator::emit_into(spec, draft / kRtl);
    support::Progress silent(true);
    flow::synthesize({.source = draft / kRtl,
                      .target = draft / kNetlist,
                      .recipe = choice.recipe,
                      .adder_cells = choice.adder_cells},
                     library.pdk, library.library, silent);
  });
  MappedUnit unit{{entry / kNetlist, generator::read_manifest(entry / kNetlist)}, {}};
  unit.netlist = flow::read_mapped_netlist(unit.files);
  return unit;
}

}  // namespace pann::analysis
