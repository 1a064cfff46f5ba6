#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "support/output.h"

namespace pann::flow {

/// Copies a design's sources and what they include below `rtl/` of the output, so that they
/// elaborate there as they do where they lie. Returns the folders there to look for included files
/// in, relative to the output; none where nothing is included.
///
/// Throws Failure(user_error): as circuit::source_files(), "synth.include" for an included file
/// that is named by a path out of the folder it is looked for in.
std::vector<std::string> copy_sources(const generator::Manifest& manifest,
                                      const std::filesystem::path& from,
                                      support::OutputDirectory& output);

}  // namespace pann::flow
