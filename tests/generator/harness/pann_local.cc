// Drives every pann_mac of the wrapper, each at its own pace, through all pairs of operands, in dot
// products of five elements. Expected values from 64-bit arithmetic.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "Vwrap.h"
#include "units.h"

namespace {

using Word = std::uint64_t;

Word value_of(Word word, int width, bool is_signed) {
  word &= (Word{1} << width) - 1;
  return is_signed && (word >> (width - 1)) != 0 ? word - (Word{1} << width) : word;
}

struct Progress {
  Word pair = 0;
  Word expected = 0;
  Word cycles = 0;  // of the element so far
};

}  // namespace

int main() {
  Vwrap model;
  static Progress all[kUnitCount];
  Word checks = 0;
  Word mismatches = 0;
  model.clk_i = 0;
  model.eval();
  model.clk_i = 1;
  model.eval();
  model.rst_ni = 1;
  for (int left = kUnitCount; left > 0;) {
    for (int i = 0; i < kUnitCount; ++i) {
      const Progress& at = all[i];
      model.x_i[i] = static_cast<std::uint32_t>(at.pair);
      model.w_i[i] = static_cast<std::uint32_t>(at.pair >> kUnits[i].x_width);
      model.start_i[i] = at.cycles == 0;
      model.clear_i[i] = at.cycles == 0 && at.pair % 5 == 0;
    }
    model.clk_i = 0;
    model.eval();
    static bool is_last[kUnitCount];
    for (int i = 0; i < kUnitCount; ++i) is_last[i] = model.ready_o[i] & 1;
    model.clk_i = 1;
    model.eval();
    for (int i = 0; i < kUnitCount; ++i) {
      const UnitUnderTest& unit = kUnits[i];
      Progress& at = all[i];
      if (at.pair >> (unit.x_width + unit.w_width) != 0) continue;
      ++at.cycles;
      if (!is_last[i]) continue;
      const Word x = value_of(at.pair, unit.x_width, unit.x_signed);
      const Word w = value_of(at.pair >> unit.x_width, unit.w_width, unit.w_signed);
      const Word magnitude = static_cast<Word>(std::llabs(static_cast<long long>(w)));
      at.expected = (at.pair % 5 == 0 ? 0 : at.expected) + x * w;
      const Word mask = (Word{1} << unit.result_width) - 1;
      ++checks;
      const bool is_wrong = ((at.expected ^ model.acc_o[i]) & mask) != 0 ||
                            at.cycles != (magnitude == 0 ? 1 : magnitude);
      if (is_wrong && ++mismatches < 10) {
        std::printf("unit %d x %d w %d pair %llx cycles %llu\n", i, unit.x_width, unit.w_width,
                    static_cast<unsigned long long>(at.pair),
                    static_cast<unsigned long long>(at.cycles));
      }
      at.cycles = 0;
      ++at.pair;
      if (at.pair >> (unit.x_width + unit.w_width) != 0) --left;
    }
  }
  std::printf("checks %llu mismatches %llu\n", static_cast<unsigned long long>(checks),
              static_cast<unsigned long long>(mismatches));
}
