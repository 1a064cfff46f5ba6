#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/main_job/main_job.h"
#include "synth/liberty/library.h"
#include "synth/pdk/pdk.h"

namespace pann::analysis {

/// What all units of a run share.
struct CostContext {
  const synth::Pdk& pdk;
  const synth::Library& library;
  double clock_mhz = 0.0;
  const MainJobOptions& options;
  std::filesystem::path root;              ///< The run's output directory, being filled.
  std::uint64_t elements_of_products = 0;  ///< What flips and energy are divided by.
  std::uint64_t macs_per_inference = 0;    ///< Of the whole network; 0: not known.
  std::function<void(const std::string&)> stage;
};

/// Emits, simulates, maps, simulates again on the cells and computes the power of one unit; fills
/// ROOT/`directory` with rtl/, netlist/ and one activity<pass>.saif a pass. Throws Failure as the
/// libraries do; check_failed "run.annotation" when a pin of the netlist has no activity.
UnitReport cost_unit(const UnitJob& job, int bits, const std::string& directory,
                     const CostContext& context);

/// One unit to be measured beside others, and where its files go.
struct PlannedUnit {
  UnitJob job;
  int bits = 0;
  std::string directory;  ///< Below the output directory.
  std::uint64_t elements = 0;
  std::uint64_t macs_per_inference = 0;
  bool given = false;  ///< On a network as it was quantized elsewhere.
};

/// cost_unit of all of them, in parallel, in their order; `output` gets their files, whole or not
/// at all. `stage` hears a line a stage, one at a time. Throws as cost_unit does.
std::vector<UnitReport> cost_units(const std::vector<PlannedUnit>& units, const synth::Pdk& pdk,
                                   const synth::Library& library, double clock_mhz,
                                   const MainJobOptions& options,
                                   const std::filesystem::path& output,
                                   const std::function<void(const std::string&)>& stage);

}  // namespace pann::analysis
