#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kBenchSection = R"tb(
Word mask(int width) {
  return width >= 128 ? ~Word{0} : (Word{1} << width) - 1;
}

/// The value of a `width`-bit word, modulo 2^128.
Word value_of(Word word, int width, bool is_signed) {
  const bool is_negative = is_signed && ((word >> (width - 1)) & 1) != 0;
  return is_negative ? word | ~mask(width) : word;
}

/// Ports of up to 64 bits are integers, wider ones arrays of 32-bit words.
template <class Port>
void put(Port& port, Word value) {
  if constexpr (std::is_integral_v<Port>) {
    port = static_cast<Port>(value);
  } else {
    for (std::size_t i = 0; i < sizeof(Port) / 4; ++i) {
      port[i] = static_cast<std::uint32_t>(value >> (32 * i));
    }
  }
}

template <class Port>
Word get(const Port& port) {
  if constexpr (std::is_integral_v<Port>) {
    return port;
  } else {
    Word value = 0;
    for (std::size_t i = 0; i < sizeof(Port) / 4; ++i) value |= Word{port[i]} << (32 * i);
    return value;
  }
}

/// SplitMix64: the same operands for a seed on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// A word of `width` bits: uniform, or in one of four cases a corner.
  Word word(int width) {
    const Word top = Word{1} << (width - 1);
    const Word corners[] = {0, 1, mask(width), top, top - 1};
    if (next() % 4 == 0) return corners[next() % 5];
    return ((Word{next()} << 64) | next()) & mask(width);
  }

 private:
  std::uint64_t state_;
};

std::string hex(Word word) {
  char text[40];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(word >> 64),
                static_cast<unsigned long long>(word));
  return text;
}

/// The unit under test with its clock, its trace and the tally.
class Bench {
 public:
  explicit Bench(VerilatedContext& context) : context_(context), unit(&context) {
    if (context.commandArgsPlusMatch("trace")[0] != 0) {
      context.traceEverOn(true);
      unit.trace(&trace_, 99);
      trace_.open("trace.vcd");
    }
  }
  ~Bench() {
    unit.final();
    trace_.close();
  }

  void settle() {
    unit.eval();
    if (trace_.isOpen()) trace_.dump(context_.time());
    context_.timeInc(5);
  }

  /// One operation: `actual` must be `expected`, both `width` bits.
  void check(Word actual, Word expected, int width) {
    ++operations_;
    if (actual == (expected & mask(width))) return;
    if (++mismatches_ <= 10) {
      std::printf("mismatch in operation %llu: expected %s, got %s\n",
                  static_cast<unsigned long long>(operations_),
                  hex(expected & mask(width)).c_str(), hex(actual).c_str());
    }
  }

  int report() const {
    std::printf("%llu operations, %llu mismatches\n", static_cast<unsigned long long>(operations_),
                static_cast<unsigned long long>(mismatches_));
    return mismatches_ == 0 ? 0 : 1;
  }

 private:
  VerilatedContext& context_;
  VerilatedVcdC trace_;
  std::uint64_t operations_ = 0;
  std::uint64_t mismatches_ = 0;

 public:
  Unit unit;
};
)tb";

const std::string_view kMainSection = R"tb(
}  // namespace

int main(int argc, char** argv) {
  VerilatedContext context;
  context.commandArgs(argc, argv);
  const std::string seed = context.commandArgsPlusMatch("seed=");
  Random random(seed.empty() ? 1 : std::strtoull(seed.c_str() + 6, nullptr, 10));
  Bench bench(context);
  run(bench, random);
  return bench.report();
}
)tb";

}  // namespace pann::generator
