#pragma once

#include <filesystem>

#include "cli/library_options.h"
#include "flow/synthesize.h"
#include "synth/pdk/pdk.h"

namespace pann::cli {

/// The library that was named, or that the netlist was mapped to. Throws as chosen_pdk.
synth::Pdk library_of(const LibraryArguments& arguments, const flow::SynthesisRecord& record);

/// Refuses a directory without a mapped netlist. Throws Failure(user_error, "power.directory").
void require_mapped(const std::filesystem::path& directory);

}  // namespace pann::cli
