#include <numeric>

#include "support/random.h"
#include "tests/bench/engine_bare_loop.h"

#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/engine_bare_loop_bench.cpp"
#include <hwy/foreach_target.h>
// Comes after: compiles this file once for each target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pann::bench::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<std::uint64_t, 8>;

template <class Function>
HWY_INLINE void evaluate(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* out,
                         std::uint64_t* toggles, std::size_t words, const Function& function) {
  const Tag d;
  auto count = hn::Zero(d);
  for (std::size_t i = 0; i < words; i += hn::Lanes(d)) {
    const auto value = function(hn::Load(d, a + i), hn::Load(d, b + i));
    count = hn::Add(count, hn::PopulationCount(hn::Xor(value, hn::Load(d, out + i))));
    hn::Store(value, d, out + i);
  }
  hn::StoreU(hn::Add(hn::LoadU(d, toggles), count), d, toggles);
}

void run_gates(const BareLoop::Gate* gates, std::size_t count, std::size_t first, std::size_t words,
               std::uint64_t* values, std::uint64_t* toggles) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t* a = values + gates[i].a * words;
    const std::uint64_t* b = values + gates[i].b * words;
    std::uint64_t* out = values + (first + i) * words;
    std::uint64_t* sums = toggles + 8 * i;
    switch (gates[i].type) {
      case 0:
        evaluate(a, b, out, sums, words, [](auto x, auto y) { return hn::And(x, y); });
        break;
      case 1:
        evaluate(a, b, out, sums, words, [](auto x, auto y) { return hn::Or(x, y); });
        break;
      case 2:
        evaluate(a, b, out, sums, words, [](auto x, auto y) { return hn::Xor(x, y); });
        break;
      default:
        evaluate(a, b, out, sums, words, [](auto x, auto y) { return hn::AndNot(y, x); });
    }
  }
}

}  // namespace pann::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::bench {

HWY_EXPORT(run_gates);

BareLoop::BareLoop(std::size_t gates, std::size_t inputs, std::size_t words)
    : inputs_(inputs),
      words_(words),
      values_(hwy::AllocateAligned<std::uint64_t>((inputs + gates) * words)),
      toggles_(8 * gates, 0) {
  support::Random random(11);
  for (std::size_t i = 0; i < (inputs + gates) * words; ++i) values_[i] = random.next();
  for (std::size_t i = 0; i < gates; ++i) {
    const auto pick = [&] { return static_cast<std::uint32_t>(random.below(inputs + i)); };
    const std::uint32_t a = pick();
    const std::uint32_t b = pick();
    gates_.push_back({static_cast<std::uint8_t>(random.below(4)), a, b});
  }
}

void BareLoop::run() {
  for (std::size_t word = 0; word < inputs_ * words_; ++word) values_[word] ^= values_[word] << 1U;
  HWY_DYNAMIC_DISPATCH(run_gates)
  (gates_.data(), gates_.size(), inputs_, words_, values_.get(), toggles_.data());
}

std::uint64_t BareLoop::toggles() const {
  return std::accumulate(toggles_.begin(), toggles_.end(), std::uint64_t{0});
}

}  // namespace pann::bench
#endif
