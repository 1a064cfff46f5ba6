#include "sim/program/kernels.h"

#include <utility>

#define HWY_WANT_AVX3_DL 1
// Between the baseline of x86-64 and AVX2 lie machines of before 2013: they take the baseline.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/program/kernels.cpp"
#include <hwy/foreach_target.h>
// Comes after: compiles this file once for each target.
#include <hwy/highway.h>

#include "support/simd/transpose-inl.h"

HWY_BEFORE_NAMESPACE();
namespace pann::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<std::uint64_t, kLaneWords>;
using Vector = hn::Vec<Tag>;

#undef PANN_HAS_TERNARY_LOGIC
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
#define PANN_HAS_TERNARY_LOGIC 1
#else
#define PANN_HAS_TERNARY_LOGIC 0
#endif

/// The function whose truth table is kTable, as few vector operations as its shape allows.
template <std::uint8_t kTable>
HWY_INLINE Vector apply(Vector a, Vector b, Vector c) {
#if PANN_HAS_TERNARY_LOGIC
  return Vector{_mm512_ternarylogic_epi64(c.raw, b.raw, a.raw, kTable)};
#else
  // Shannon's expansion by c, then by b; each level is only as wide as its cofactors need.
  constexpr std::uint8_t kLow = kTable & 0x0fU;
  constexpr std::uint8_t kHigh = kTable >> 4U;
  constexpr auto kTwo = [](std::uint8_t table) { return static_cast<std::uint8_t>(table * 0x11U); };
  const Tag d;
  if constexpr (kLow == kHigh) {
    constexpr std::uint8_t kLow2 = kLow & 3U;
    constexpr std::uint8_t kHigh2 = kLow >> 2U;
    const auto single = [&](std::uint8_t table) {
      switch (table) {
        case 0:
          return hn::Zero(d);
        case 1:
          return hn::Not(a);
        case 2:
          return a;
        default:
          return hn::Not(hn::Zero(d));
      }
    };
    if constexpr (kLow2 == kHigh2) return single(kLow2);
    if constexpr (kHigh2 == (kLow2 ^ 3U)) return hn::Xor(b, single(kLow2));
    if constexpr (kLow2 == 0) return hn::And(b, single(kHigh2));
    if constexpr (kHigh2 == 0) return hn::AndNot(b, single(kLow2));
    if constexpr (kHigh2 == 3) return hn::Or(b, single(kLow2));
    return hn::Or(hn::Not(b), single(kHigh2));
  } else if constexpr (kHigh == (kLow ^ 0x0fU)) {
    return hn::Xor(c, apply<kTwo(kLow)>(a, b, c));
  } else if constexpr (kLow == 0) {
    return hn::And(c, apply<kTwo(kHigh)>(a, b, c));
  } else if constexpr (kHigh == 0) {
    return hn::AndNot(c, apply<kTwo(kLow)>(a, b, c));
  } else if constexpr (kHigh == 0x0f) {
    return hn::Or(c, apply<kTwo(kLow)>(a, b, c));
  } else {
    // Not IfVecThenElse: below AVX-512 it looks at the highest bit of each byte alone.
    return hn::Or(hn::And(c, apply<kTwo(kHigh)>(a, b, c)),
                  hn::AndNot(c, apply<kTwo(kLow)>(a, b, c)));
  }
#endif
}

/// The function of what lies at three places; what it does not depend on is not loaded.
template <std::uint8_t kTable>
HWY_INLINE Vector apply_at(const std::uint64_t* a, const std::uint64_t* b, const std::uint64_t* c) {
  constexpr bool kNeedsA = ((kTable >> 1U) & 0x55U) != (kTable & 0x55U);
  constexpr bool kNeedsB = ((kTable >> 2U) & 0x33U) != (kTable & 0x33U);
  constexpr bool kNeedsC = (kTable >> 4U) != (kTable & 0x0fU);
  const Tag d;
  const auto load = [&](bool needed, const std::uint64_t* place)
                        HWY_ATTR { return needed ? hn::Load(d, place) : hn::Zero(d); };
  return apply<kTable>(load(kNeedsA, a), load(kNeedsB, b), load(kNeedsC, c));
}

