// Drives every unit of the wrapper through all operands of kBits bits and a carry, twice: each
// operation alone (clear_i high), then in dot products. Expected values from 64-bit arithmetic.
#include <cstdint>
#include <cstdio>

#include "Vwrap.h"
#include "units.h"

namespace {

using Word = std::uint64_t;

constexpr Word kOperands = Word{2} << kBits;

Word value_of(Word word, int width, bool is_signed) {
  word &= (Word{1} << width) - 1;
  return is_signed && (word >> (width - 1)) != 0 ? word - (Word{1} << width) : word;
}

/// What one operation adds, from the counter's bits as the wrapper deals them out.
Word addend(const UnitUnderTest& unit, Word n) {
  const Word x = value_of(n, unit.x_width, unit.x_signed);
  if (unit.kind == 'a') return value_of(n, unit.x_width, false) + value_of(n >> unit.x_width, unit.x_width, false) + (n >> kBits);
  if (unit.kind == 'c') return x;
  return x * value_of(n >> unit.x_width, unit.w_width, unit.w_signed);
}

Word start(const UnitUnderTest& unit, Word n) {
  return unit.kind == 'c' ? n >> unit.x_width : 0;
}

}  // namespace

int main() {
  Vwrap model;
  static Word expected[kUnitCount];
  Word checks = 0;
  Word mismatches = 0;
  const auto edge = [&model] {
    model.clk_i = 0;
    model.eval();
    model.clk_i = 1;
    model.eval();
  };
  edge();
  model.rst_ni = 1;
  for (Word step = 0; step < 2 * kOperands; ++step) {
    const bool alone = step < kOperands;
    // The second time in an order that visits all operands too: 5 is odd.
    const Word n = alone ? step : (step * 5 + 3) % kOperands;
    model.clear_i = alone || step % 9 == 0;
    model.n_i = static_cast<std::uint32_t>(n);
    edge();
    for (int i = 0; i < kUnitCount; ++i) {
      const UnitUnderTest& unit = kUnits[i];
      const bool starts = model.clear_i || unit.kind == 'a';
      expected[i] = (starts ? start(unit, n) : expected[i]) + addend(unit, n);
      const Word mask = (Word{1} << unit.result_width) - 1;
      ++checks;
      if (((expected[i] ^ model.result_o[i]) & mask) != 0 && ++mismatches < 10) {
        std::printf("unit %d kind %c x %d w %d operands %llx\n", i, unit.kind, unit.x_width,
                    unit.w_width, static_cast<unsigned long long>(n));
      }
    }
  }
  std::printf("checks %llu mismatches %llu\n", static_cast<unsigned long long>(checks),
              static_cast<unsigned long long>(mismatches));
}
