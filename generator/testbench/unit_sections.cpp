#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kMultiplierSection = R"tb(
void run(Bench& bench, Random& random) {
  for (int i = 0; i < kOperations; ++i) {
    const Word x = random.word(kXWidth);
    const Word w = random.word(kWWidth);
    put(bench.unit.x_i, x);
    put(bench.unit.w_i, w);
    bench.settle();
    bench.check(get(bench.unit.product_o),
                value_of(x, kXWidth, kXSigned) * value_of(w, kWWidth, kWSigned), kXWidth + kWWidth);
  }
}
)tb";

const std::string_view kAdderSection = R"tb(
void run(Bench& bench, Random& random) {
  for (int i = 0; i < kOperations; ++i) {
    const Word a = random.word(kXWidth);
    const Word b = random.word(kXWidth);
    const Word carry = random.next() % 2;
    put(bench.unit.a_i, a);
    put(bench.unit.b_i, b);
    put(bench.unit.c_i, carry);
    bench.settle();
    bench.check(get(bench.unit.sum_o) | (get(bench.unit.c_o) << kXWidth), a + b + carry,
                kXWidth + 1);
  }
}
)tb";

const std::string_view kAccumulatingSection = R"tb(
void run(Bench& bench, Random& random) {
  reset(bench);
  Word expected = 0;
  for (int i = 0; i < kOperations;) {
    // Dot products of 1 to 40 elements, back to back: clear_i comes with the first.
    const int length = 1 + static_cast<int>(random.next() % 40);
    for (int element = 0; element < length; ++element, ++i) {
      const Word x = random.word(kXWidth);
      const Word w = random.word(kWWidth);
      if (element == 0) expected = start_of_dot_product(bench, random);
      put(bench.unit.clear_i, element == 0 ? 1 : 0);
      put(bench.unit.x_i, x);
      drive_w(bench, w);
      expected += addend(x, w);
      clock(bench);
      bench.check(get(bench.unit.acc_o), expected, kAccWidth);
    }
  }
}
)tb";

const std::string_view kPannExternalSection = R"tb(
void run(Bench& bench, Random& random) {
  reset(bench);
  Word expected = 0;
  for (int i = 0; i < kOperations;) {
    // Dot products of 1 to 40 elements, back to back: clear_i comes with the first cycle.
    const int length = 1 + static_cast<int>(random.next() % 40);
    for (int element = 0; element < length; ++element, ++i) {
      const Word x = random.word(kXWidth);
      const int weight = static_cast<int>(random.next() % (2 * kLargestWeight + 1)) - kLargestWeight;
      if (element == 0) expected = start_of_dot_product(bench, random);
      put(bench.unit.x_i, x);
      put(bench.unit.negative_i, weight < 0 ? 1 : 0);
      put(bench.unit.en_i, weight != 0 ? 1 : 0);
      for (int cycle = 0; cycle == 0 || cycle < std::abs(weight); ++cycle) {
        put(bench.unit.clear_i, element == 0 && cycle == 0 ? 1 : 0);
        clock(bench);
      }
      expected += value_of(x, kXWidth, kXSigned) * static_cast<Word>(weight);
      bench.check(get(bench.unit.acc_o), expected, kAccWidth);
    }
  }
}
)tb";

const std::string_view kPannLocalSection = R"tb(
/// A weight whose additions can be waited for: all words of up to 6 bits, small ones of more.
Word weight(Random& random) {
  if (kWWidth <= 6) return random.word(kWWidth);
  const Word magnitude = random.next() % (kLargestWeight + 1);
  return (kWSigned && random.next() % 2 == 0 ? -magnitude : magnitude) & mask(kWWidth);
}

void run(Bench& bench, Random& random) {
  reset(bench);
  Word expected = 0;
  for (int i = 0; i < kOperations;) {
    // Dot products of 1 to 40 elements, back to back: clear_i comes with the first cycle.
    const int length = 1 + static_cast<int>(random.next() % 40);
    for (int element = 0; element < length; ++element, ++i) {
      const Word x = random.word(kXWidth);
      const Word w = weight(random);
      if (element == 0) expected = start_of_dot_product(bench, random);
      put(bench.unit.x_i, x);
      put(bench.unit.w_i, w);
      put(bench.unit.clear_i, element == 0 ? 1 : 0);
      put(bench.unit.start_i, 1);
      for (bool is_last = false; !is_last;) {
        bench.unit.eval();
        is_last = bench.unit.ready_o != 0;
        clock(bench);
        put(bench.unit.clear_i, 0);
        put(bench.unit.start_i, 0);
      }
      expected += value_of(x, kXWidth, kXSigned) * value_of(w, kWWidth, kWSigned);
      bench.check(get(bench.unit.acc_o), expected, kAccWidth);
    }
  }
}
)tb";

const std::string_view kPannDotSection = R"tb(
/// Writes a lane's word into a port of any width.
template <class Port>
void put_lane(Port& port, int lane, std::uint64_t word) {
  for (int i = 0; i < kXWidth; ++i) {
    const int at = lane * kXWidth + i;
    const bool bit = ((word >> i) & 1) != 0;
    if constexpr (std::is_integral_v<Port>) {
      port = static_cast<Port>((port & ~(Port{1} << at)) | (Port{bit} << at));
    } else {
      port[at / 32] = (port[at / 32] & ~(1u << (at % 32))) | ((bit ? 1u : 0u) << (at % 32));
    }
  }
}

void run(Bench& bench, Random& random) {
  reset(bench);
  Word expected = 0;
  for (int i = 0; i < kOperations;) {
    // Dot products of 1 to 40 cycles, back to back: clear_i comes with the first.
    const int length = 1 + static_cast<int>(random.next() % 40);
    for (int cycle = 0; cycle < length; ++cycle, ++i) {
      const bool is_negative = random.next() % 2 != 0;
      Word sum = 0;
      for (int lane = 0; lane < kLanes; ++lane) {
        const Word x = random.word(kXWidth);
        put_lane(bench.unit.x_i, lane, static_cast<std::uint64_t>(x));
        sum += x << kPlanes[lane];
      }
      if (cycle == 0) expected = start_of_dot_product(bench, random);
      put(bench.unit.clear_i, cycle == 0 ? 1 : 0);
      put(bench.unit.negative_i, is_negative ? 1 : 0);
      expected += is_negative ? -sum : sum;
      clock(bench);
      bench.check(get(bench.unit.acc_o), is_negative ? -expected - 1 : expected, kAccWidth);
    }
  }
}
)tb";

}  // namespace pann::generator
