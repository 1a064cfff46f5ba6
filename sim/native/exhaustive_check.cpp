#include "sim/native/exhaustive_check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/task_arena.h>

#include "sim/native/pattern_player.h"
#include "sim/program/compiled_design.h"
#include "support/diagnostic.h"
#include "support/parallel.h"
#include "support/threads.h"

namespace pann::sim {

namespace {

const CompiledPort& compared_port(const CompiledDesign& design, const std::string& name) {
  for (const CompiledPort& port : design.ports) {
    if (port.name != name || port.direction != generator::Direction::output) continue;
    const bool is_whole = std::find(port.bits.begin(), port.bits.end(), -1) == port.bits.end();
    if (is_whole && port.bits.size() <= 64) return port;
  }
  support::fail_input(
      "engine.port",
      fmt::format("'{}' has no output '{}' of at most 64 driven bits", design.top, name),
      "name an output port of the design");
}

std::size_t port_width(const CompiledDesign& design, const std::string& name) {
  for (const CompiledPort& port : design.ports) {
    if (port.name == name) return port.bits.size();
  }
  return 0;
}

/// Checks some of the blocks.
class PairChecker {
 public:
  PairChecker(const CompiledDesign& design, const Kernels& kernels, const ExhaustiveCheck& check)
      : design_(design),
        kernels_(kernels),
        check_(check),
        port_(compared_port(design, check.output)),
        player_(design, kernels, {{check.x, check.w}, check.held}, ExhaustiveCheck::kMostBits),
        x_bits_(port_width(design, check.x)),
        x_(PatternPlayer::kPatterns),
        w_(PatternPlayer::kPatterns),
        expected_(PatternPlayer::kPatterns) {}

  std::uint64_t blocks() const { return player_.blocks(); }
  std::uint64_t patterns() const { return player_.patterns(); }

  void check(std::uint64_t block) {
    player_.play(block, {});
    const std::uint64_t first = block * PatternPlayer::kPatterns;
    const std::size_t count = std::min<std::uint64_t>(PatternPlayer::kPatterns, patterns());
    for (std::size_t i = 0; i < count; ++i) {
      x_[i] = (first + i) & ((std::uint64_t{1} << x_bits_) - 1);
      w_[i] = (first + i) >> x_bits_;
    }
    check_.model({x_.data(), count}, {w_.data(), count}, {expected_.data(), count});
    for (std::size_t word = 0; word * 64 < count; ++word) compare(word, count);
  }

  void add_to(ExhaustiveResult& result) const {
    result.wrong += wrong_;
    result.first.insert(result.first.end(), kept_.begin(), kept_.end());
  }

 private:
  void compare(std::size_t word, std::size_t count) {
    std::array<std::uint64_t, 64> planes{};
    std::copy_n(expected_.begin() + static_cast<std::ptrdiff_t>(64 * word),
                std::min<std::size_t>(64, count - 64 * word), planes.begin());
    kernels_.transpose(planes.data());
    std::uint64_t different = 0;
    for (std::size_t bit = 0; bit < port_.bits.size(); ++bit) {
      different |= actual_word(bit, word) ^ planes[bit];
    }
    if (count < 64) different &= (std::uint64_t{1} << count) - 1;
    for (; different != 0; different &= different - 1) {
      keep(word, static_cast<std::size_t>(std::countr_zero(different)));
    }
  }
  std::uint64_t actual_word(std::size_t bit, std::size_t word) const {
    const SlotLiteral& output = design_.program.outputs[static_cast<std::size_t>(port_.bits[bit])];
    const std::uint64_t value = player_.values()[output.slot * kSlotWords + word];
    return output.inverted ? ~value : value;
  }
  void keep(std::size_t word, std::size_t lane) {
    ++wrong_;
    const std::size_t place = 64 * word + lane;
    const auto rank = [](const WrongPair& pair) { return std::pair(pair.w, pair.x); };
    WrongPair pair{x_[place], w_[place], expected_[place], 0};
    for (std::size_t bit = 0; bit < port_.bits.size(); ++bit) {
      pair.actual |= ((actual_word(bit, word) >> lane) & 1U) << bit;
    }
    if (port_.bits.size() < 64) pair.expected &= (std::uint64_t{1} << port_.bits.size()) - 1;
    const auto at =
        std::upper_bound(kept_.begin(), kept_.end(), pair,
                         [&](const WrongPair& a, const WrongPair& b) { return rank(a) < rank(b); });
    kept_.insert(at, pair);
    if (kept_.size() > ExhaustiveResult::kKeptPairs) kept_.pop_back();
  }

  const CompiledDesign& design_;
  const Kernels& kernels_;
  const ExhaustiveCheck& check_;
  const CompiledPort& port_;
  PatternPlayer player_;
  std::size_t x_bits_;
  std::vector<std::uint64_t> x_;
  std::vector<std::uint64_t> w_;
  std::vector<std::uint64_t> expected_;
  std::uint64_t wrong_ = 0;
  std::vector<WrongPair> kept_;
};

}  // namespace

ExhaustiveResult check_exhaustively(const NativeDesign& native, const ExhaustiveCheck& check,
                                    const EngineOptions& options) {
  const CompiledDesign& design = native.compiled();
  const Kernels& kernels = options.kernels == nullptr ? best_kernels() : *options.kernels;
  tbb::enumerable_thread_specific<std::unique_ptr<PairChecker>> checkers(
      [&] { return std::make_unique<PairChecker>(design, kernels, check); });
  tbb::task_arena arena(support::thread_count(options.threads));
  ExhaustiveResult result;
  arena.execute([&] {
    result.checked = checkers.local()->patterns();
    support::parallel_for(std::uint64_t{0}, checkers.local()->blocks(),
                          [&](std::uint64_t block) { checkers.local()->check(block); });
  });
  for (const std::unique_ptr<PairChecker>& checker : checkers) checker->add_to(result);
  std::sort(result.first.begin(), result.first.end(), [](const WrongPair& a, const WrongPair& b) {
    return std::pair(a.w, a.x) < std::pair(b.w, b.x);
  });
  if (result.first.size() > ExhaustiveResult::kKeptPairs) {
    result.first.resize(ExhaustiveResult::kKeptPairs);
  }
  return result;
}

}  // namespace pann::sim