template <std::uint8_t kTable>
void evaluate(const Operation* operations, std::size_t count, std::uint64_t* HWY_RESTRICT slots) {
  const Tag d;
  const std::size_t lanes = hn::Lanes(d);
  for (const Operation* end = operations + count; operations != end; ++operations) {
    const std::uint64_t* a = slots + operations->operands[0] * kSlotWords;
    const std::uint64_t* b = slots + operations->operands[1] * kSlotWords;
    const std::uint64_t* c = slots + operations->operands[2] * kSlotWords;
    std::uint64_t* result = slots + operations->result * kSlotWords;
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < kSlotWords; i += lanes) {
      hn::Store(apply_at<kTable>(a + i, b + i, c + i), d, result + i);
    }
  }
}

template <std::uint8_t kTable>
void evaluate_step(const Operation* operations, std::size_t count,
                   std::uint64_t* HWY_RESTRICT slots, std::size_t step) {
  const Tag d;
  const std::size_t lanes = hn::Lanes(d);
  std::uint64_t* base = slots + step * kLaneWords;
  for (const Operation* end = operations + count; operations != end; ++operations) {
    const std::uint64_t* a = base + operations->operands[0] * kSlotWords;
    const std::uint64_t* b = base + operations->operands[1] * kSlotWords;
    const std::uint64_t* c = base + operations->operands[2] * kSlotWords;
    std::uint64_t* result = base + operations->result * kSlotWords;
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < kLaneWords; i += lanes) {
      hn::Store(apply_at<kTable>(a + i, b + i, c + i), d, result + i);
    }
  }
}

HWY_INLINE void add_to(std::uint64_t* sum, Vector amount) {
  const Tag d;
  hn::Store(hn::Add(hn::Load(d, sum), amount), d, sum);
}

/// One lane vector of one counted value, step by step.
template <bool kOnes>
class ColumnCount {
 public:
  HWY_INLINE ColumnCount(Vector previous, Vector lanes)
      : previous_(previous), lanes_(lanes), toggles_(hn::Zero(Tag())), ones_(hn::Zero(Tag())) {}

  HWY_INLINE void step(Vector value) {
    const Vector changed = hn::And(hn::Xor(value, previous_), lanes_);
    toggles_ = hn::Add(toggles_, hn::PopulationCount(changed));
    if constexpr (kOnes) ones_ = hn::Add(ones_, hn::PopulationCount(hn::And(value, lanes_)));
    previous_ = value;
  }

  HWY_INLINE void finish(const CounterArrays& counters, std::size_t place) const {
    hn::Store(previous_, Tag(), counters.previous + place);
    add_to(counters.toggles + place, toggles_);
    if constexpr (kOnes) add_to(counters.ones + place, ones_);
  }

 private:
  Vector previous_;
  Vector lanes_;
  Vector toggles_;
  Vector ones_;
};

template <std::uint8_t kTable, bool kOnes>
HWY_INLINE void evaluate_and_count(const Operation* operations, std::size_t count,
                                   std::uint64_t* HWY_RESTRICT slots, const CounterArrays& counters,
                                   const LaneWord& lanes) {
  const Tag d;
  for (const Operation* end = operations + count; operations != end; ++operations) {
    for (std::size_t column = 0; column < kLaneWords; column += hn::Lanes(d)) {
      const std::uint64_t* a = slots + operations->operands[0] * kSlotWords + column;
      const std::uint64_t* b = slots + operations->operands[1] * kSlotWords + column;
      const std::uint64_t* c = slots + operations->operands[2] * kSlotWords + column;
      std::uint64_t* result = slots + operations->result * kSlotWords + column;
      const std::size_t place = operations->counter * kLaneWords + column;
      ColumnCount<kOnes> counter(hn::Load(d, counters.previous + place),
                                 hn::LoadU(d, lanes.data() + column));
      HWY_UNROLL(8)
      for (std::size_t word = 0; word < kSlotWords; word += kLaneWords) {
        const Vector value = apply_at<kTable>(a + word, b + word, c + word);
        hn::Store(value, d, result + word);
        counter.step(value);
      }
      counter.finish(counters, place);
    }
  }
}

