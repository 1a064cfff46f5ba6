#include "tb/exact/expectation.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/task_arena.h>

#include "activity/elements.h"
#include "sim/native/pattern_player.h"
#include "sim/program/compiled_design.h"
#include "support/diagnostic.h"
#include "support/parallel.h"
#include "support/threads.h"

namespace pann::tb {

namespace {

constexpr double kWeightTolerance = 1e-6;
/// Bits that a product of weights is rounded to.
constexpr std::size_t kPlanes = 32;
constexpr double kLargestWeight = 2147483648.0;  // 2^31: the sum over 2^24 patterns fits 64 bits

sim::PatternInputs pattern_inputs(const OperandModel& model) {
  sim::PatternInputs inputs;
  for (const OperandModel::Operand& operand : model.operands) inputs.ports.push_back(operand.port);
  inputs.held = model.held;
  return inputs;
}

/// Weights of patterns as integers, bit plane by bit plane.
class PatternWeights {
 public:
  explicit PatternWeights(const OperandModel& model) : model_(model) {
    double largest = 1.0;
    for (const OperandModel::Operand& operand : model.operands) {
      check(operand);
      largest *= *std::max_element(operand.weights.begin(), operand.weights.end());
      is_flat_ = is_flat_ && is_flat(operand.weights);
    }
    scale_ = (is_flat_ ? 1.0 : kLargestWeight) / largest;
  }

  std::size_t planes() const { return is_flat_ ? 1 : kPlanes; }

  std::uint64_t weight(std::uint64_t pattern) const {
    double product = scale_;
    for (const OperandModel::Operand& operand : model_.operands) {
      product *= operand.weights[pattern % operand.weights.size()];
      pattern /= operand.weights.size();
    }
    return pattern == 0 ? static_cast<std::uint64_t>(std::llround(product)) : 0;
  }

 private:
  static void check(const OperandModel::Operand& operand) {
    const auto& weights = operand.weights;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const bool is_power = !weights.empty() && (weights.size() & (weights.size() - 1)) == 0;
    const bool in_range =
        std::all_of(weights.begin(), weights.end(), [](double weight) { return weight >= 0.0; });
    if (is_power && in_range && std::abs(sum - 1.0) < kWeightTolerance) return;
    support::fail_input("engine.weights",
                        fmt::format("the {} weights of '{}' sum to {}; needed are 2^width "
                                    "probabilities",
                                    weights.size(), operand.port, sum));
  }
  /// Whether all values that occur are as likely.
  static bool is_flat(const OperandWeights& weights) {
    const double largest = *std::max_element(weights.begin(), weights.end());
    return std::all_of(weights.begin(), weights.end(),
                       [&](double weight) { return weight == 0.0 || weight == largest; });
  }

  const OperandModel& model_;
  bool is_flat_ = true;
  double scale_ = 1.0;
};

/// Weighted ones of every counter over some of the blocks.
class OnesCounter {
 public:
  OnesCounter(const sim::CompiledDesign& design, const sim::Kernels& kernels,
              const OperandModel& model, const PatternWeights& weights)
      : kernels_(kernels),
        weights_(weights),
        player_(design, kernels, pattern_inputs(model), OperandModel::kMostBits),
        words_(design.program.stateless_counters * sim::kLaneWords),
        sums_(hwy::AllocateAligned<std::uint64_t>(std::max<std::size_t>(words_, 1))),
        masks_(hwy::AllocateAligned<std::uint64_t>(kPlanes * sim::kSlotWords)) {
    std::fill_n(sums_.get(), words_, 0);
  }

  std::uint64_t blocks() const { return player_.blocks(); }
  std::uint64_t patterns() const { return player_.patterns(); }

  void count(std::uint64_t block) {
    if (!set_masks(block)) return;
    player_.play(block, [&](const sim::CountedSlot* slots, std::size_t number) {
      kernels_.count_weighted(slots, number, player_.values(), masks_.get(), weights_.planes(),
                              sums_.get());
    });
  }

