#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/units/emit.h"

namespace pann::test {

/// Writes the Verilog of the designs into `directory`, each module once with the defaults that its
/// own top is emitted with, and returns the file names.
std::vector<std::string> write_verilog(const std::filesystem::path& directory,
                                       const std::vector<generator::DesignSpec>& specs);

/// Builds the wrapper `wrap.v` in `directory` with its `main.cpp` (both are given here) and runs
/// it; returns what it prints. Instances are many and run once, so nothing is optimized for speed.
std::string build_and_run(const std::filesystem::path& directory, const std::string& wrapper,
                          const std::string& main, const std::vector<std::string>& files);

/// The text of a file of tests/generator/harness.
std::string harness(const std::string& name);

}  // namespace pann::test
