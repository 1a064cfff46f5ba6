#pragma once

#include <string>
#include <vector>

#include "cli/options/command.h"
#include "cli/output_paths.h"
#include "synth/pdk/pdk.h"

namespace pann::cli {

/// The options that choose a cell library, shared by `pann synth` and `pann power`.
struct LibraryArguments {
  std::string pdk{};                   ///< --pdk NAME
  std::string corner{};                ///< --corner NAME
  std::vector<std::string> liberty{};  ///< --liberty FILE...
};

void add_library_options(Command& app, LibraryArguments& arguments);

/// The library that the options name; without any, the default one.
synth::Pdk chosen_pdk(const LibraryArguments& arguments);

/// The files among them, which no output may overwrite.
std::vector<NamedPath> library_inputs(const LibraryArguments& arguments);

/// "1.8 V 25 C".
std::string conditions_text(const synth::Library& library);

/// "osu018_stdcells (typ 1.80 V 25 C)", marked where its figures are not silicon's.
std::string describe(const synth::Pdk& pdk, const synth::Library& library);

}  // namespace pann::cli
