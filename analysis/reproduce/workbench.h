#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/reproduce/flips.h"
#include "analysis/reproduce/gates.h"
#include "synth/pdk/pdk.h"
#include "tb/measure.h"

namespace pann::analysis {

/// What all items are measured with.
struct WorkbenchOptions {
  std::uint64_t seed = 1;
  tb::Engine engine = tb::Engine::automatic;
  std::uint64_t vectors = tb::kPaperVectors;  ///< Operations of a sampled run.
  std::uint64_t timed_vectors = 2000;  ///< Operations of a gate-level run with the cells' delays.
  std::vector<synth::Pdk> libraries{};
};

/// Where items are measured: runs whole sweeps side by side, and every case once, however many
/// items ask for it.
class Workbench {
 public:
  /// `progress` hears the share of the running sweep that is done, from any thread, one at a time.
  Workbench(WorkbenchOptions options, std::function<void(double)> progress);

  const WorkbenchOptions& options() const { return options_; }

  /// Synthetic operands with the options' seed and number; `length` 0: one stream.
  tb::StimulusSpec stimulus(tb::Distribution distribution, tb::Range range,
                            std::uint64_t length = 0) const;

  /// In the order of the cases. Throws as measure_flips; stops at a signal (support::Cancelled).
  std::vector<FlipResult> flips(const std::vector<FlipCase>& cases);

  /// In the order of the cases. Throws as measure_gate_energy.
  std::vector<GateResult> gates(const std::vector<GateCase>& cases);

  /// The libraries of the options, read once.
  const std::vector<MeasuredLibrary>& libraries();

  /// How gates are timed: all at once, and with the delays of the library, glitches included.
  static const std::vector<flow::GateDelays>& delay_modes();

 private:
  template <class Case, class Result, class Measure>
  std::vector<Result> sweep(const std::vector<Case>& cases, std::map<std::string, Result>& known,
                            Measure measure);

  WorkbenchOptions options_;
  std::function<void(double)> progress_;
  std::mutex mutex_;
  std::map<std::string, FlipResult> known_flips_;
  std::map<std::string, GateResult> known_gates_;
  std::vector<MeasuredLibrary> libraries_;
};

}  // namespace pann::analysis
