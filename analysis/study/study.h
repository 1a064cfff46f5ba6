#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/main_job/main_job.h"
#include "analysis/network/explore.h"
#include "analysis/network/network.h"
#include "synth/pdk/pdk.h"

namespace pann::analysis {

/// Which units a configuration is measured on.
enum class StudyUnits {
  best,  ///< Those that measure best (best_units.h).
  all    ///< Also the paper's.
};

/// What the energy of every configuration of a network is measured with.
struct StudyOptions {
  ExploreOptions explore{};
  StudyUnits units = StudyUnits::best;
  MainJobOptions costs{};         ///< Clock, engine, recipe, adder cells, lanes of pann_dot.
  std::size_t elements = 20'000;  ///< About so many elements of dot products are played.
  std::size_t images = 8;         ///< Test samples that they are taken from.
};

/// One configuration of the network on one unit.
struct StudyPoint {
  Arithmetic arithmetic;
  double budget = 0.0;               ///< PANN: the P that R is from; 0: uniform.
  double additions_measured = 0.0;   ///< PANN.
  double flips = 0.0;                ///< The paper's model, Eq. (13) or (3) + (4).
  int weight_bits = 0;               ///< Of the largest weight, two's complement.
  double validation_accuracy = 0.0;  ///< In [0, 1].
  double test_accuracy = 0.0;        ///< In [0, 1].
  UnitReport unit;

  bool is_given() const { return arithmetic.given; }
  bool is_pann() const { return arithmetic.scheme == Arithmetic::Scheme::pann; }
  double energy_fj() const { return unit.energy.total_fj(); }
};

/// "uniform 4", "PANN 3 x 5.81"; "as given", "PANN as given", "PANN given 24".
std::string title(const StudyPoint& point);

/// Accuracy of every configuration beside the measured energy of its units.
struct Study {
  Exploration exploration;
  std::vector<StudyPoint> points;
  std::string library;
  std::string corner;
  bool synthetic = false;
  double voltage = 0.0;
  double clock_mhz = 0.0;
  std::size_t elements = 0;  ///< That were played, of the smallest stream.
  std::size_t images = 0;
};

/// Algorithm 1 on a network, and what each configuration costs on the units of the generator: the
/// quantized network runs on test samples, dot products of each layer are taken by the layer's
/// share of the multiply-accumulates, and played on the mapped netlists, glitches included. One
/// unit serves all layers: it is as wide as the widest of them. RTL, netlists and activity go to
/// `output`. `stage` hears a line a stage.
///
/// Throws Failure as explore and run_main_job do.
Study run_study(const Network& network, const StudyOptions& options, const synth::Pdk& pdk,
                const std::filesystem::path& output,
                const std::function<void(const std::string&)>& stage);

}  // namespace pann::analysis
