#include "analysis/network/explore.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace {

constexpr int kWidestLegal = 16;
constexpr int kNarrowestUniform = 2;
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
  for (int b = kNarrowestUniform; b <= kWidestBaseline && unsigned_mac_flips(b) <= budget; ++b)
    bits = b;
  return bits;
}

class Explorer {
 public:
  Explorer(const Network& network, const ExploreData& data, const ExploreOptions& options,
           const std::function<void(double)>& progress)
      : network_(network), data_(data), options_(options), progress_(progress) {
    for (const double budget : options.budgets) {
      steps_ += widths(budget).size();
      widest_uniform_ = std::max(widest_uniform_, baseline_bits(budget));
    }
    widest_uniform_ = std::max(widest_uniform_, options.widest);
    steps_ += static_cast<std::size_t>(std::max(widest_uniform_ - kNarrowestUniform + 1, 0));
    if (network.is_quantized()) steps_ += 1 + options.budgets.size();
  }

  Exploration run() {
    const Inference floating(network_);
    Exploration result;
    result.network = network_.name;
    result.macs = network_.macs();
    for (const std::size_t index : network_.mac_layers()) {
      const Layer& layer = network_.layers[index];
      result.weights += layer.weights.size();
      result.activations += layer.in.size();
      result.longest_dot = std::max(result.longest_dot, layer.dot_length());
    }
    result.validation_samples = data_.validation.samples();
    result.test_samples = data_.test.samples();
    result.float_validation_accuracy = accuracy(floating, data_.validation);
    result.float_test_accuracy = accuracy(floating, data_.test);
    result.test_labels = data_.test.labels;
    if (network_.is_quantized()) {
      result.given = run_given();
      advance();
    }
    for (int bits = kNarrowestUniform; bits <= widest_uniform_; ++bits) {
      result.uniform.push_back({bits, judged(quantized(Arithmetic::uniform(bits, bits)))});
      advance();
    }
    for (const double budget : options_.budgets) {
      ExploredBudget& explored = result.budgets.emplace_back(explore(budget, result.uniform));
      if (!network_.is_quantized()) continue;
      if (affords_given_activations(network_, budget)) explored.given = run_given(budget);
      advance();
    }
    return result;
  }

  ExploredBudget explore(double budget, const std::vector<ExploreBaseline>& uniform) {
    ExploredBudget explored;
    explored.budget = budget;
    explored.predicted = best_activation_width(budget, options_.narrowest, options_.widest);
    for (const int bits : widths(budget)) {
      explored.candidates.push_back(run_candidate(budget, bits));
      advance();
    }
    const auto better = [](const ExploreCandidate& a, const ExploreCandidate& b) {
      return std::pair(-a.accuracy.validation, a.relative_mse) <
             std::pair(-b.accuracy.validation, b.relative_mse);
    };
    const auto best =
        std::min_element(explored.candidates.begin(), explored.candidates.end(), better);
    explored.best = static_cast<std::size_t>(best - explored.candidates.begin());
    const int bits = baseline_bits(budget);
    for (const ExploreBaseline& one : uniform) {
      if (one.bits == bits) explored.baseline = one;
    }
    return explored;
  }

 private:
  std::vector<int> widths(double budget) const {
    std::vector<int> widths;
    for (int bits = options_.narrowest; bits <= options_.widest; ++bits) {
      if (additions_at_budget(budget, bits) > 0.0) widths.push_back(bits);
    }
    return widths;
  }

  std::vector<QuantizedLayer> quantized(const Arithmetic& arithmetic) const {
    return quantize(network_, data_.calibration, data_.validation, arithmetic, options_.recipe);
  }

  ConfigurationAccuracy judged(const std::vector<QuantizedLayer>& layers) const {
    const Inference inference(network_, layers);
    ConfigurationAccuracy judged;
    judged.validation = accuracy(inference, data_.validation);
    judged.test_predictions = predictions(inference, data_.test);
    judged.test = share_right(judged.test_predictions, data_.test);
    return judged;
  }

  ExploreCandidate run_candidate(double budget, int bits) const {
    ExploreCandidate candidate;
    candidate.activation_bits = bits;
    candidate.additions = additions_at_budget(budget, bits);
    const std::vector<QuantizedLayer> layers =
        quantized(Arithmetic::pann(bits, candidate.additions));
    candidate.additions_measured = additions_per_element(network_, layers);
    candidate.flips = pann_flips(candidate.additions_measured, bits);
    candidate.relative_mse = pann_mse_at_budget(1.0, 1.0, 1.0, bits, budget);
    candidate.weight_bits = weight_bits(layers);
    candidate.accuracy = judged(layers);
    return candidate;
  }

  ExploredGiven run_given() const {
    ExploredGiven given;
    for (const std::size_t index : network_.mac_layers()) {
      const GivenQuantization& layer = network_.layers[index].given.value();
      given.activation_bits = std::max(given.activation_bits, layer.activation_bits);
      given.weight_bits = std::max(given.weight_bits, layer.weight_bits);
    }
    const auto layers = quantized(Arithmetic::as_given(Arithmetic::Scheme::uniform));
    given.flips = given_mac_flips(network_);
    given.additions = additions_per_element(network_, layers);
    given.addition_flips = pann_flips(network_, layers);
    given.accuracy = judged(layers);
    return given;
  }

  /// PANN at a budget with the activations that the network was given.
  ExploreCandidate run_given(double budget) const {
    const auto layers = quantized(Arithmetic::as_given(Arithmetic::Scheme::pann, budget));
    ExploreCandidate candidate;
    candidate.activation_bits = activation_bits(layers);
    candidate.additions = additions_at_budget(budget, candidate.activation_bits);
    candidate.additions_measured = additions_per_element(network_, layers);
    candidate.flips = pann_flips(network_, layers);
    candidate.relative_mse = pann_mse_at_budget(1.0, 1.0, 1.0, candidate.activation_bits, budget);
    candidate.weight_bits = weight_bits(layers);
    candidate.accuracy = judged(layers);
    return candidate;
  }

  void advance() {
    ++done_;
    if (progress_) progress_(static_cast<double>(done_) / static_cast<double>(steps_));
  }

  const Network& network_;
  const ExploreData& data_;
  const ExploreOptions& options_;
  const std::function<void(double)>& progress_;
  int widest_uniform_ = 0;
  std::size_t steps_ = 0;
  std::size_t done_ = 0;
};

void require_legal(const Network& network, const ExploreOptions& options) {
  support::throw_if_any(faults_of(options));
  require_macs(network);
}

}  // namespace

ExploreData explore_data(const Network& network, const ExploreOptions& options,
                         const std::function<void(double)>& progress) {
  require_legal(network, options);
  ExploreData data;
  data.validation = read_dataset(network, Split::validation, {options.samples, options.seed});
  data.test = read_dataset(network, Split::test, {options.samples, options.seed});
  data.calibration = calibrate(network, data.validation, progress);
  return data;
}

Exploration explore(const Network& network, const ExploreData& data, const ExploreOptions& options,
                    const std::function<void(double)>& progress) {
  require_legal(network, options);
  return Explorer(network, data, options, progress).run();
}

ExploredBudget explore_budget(const Network& network, const ExploreData& data, double budget) {
  ExploreOptions options;
  options.budgets = {budget};
  require_legal(network, options);
  const std::function<void(double)> silent;
  return Explorer(network, data, options, silent).explore(budget, {});
}

Exploration explore(const Network& network, const ExploreOptions& options,
                    const std::function<void(double)>& progress) {
  return explore(network, explore_data(network, options), options, progress);
}

}  // namespace pann::analysis
