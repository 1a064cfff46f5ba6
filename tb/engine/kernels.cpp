#include "tb/engine/kernels.h"

#include <utility>

#define HWY_WANT_AVX3_DL 1
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tb/engine/kernels.cpp"
#include <hwy/foreach_target.h>
// Comes after: compiles this file once for each target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pann::tb::HWY_NAMESPACE {

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
    return hn::IfVecThenElse(c, apply<kTwo(kHigh)>(a, b, c), apply<kTwo(kLow)>(a, b, c));
  }
#endif
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
      hn::Store(apply<kTable>(hn::Load(d, a + i), hn::Load(d, b + i), hn::Load(d, c + i)), d,
                result + i);
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
      hn::Store(apply<kTable>(hn::Load(d, a + i), hn::Load(d, b + i), hn::Load(d, c + i)), d,
                result + i);
    }
  }
}

HWY_INLINE void add_to(std::uint64_t* sum, Vector amount) {
  const Tag d;
  hn::Store(hn::Add(hn::Load(d, sum), amount), d, sum);
}

/// One lane vector of one counted slot through all steps.
template <bool kOnes>
HWY_INLINE void count_column(const std::uint64_t* values, const CounterArrays& counters,
                             std::size_t place, Vector lanes) {
  const Tag d;
  Vector previous = hn::Load(d, counters.previous + place);
  Vector toggles = hn::Zero(d);
  Vector ones = hn::Zero(d);
  HWY_UNROLL(8)
  for (std::size_t step = 0; step < kSteps; ++step) {
    const Vector value = hn::Load(d, values + step * kLaneWords);
    toggles = hn::Add(toggles, hn::PopulationCount(hn::And(hn::Xor(value, previous), lanes)));
    if constexpr (kOnes) ones = hn::Add(ones, hn::PopulationCount(hn::And(value, lanes)));
    previous = value;
  }
  hn::Store(previous, d, counters.previous + place);
  add_to(counters.toggles + place, toggles);
  if constexpr (kOnes) add_to(counters.ones + place, ones);
}

template <bool kOnes>
void count_all(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
               const CounterArrays& counters, const LaneWord& lanes) {
  const Tag d;
  for (std::size_t column = 0; column < kLaneWords; column += hn::Lanes(d)) {
    const Vector mask = hn::LoadU(d, lanes.data() + column);
    for (std::size_t i = 0; i < count; ++i) {
      count_column<kOnes>(values + slots[i].slot * kSlotWords + column, counters,
                          slots[i].counter * kLaneWords + column, mask);
    }
  }
}

void count_all_any(const CountedSlot* slots, std::size_t count, const std::uint64_t* values,
                   const CounterArrays& counters, const LaneWord& lanes) {
  if (counters.ones == nullptr) {
    count_all<false>(slots, count, values, counters, lanes);
  } else {
    count_all<true>(slots, count, values, counters, lanes);
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

template <std::size_t kTable>
void install(Kernels& kernels) {
  if constexpr (canonical_table(static_cast<std::uint8_t>(2 * kTable)).table == 2 * kTable) {
    kernels.block[kTable] = &evaluate<static_cast<std::uint8_t>(2 * kTable)>;
    kernels.step[kTable] = &evaluate_step<static_cast<std::uint8_t>(2 * kTable)>;
  }
}

template <std::size_t... kIndices>
Kernels make_kernels(std::index_sequence<kIndices...>) {
  Kernels kernels;
  kernels.name = hwy::TargetName(HWY_TARGET);
  (install<kIndices>(kernels), ...);
  kernels.count_all = &count_all_any;
  kernels.count_masked = &count_masked;
  return kernels;
}

const Kernels* kernels() {
  static const Kernels kKernels = make_kernels(std::make_index_sequence<kTables>());
  return &kKernels;
}

}  // namespace pann::tb::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pann::tb {

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

}  // namespace pann::tb
#endif
