#include "cli/power/mapped_design.h"

#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "flow/mapped_netlist.h"
#include "support/diagnostic.h"
#include "synth/si_units.h"
#include "synth/yosys/script.h"

namespace pann::cli {

namespace fs = std::filesystem;

namespace {

synth::Pdk library_of(const LibraryArguments& arguments, const flow::SynthesisRecord& record) {
  if (!arguments.pdk.empty() || !arguments.liberty.empty()) return chosen_pdk(arguments);
  if (!arguments.corner.empty()) {
    return synth::find_pdk(synth::name_at_corner(record.pdk, arguments.corner));
  }
  if (record.liberty.empty()) return synth::find_pdk(record.pdk);
  return synth::pdk_of_files({record.liberty.begin(), record.liberty.end()});
}

void require_mapped(const fs::path& directory) {
  if (fs::exists(directory / synth::files::kNetlistJson)) return;
  const std::string name = directory.string();
  if (!fs::exists(directory)) {
    support::fail_input("power.directory", fmt::format("there is no directory '{}'", name),
                        "run pann gen and pann synth first, and name what they wrote");
  }
  support::fail_input("power.directory", fmt::format("'{}' holds no mapped netlist", name),
                      fmt::format("run pann synth first: pann synth '{}' -o NETLIST", name));
}

}  // namespace

void add_mapped_options(Command& command, MappedArguments& arguments) {
  command
      .option("--input-slew", &arguments.input_slew_ns,
              "Transition time at the inputs in ns; default: that of `pann synth`")
      .at_least(0);
  command
      .option("--overlay", &arguments.overlay,
              "Groups of a Liberty file that take the place of the library's")
      .value("FILE");
  add_library_options(command, arguments.library);
  add_stimulus_options(command, arguments.stimulus);
}

std::vector<NamedPath> mapped_inputs(const MappedArguments& arguments) {
  std::vector<NamedPath> inputs = library_inputs(arguments.library);
  inputs.insert(inputs.end(), {{"DIR", arguments.directory},
                               {"--stimulus", arguments.stimulus.stimulus},
                               {"--overlay", arguments.overlay}});
  return inputs;
}

ChosenLibrary read_library_of(const synth::Pdk& pdk, const MappedArguments& arguments,
                              support::Progress& progress) {
  progress.stage("reading " + pdk.name);
  ChosenLibrary chosen{pdk, synth::read_library(pdk.files)};
  if (!arguments.overlay.empty()) {
    chosen.overlay = synth::apply_overlay(arguments.overlay, chosen.library);
  }
  return chosen;
}

MappedDesign read_mapped_design(const MappedArguments& arguments, support::Progress& progress) {
  const fs::path directory = arguments.directory;
  require_mapped(directory);
  const flow::SynthesisRecord record = flow::read_synthesis_record(directory);
  const synth::Pdk pdk = library_of(arguments.library, record);
  const tb::DesignFiles files{directory, generator::read_manifest(directory)};
  return {record, files, flow::read_mapped_netlist(files),
          read_library_of(pdk, arguments, progress),
          arguments.input_slew_ns.value_or(record.input_slew_ns) * synth::kSecondsPerNanosecond};
}

}  // namespace pann::cli
