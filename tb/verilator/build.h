#pragma once

#include <filesystem>
#include <string>

#include "generator/manifest.h"
#include "sim/schedule.h"

namespace pann::tb {

/// The shared object of a design, `libdut.so` in a cache directory; built if it is not there yet.
///
/// Throws Failure(tool_failed): "tool.missing", "verilator.build" with what the tool said.
std::filesystem::path build_verilated_library(const std::filesystem::path& directory,
                                              const generator::Manifest& manifest,
                                              const sim::Schedule& pins);

/// The shim's source for these pins (what is compiled beside Verilator's classes).
std::string verilated_shim(const sim::Schedule& pins);

}  // namespace pann::tb
