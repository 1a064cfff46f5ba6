#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "flow/mapped_power.h"
#include "flow/synthesize.h"
#include "support/output.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

/// Operations that the candidates are compared on: enough to tell a percent apart.
constexpr std::uint64_t kComparedOperations = 4000;

double energy_fj(const fs::path& directory, const SynthesisResult& result,
                 const synth::Library& library) {
  return trial_power({directory, result.manifest}, library, kComparedOperations,
                     {.clock_mhz = result.clock_mhz, .input_slew_s = result.input_slew_ns * 1e-9})
      .energy_per_operation_fj();
}

/// All that the recipe chooses from.
std::vector<SynthesisRequest> candidates(const SynthesisRequest& request, const synth::Pdk& pdk) {
  std::vector<SynthesisRequest> result;
  for (const bool adder_cells : {false, true}) {
    if (adder_cells && !pdk.full_adder) continue;
    for (const synth::Recipe recipe :
         {synth::Recipe::standard, synth::Recipe::area, synth::Recipe::delay}) {
      SynthesisRequest candidate = request;
      candidate.recipe = recipe;
      candidate.adder_cells = adder_cells;
      result.push_back(std::move(candidate));
    }
  }
  return result;
}

}  // namespace

SynthesisResult synthesize_for_power(const SynthesisRequest& request, const synth::Pdk& pdk,
                                     const synth::Library& library, support::Progress& progress) {
  const support::TemporaryDirectory directory;
  SynthesisRequest best = request;
  double least = std::numeric_limits<double>::infinity();
  for (SynthesisRequest candidate : candidates(request, pdk)) {
    candidate.target = directory.path() / fmt::format("{}_{}", name(candidate.recipe),
                                                      candidate.adder_cells ? "adders" : "gates");
    const SynthesisResult result = synthesize(candidate, pdk, library, progress);
    const double energy = energy_fj(candidate.target, result, library);
    if (energy >= least) continue;
    least = energy;
    best.recipe = candidate.recipe;
    best.adder_cells = candidate.adder_cells;
  }
  return synthesize(best, pdk, library, progress);
}

}  // namespace pann::flow