  void add_to(std::vector<std::uint64_t>& ones, std::uint64_t& total) const {
    for (std::size_t word = 0; word < words_; ++word) ones[word / sim::kLaneWords] += sums_[word];
    total += total_;
  }

 private:
  /// False where no pattern of the block occurs.
  bool set_masks(std::uint64_t block) {
    std::uint64_t sum = 0;
    const std::uint64_t first = block * sim::PatternPlayer::kPatterns;
    const std::uint64_t count = std::min(sim::PatternPlayer::kPatterns, player_.patterns());
    for (std::size_t word = 0; word < sim::kSlotWords; ++word) {
      std::array<std::uint64_t, 64> matrix{};
      for (std::size_t bit = 0; bit < 64 && 64 * word + bit < count; ++bit) {
        matrix[bit] = weights_.weight(first + 64 * word + bit);
        sum += matrix[bit];
      }
      kernels_.transpose(matrix.data());
      for (std::size_t plane = 0; plane < weights_.planes(); ++plane) {
        masks_[plane * sim::kSlotWords + word] = matrix[plane];
      }
    }
    total_ += sum;
    return sum != 0;
  }

  const sim::Kernels& kernels_;
  const PatternWeights& weights_;
  sim::PatternPlayer player_;
  std::size_t words_;
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> sums_;
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> masks_;
  std::uint64_t total_ = 0;
};

NetExpectation expectation_of(const sim::ActivityNet& net, const sim::CompiledDesign& design,
                              const std::vector<std::uint64_t>& ones, std::uint64_t total) {
  if (net.driver == circuit::NetDriver::constant) return {true, net.value ? 1.0 : 0.0};
  if (net.counter >= design.program.stateless_counters) return {};
  const double share = static_cast<double>(ones[net.counter]) / static_cast<double>(total);
  return {true, net.inverted ? 1.0 - share : share};
}

}  // namespace

Expectation expect_toggles(const sim::NativeDesign& native, const OperandModel& model,
                           const sim::EngineOptions& options) {
  const sim::CompiledDesign& design = native.compiled();
  const sim::Kernels& kernels = options.kernels == nullptr ? sim::best_kernels() : *options.kernels;
  const PatternWeights weights(model);
  tbb::enumerable_thread_specific<std::unique_ptr<OnesCounter>> counters(
      [&] { return std::make_unique<OnesCounter>(design, kernels, model, weights); });
  tbb::task_arena arena(support::thread_count(options.threads));
  Expectation result;
  arena.execute([&] {
    const std::uint64_t blocks = counters.local()->blocks();
    result.patterns = counters.local()->patterns();
    support::parallel_for(std::uint64_t{0}, blocks,
                          [&](std::uint64_t block) { counters.local()->count(block); });
  });
  std::vector<std::uint64_t> ones(design.program.stateless_counters, 0);
  std::uint64_t total = 0;
  for (const std::unique_ptr<OnesCounter>& counter : counters) counter->add_to(ones, total);
  result.signals = design.signals;
  for (const sim::ActivityNet& net : design.nets) {
    result.nets.push_back(expectation_of(net, design, ones, total));
  }
  return result;
}

std::vector<ElementExpectation> expect_elements(
    const Expectation& expectation, const std::vector<generator::ElementGroup>& groups) {
  std::vector<ElementExpectation> elements;
  for (const activity::ElementBits& bits : activity::index_elements(expectation.signals, groups)) {
    ElementExpectation element{bits.name, true, 0.0};
    for (const activity::ElementBits::Weight& weight : bits.nets) {
      const NetExpectation& net = expectation.nets[weight.net];
      element.exact = element.exact && net.exact;
      element.toggles += weight.positions * net.toggles();
    }
    elements.push_back(element);
  }
  return elements;
}

}  // namespace pann::tb
