#include "analysis/network/explore.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/network/quantization.h"
#include "analysis/paper_equations.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace {

constexpr int kWidestLegal = 16;
constexpr int kWidestBaseline = 16;
const double kLargestBudget = unsigned_mac_flips(64);

std::vector<support::Diagnostic> faults_of(const ExploreOptions& options) {
  std::vector<support::Diagnostic> faults;
  for (const double budget : options.budgets) {
    if (std::count(options.budgets.begin(), options.budgets.end(), budget) > 1) {
      faults.push_back({"explore.budget", fmt::format("--budget {}: it is given twice", budget),
                        "each budget is explored once", std::nullopt});
    }
    if (budget > kLargestBudget) {
      faults.push_back(
          {"explore.budget",
           fmt::format("--budget {}: the largest is {} flips, an unsigned 64-bit MAC's", budget,
                       kLargestBudget),
           "", std::nullopt});
    }
    if (additions_at_budget(budget, options.narrowest) > 0.0) continue;
    faults.push_back(
        {"explore.budget",
         fmt::format("--budget {}: at {} bits of activation, additions are left above {} flips",
                     budget, options.narrowest, 0.5 * options.narrowest),
         "the budget of an unsigned b-bit MAC is 0.5 b^2 + 4 b, e.g. 24 for 4 bits", std::nullopt});
  }
  if (options.narrowest < 1 || options.widest > kWidestLegal ||
      options.narrowest > options.widest) {
    faults.push_back({"explore.width",
                      fmt::format("activation widths {} to {}: legal are 1 to {}, in order",
                                  options.narrowest, options.widest, kWidestLegal),
                      "", std::nullopt});
  }
  return faults;
}

/// The widest uniform quantization whose unsigned MAC costs no more than the budget; 0 for none.
int baseline_bits(double budget) {
  int bits = 0;
  for (int b = 2; b <= kWidestBaseline && unsigned_mac_flips(b) <= budget; ++b) bits = b;
  return bits;
}

class Explorer {
 public:
  Explorer(const Network& network, const ExploreOptions& options,
           const std::function<void(double)>& progress)
      : network_(network),
        options_(options),
        progress_(progress),
        validation_(read_dataset(network, Split::validation, {options.samples, options.seed})),
        test_(read_dataset(network, Split::test, {options.samples, options.seed})),
        calibration_(calibrate(network, validation_)) {
    for (const double budget : options.budgets) steps_ += widths(budget).size() + 1;
  }

  Exploration run() {
    const Inference floating(network_);
    Exploration result;
    result.network = network_.name;
    result.macs = network_.macs();
    result.validation_samples = validation_.samples();
    result.test_samples = test_.samples();
    result.float_validation_accuracy = accuracy(floating, validation_);
    result.float_test_accuracy = accuracy(floating, test_);
    for (const double budget : options_.budgets) result.budgets.push_back(explore(budget));
    return result;
  }

 private:
  std::vector<int> widths(double budget) const {
    std::vector<int> widths;
    for (int bits = options_.narrowest; bits <= options_.widest; ++bits) {
      if (additions_at_budget(budget, bits) > 0.0) widths.push_back(bits);
    }
    return widths;
  }

  ExploredBudget explore(double budget) {
    ExploredBudget explored;
    explored.budget = budget;
    explored.predicted = best_activation_width(budget, options_.narrowest, options_.widest);
    for (const int bits : widths(budget)) {
      explored.candidates.push_back(run_candidate(budget, bits));
      advance();
    }
    const auto better = [](const ExploreCandidate& a, const ExploreCandidate& b) {
      return std::pair(-a.validation_accuracy, a.relative_mse) <
             std::pair(-b.validation_accuracy, b.relative_mse);
    };
    const auto best =
        std::min_element(explored.candidates.begin(), explored.candidates.end(), better);
    explored.best = static_cast<std::size_t>(best - explored.candidates.begin());
    explored.test_accuracy = accuracy(pann(best->activation_bits, best->additions), test_);
    explored.baseline = run_baseline(baseline_bits(budget));
    advance();
    return explored;
  }

  Inference pann(int bits, double additions) const {
    return Inference(network_, quantize(network_, calibration_, Arithmetic::pann(bits, additions)));
  }

  ExploreCandidate run_candidate(double budget, int bits) const {
    ExploreCandidate candidate;
    candidate.activation_bits = bits;
    candidate.additions = additions_at_budget(budget, bits);
    const std::vector<QuantizedLayer> layers =
        quantize(network_, calibration_, Arithmetic::pann(bits, candidate.additions));
    candidate.additions_measured = additions_per_element(network_, layers);
    candidate.flips = pann_flips(candidate.additions_measured, bits);
    candidate.relative_mse = pann_mse_at_budget(1.0, 1.0, 1.0, bits, budget);
    candidate.validation_accuracy = accuracy(Inference(network_, layers), validation_);
    return candidate;
  }

  std::optional<ExploreBaseline> run_baseline(int bits) const {
    if (bits == 0) return std::nullopt;
    const Inference uniform(network_,
                            quantize(network_, calibration_, Arithmetic::uniform(bits, bits)));
    return ExploreBaseline{bits, accuracy(uniform, validation_), accuracy(uniform, test_)};
  }

  void advance() {
    ++done_;
    if (progress_) progress_(static_cast<double>(done_) / static_cast<double>(steps_));
  }

  const Network& network_;
  const ExploreOptions& options_;
  const std::function<void(double)>& progress_;
  Dataset validation_;
  Dataset test_;
  Calibration calibration_;
  std::size_t steps_ = 0;
  std::size_t done_ = 0;
};

}  // namespace

Exploration explore(const Network& network, const ExploreOptions& options,
                    const std::function<void(double)>& progress) {
  support::throw_if_any(faults_of(options));
  require_macs(network);
  return Explorer(network, options, progress).run();
}

}  // namespace pann::analysis
