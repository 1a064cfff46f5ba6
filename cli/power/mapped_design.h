#pragma once

#include <optional>
#include <string>

#include "circuit/netlist.h"
#include "cli/library_options.h"
#include "cli/stimulus_options.h"
#include "flow/synthesize.h"
#include "support/progress.h"
#include "synth/liberty/overlay.h"
#include "synth/pdk/pdk.h"
#include "tb/design_files.h"

namespace pann::cli {

/// What `pann power` and `pann spice` ask alike: a mapped netlist, its library and its operands.
struct MappedArguments {
  std::string directory{};
  LibraryArguments library{};
  std::string overlay{};
  std::optional<double> input_slew_ns{};
  StimulusArguments stimulus{};
};

/// Adds --overlay, --input-slew and the options of library and stimulus; the directory is the
/// subcommand's own.
void add_mapped_options(Command& command, MappedArguments& arguments);

/// The files among them, which no output may overwrite.
std::vector<NamedPath> mapped_inputs(const MappedArguments& arguments);

/// A library with an overlay's groups, where one is given.
struct ChosenLibrary {
  synth::Pdk pdk;
  synth::Library library;
  std::optional<synth::Overlay> overlay{};
};

/// Reads the library's files and the overlay. Throws as synth::read_library and apply_overlay.
ChosenLibrary read_library_of(const synth::Pdk& pdk, const MappedArguments& arguments,
                              support::Progress& progress);

/// What is in a directory of `pann synth`.
struct MappedDesign {
  flow::SynthesisRecord record;
  tb::DesignFiles files;
  circuit::Netlist netlist;
  ChosenLibrary chosen;  ///< That was named, or that the netlist was mapped to.
  double input_slew_s = 0.0;
};

/// Reads the directory. Throws Failure(user_error, "power.directory") where it holds no mapped
/// netlist; as read_mapped_netlist, read_library_of.
MappedDesign read_mapped_design(const MappedArguments& arguments, support::Progress& progress);

}  // namespace pann::cli
