#pragma once

#include <filesystem>
#include <string>

#include "flow/optimize/wiring_search.h"
#include "generator/units/wired_emit.h"
#include "support/progress.h"
#include "synth/pdk/pdk.h"

namespace pann::flow {

/// At least so many operations judge a wiring.
inline constexpr std::size_t kFewestTraining = 4000;

/// What a search is asked for.
struct WiringRequest {
  const generator::DesignSpec& spec;
  const synth::Pdk& pdk;
  const synth::Library& library;
  /// One half judges while searching (every other stream; of a single stream the first half), the
  /// other half measures what was found.
  const tb::OperandStreams& operands;
  generator::EmitOptions emit{};
  std::uint64_t effort = 6000;  ///< Evaluations.
  std::uint64_t seed = 1;
  /// Where the search stands is written there again and again, and read first: a search that was
  /// broken off goes on. Empty: nowhere.
  std::filesystem::path state{};
};

/// A netlist's figures on the held-out operands.
struct WiringFigures {
  double energy_fj = 0.0;
  double glitches_fj = 0.0;
  double critical_ns = 0.0;
  double area = 0.0;
};

struct WiringResult {
  WiringSearch search;
  WiringFigures before;  ///< The reduction's own wiring.
  WiringFigures after;   ///< What was found, emitted and mapped anew. Where it takes no less, or
                         ///< has a longer path, so: `before`, and nothing is moved.
  std::size_t training = 0;  ///< Operations.
  std::size_t held_out = 0;
  generator::EmittedDesign design;  ///< With the figures in the header of its heap.

  double gain() const { return 1.0 - after.energy_fj / before.energy_fj; }
};

/// Maps the design (for area, with full adder cells where the library has them), searches, emits
/// and measures. Throws Failure: user_error "optimize.heap", "optimize.operands" for fewer than
/// kFewestTraining, "optimize.state" for the state of another search; and as cost() and emit().
WiringResult optimize_wiring(const WiringRequest& request, support::Progress& progress);

/// The operands that judge, and those that measure.
struct SplitOperands {
  tb::OperandStreams training;
  tb::OperandStreams held_out;
};
SplitOperands split(const tb::OperandStreams& operands);

}  // namespace pann::flow