template <std::uint8_t kTable>
void evaluate_and_count_any(const Operation* operations, std::size_t count, std::uint64_t* slots,
                            const CounterArrays& counters, const LaneWord& lanes) {
  if (counters.ones == nullptr) {
    evaluate_and_count<kTable, false>(operations, count, slots, counters, lanes);
  } else {
    evaluate_and_count<kTable, true>(operations, count, slots, counters, lanes);
  }
}

/// kFromFirst: step 0 only sets the scene.
template <bool kOnes, bool kFromFirst>
HWY_INLINE void count_slots(const CountedSlot* slots, std::size_t count,
                            const std::uint64_t* values, const CounterArrays& counters,
                            const LaneWord& lanes) {
  constexpr std::size_t kFirstWord = kFromFirst ? kLaneWords : 0;
  const Tag d;
  for (std::size_t column = 0; column < kLaneWords; column += hn::Lanes(d)) {
    const Vector mask = hn::LoadU(d, lanes.data() + column);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t* value = values + slots[i].slot * kSlotWords + column;
      const std::size_t place = slots[i].counter * kLaneWords + column;
      const Vector before = hn::Load(d, kFromFirst ? value : counters.previous + place);
      ColumnCount<kOnes> counter(before, mask);
      HWY_UNROLL(8)
      for (std::size_t word = kFirstWord; word < kSlotWords; word += kLaneWords) {
        counter.step(hn::Load(d, value + word));
      }
      counter.finish(counters, place);
      if constexpr (kFromFirst) {
        const Vector ones = hn::PopulationCount(hn::And(before, mask));
        add_to(counters.balance + place, hn::Sub(hn::Zero(d), ones));
      }
    }
  }
}

template <bool kFromFirst>
void count_any(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
               const CounterArrays& counters, const LaneWord& lanes) {
  if (counters.ones == nullptr) {
    count_slots<false, kFromFirst>(slots, count, values, counters, lanes);
  } else {
    count_slots<true, kFromFirst>(slots, count, values, counters, lanes);
  }
}

void add_balance(std::size_t count, const CounterArrays& counters, const LaneWord& lanes,
                 std::int64_t factor) {
  const Tag d;
  for (std::size_t column = 0; column < kLaneWords; column += hn::Lanes(d)) {
    const Vector mask = hn::LoadU(d, lanes.data() + column);
    for (std::size_t place = column; place < count * kLaneWords; place += kLaneWords) {
      const Vector ones =
          hn::PopulationCount(hn::And(hn::Load(d, counters.previous + place), mask));
      const Vector sum = hn::Load(d, counters.balance + place);
      hn::Store(factor > 0 ? hn::Add(sum, ones) : hn::Sub(sum, ones), d, counters.balance + place);
    }
  }
}

void compare(const std::uint64_t* actual, const std::uint64_t* expected, std::uint64_t flip,
             std::uint64_t* wrong) {
  const Tag d;
  const Vector flips = hn::Set(d, flip);
  for (std::size_t word = 0; word < kSlotWords; word += hn::Lanes(d)) {
    const Vector differs =
        hn::Xor(hn::Xor(hn::Load(d, actual + word), flips), hn::Load(d, expected + word));
    hn::Store(hn::Or(hn::Load(d, wrong + word), differs), d, wrong + word);
  }
}

void count_masked(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                  const CounterArrays& counters, const CountMasks& masks) {
  const Tag d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t column = 0; column < kLaneWords; column += lanes) {
      const std::uint64_t* value_words = values + slots[i].slot * kSlotWords + column;
      const std::size_t place = slots[i].counter * kLaneWords + column;
      Vector previous = hn::Load(d, counters.previous + place);
      for (std::size_t step = 0; step < kSteps; ++step) {
        const Vector value = hn::Load(d, value_words + step * kLaneWords);
        const Vector mask = hn::LoadU(d, masks.toggles[step].data() + column);
        const Vector changed = hn::And(hn::Xor(value, previous), mask);
        const Vector toggles = hn::PopulationCount(changed);
        const Vector rises = hn::PopulationCount(hn::And(changed, value));
        add_to(counters.toggles + place, toggles);
        add_to(counters.balance + place, hn::Sub(hn::Add(rises, rises), toggles));
        if (counters.ones != nullptr) {
          const Vector level = hn::LoadU(d, masks.levels[step].data() + column);
          add_to(counters.ones + place, hn::PopulationCount(hn::And(value, level)));
        }
        previous = value;
      }
      hn::Store(previous, d, counters.previous + place);
    }
  }
}

