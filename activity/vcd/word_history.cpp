#include "activity/vcd/word_history.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "activity/vcd/word_history.cpp"
#include <hwy/foreach_target.h>
// Comes after: compiles this file once for each target.
#include <hwy/highway.h>

#include "support/simd/transpose-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pann::activity::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<std::uint64_t, 8>;

/// `values`: kChanges words, 0 behind the last change; `ticks`: since the change before.
void count_history(const std::uint64_t* values, const std::uint64_t* ticks, std::uint64_t before,
                   std::uint64_t counted, std::uint32_t width, HistoryCounts& counts) {
  HWY_ALIGN std::uint64_t bits[64];
  HWY_ALIGN std::uint64_t planes[64];
  std::copy_n(values, 64, bits);
  std::copy_n(ticks, 64, planes);
  support::simd::HWY_NAMESPACE::transpose(bits);
  support::simd::HWY_NAMESPACE::transpose(planes);
  std::uint64_t any = 0;
  for (std::size_t change = 0; change < 64; ++change) any |= ticks[change];
  const Tag d;
  const auto mask = hn::Set(d, counted);
  for (std::size_t bit = 0; bit < width; bit += hn::Lanes(d)) {
    const auto after = hn::Load(d, bits + bit);
    const auto first =
        hn::And(hn::Shr(hn::Set(d, before), hn::Iota(d, bit)), hn::Set(d, std::uint64_t{1}));
    const auto was = hn::Or(hn::ShiftLeft<1>(after), first);
    const auto rises = hn::PopulationCount(hn::And(hn::AndNot(was, after), mask));
    const auto falls = hn::PopulationCount(hn::And(hn::AndNot(after, was), mask));
    hn::StoreU(rises, d, counts.rises.data() + bit);
    hn::StoreU(falls, d, counts.falls.data() + bit);
    auto high = hn::Zero(d);
    for (std::uint64_t rest = any; rest != 0; rest &= rest - 1) {
      const auto plane = hwy::Num0BitsBelowLS1Bit_Nonzero64(rest);
      const auto ones = hn::PopulationCount(hn::And(was, hn::Set(d, planes[plane])));
      high = hn::Add(high, hn::ShiftLeftSame(ones, static_cast<int>(plane)));
    }
    hn::StoreU(high, d, counts.high_ticks.data() + bit);
  }
}

}  // namespace pann::activity::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::activity {

HWY_EXPORT(count_history);

void WordHistory::count(std::uint32_t width, HistoryCounts& counts) {
  std::fill(values_.begin() + static_cast<std::ptrdiff_t>(size_), values_.end(), 0);
  std::array<std::uint64_t, kChanges> since{};
  for (std::size_t change = 1; change < size_; ++change) {
    since[change] = ticks_[change] - ticks_[change - 1];
  }
  HWY_DYNAMIC_DISPATCH(count_history)
  (values_.data(), since.data(), before_, counted_, width, counts);
  size_ = 0;
  counted_ = 0;
}

}  // namespace pann::activity
#endif
