#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "support/progress.h"
#include "synth/pdk/pdk.h"
#include "synth/power/power.h"

namespace pann::flow {

/// What a power flow of another tool needs, in one directory: netlist, unpacked Liberty files,
/// constraints (SDC), activity (SAIF with every net on every pin), delays (SDF), cell models with
/// paths for them, and a Tcl script each for OpenSTA 2, OpenSTA 3 and PrimeTime.
struct Handover {
  std::filesystem::path directory;
  std::string opensta_version;            ///< Empty where it is not installed.
  std::optional<synth::Power> opensta{};  ///< What it reports, as it prints it; nothing where it is
                                          ///< not installed or failed.
};

/// Writes the hand-over of a synthesized directory, whole or not at all, with the activity of
/// seeded uniform operands, and runs OpenSTA on it where that is installed; its output is kept as
/// opensta.log. Throws as synthesize, measure and output directories do.
Handover write_handover(const std::filesystem::path& synthesized,
                        const std::filesystem::path& directory, const synth::Pdk& pdk,
                        const synth::Library& library, std::uint64_t seed,
                        support::Progress& progress);

}  // namespace pann::flow