/// Adds one bit of every lane to a bit-sliced number, from its plane on.
HWY_INLINE void add_bit(std::uint64_t* plane, Vector bit) {
  const Tag d;
  for (; !hn::AllTrue(d, hn::Eq(bit, hn::Zero(d))); plane += kSlotWords) {
    const Vector sum = hn::Load(d, plane);
    hn::Store(hn::Xor(sum, bit), d, plane);
    bit = hn::And(sum, bit);
  }
}

void add_changes(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                 const std::uint64_t* previous, const std::uint32_t* weights,
                 const CountMasks& masks, std::uint64_t* planes) {
  const Tag d;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t weight = weights[slots[i].counter];
    if (weight == 0) continue;
    const std::uint64_t* value = values + slots[i].slot * kSlotWords;
    for (std::size_t word = 0; word < kSlotWords; word += hn::Lanes(d)) {
      const std::uint64_t* before = word < kLaneWords
                                        ? previous + slots[i].counter * kLaneWords + word
                                        : value + word - kLaneWords;
      const Vector changed = hn::Xor(hn::Load(d, value + word), hn::Load(d, before));
      const std::uint64_t* mask = masks.toggles[word / kLaneWords].data() + word % kLaneWords;
      const Vector bit = hn::And(changed, hn::LoadU(d, mask));
      for (std::uint32_t rest = weight, place = 0; rest != 0; rest >>= 1U, ++place) {
        if ((rest & 1U) != 0) add_bit(planes + place * kSlotWords + word, bit);
      }
    }
  }
}

void count_weighted(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                    const std::uint64_t* masks, std::size_t planes, std::uint64_t* sums) {
  const Tag d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t* value = values + slots[i].slot * kSlotWords;
    std::uint64_t* sum = sums + slots[i].counter * kLaneWords;
    for (std::size_t column = 0; column < kLaneWords; column += lanes) {
      Vector total = hn::Load(d, sum + column);
      for (std::size_t plane = 0; plane < planes; ++plane) {
        const std::uint64_t* mask = masks + plane * kSlotWords + column;
        Vector ones = hn::Zero(d);
        HWY_UNROLL(8)
        for (std::size_t word = 0; word < kSlotWords; word += kLaneWords) {
          const Vector bits = hn::And(hn::Load(d, value + column + word), hn::Load(d, mask + word));
          ones = hn::Add(ones, hn::PopulationCount(bits));
        }
        total = hn::Add(total, hn::ShiftLeftSame(ones, static_cast<int>(plane)));
      }
      hn::Store(total, d, sum + column);
    }
  }
}

template <std::size_t kTable>
void install(Kernels& kernels) {
  if constexpr (canonical_table(static_cast<std::uint8_t>(2 * kTable)).table == 2 * kTable) {
    kernels.block[kTable] = &evaluate<static_cast<std::uint8_t>(2 * kTable)>;
    kernels.counted_block[kTable] = &evaluate_and_count_any<static_cast<std::uint8_t>(2 * kTable)>;
    kernels.step[kTable] = &evaluate_step<static_cast<std::uint8_t>(2 * kTable)>;
  }
}

template <std::size_t... kIndices>
Kernels make_kernels(std::index_sequence<kIndices...>) {
  Kernels kernels;
  kernels.name = hwy::TargetName(HWY_TARGET);
  (install<kIndices>(kernels), ...);
  kernels.count_all = &count_any<false>;
  kernels.count_from_first = &count_any<true>;
  kernels.add_balance = &add_balance;
  kernels.compare = &compare;
  kernels.count_masked = &count_masked;
  kernels.add_changes = &add_changes;
  kernels.count_weighted = &count_weighted;
  kernels.transpose = &support::simd::HWY_NAMESPACE::transpose;
  return kernels;
}

const Kernels* kernels() {
  static const Kernels kKernels = make_kernels(std::make_index_sequence<kTables>());
  return &kKernels;
}

}  // namespace pann::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::sim {

HWY_EXPORT(kernels);

const Kernels& best_kernels() {
  return *HWY_DYNAMIC_DISPATCH(kernels)();
}

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> result;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    result.push_back(&best_kernels());
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return result;
}

}  // namespace pann::sim
#endif
