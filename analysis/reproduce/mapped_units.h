#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "generator/design_spec.h"
#include "synth/liberty/library.h"
#include "synth/pdk/pdk.h"
#include "tb/measure.h"

namespace pann::analysis {

/// A cell library that gate-level items are measured on.
struct MeasuredLibrary {
  synth::Pdk pdk;
  synth::Library library;
  std::string fingerprint;  ///< Hash of its files and descriptor.
};

/// Hash of a library's files and descriptor. Throws Failure(user_error, "input.read").
std::string fingerprint_of(const synth::Pdk& pdk);

/// Reads the library's files. Throws as synth::read_library.
MeasuredLibrary read_measured_library(const synth::Pdk& pdk);

/// All libraries on this machine; `generic` only where there is no other.
std::vector<synth::Pdk> libraries_on_this_machine();

/// A unit mapped to a library, its hierarchy kept, so that no module shares logic with another
/// (appendix A.1).
struct MappedUnit {
  tb::DesignFiles files;
  circuit::Netlist netlist;
};

/// Maps with the standard recipe. Netlists are kept in the cache under the content of the Verilog,
/// the library, the mapping script and the Yosys program. Throws as flow::synthesize.
MappedUnit map_unit(const generator::DesignSpec& spec, const MeasuredLibrary& library);

}  // namespace pann::analysis
