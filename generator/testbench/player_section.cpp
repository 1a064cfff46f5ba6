#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kPinSection = R"tb(
Word mask(int width) {
  return width >= 128 ? ~Word{0} : (Word{1} << width) - 1;
}

/// The bits of an operand's word with its sign, modulo 2^128.
Word extended(std::uint64_t word, bool is_signed) {
  return is_signed && (word >> 63) != 0 ? ~Word{0} << 64 | word : Word{word};
}

/// Ports of up to 64 bits are integers, wider ones arrays of 32-bit words: `width` bits of `value`
/// into one from bit `first` on.
template <class Port>
void put(Port& port, Word value, int first, int width) {
  if constexpr (std::is_integral_v<Port>) {
    const auto bits = static_cast<std::uint64_t>(mask(width)) << first;
    port = static_cast<Port>((port & ~bits) | (static_cast<std::uint64_t>(value) << first & bits));
  } else {
    for (int i = 0; i < width; ++i) {
      const std::uint32_t bit = std::uint32_t{1} << ((first + i) % 32);
      std::uint32_t word = port[(first + i) / 32];
      word = (value >> i & 1) != 0 ? word | bit : word & ~bit;
      port[(first + i) / 32] = word;
    }
  }
}

template <class Port>
Word get(const Port& port, int first, int width) {
  if constexpr (std::is_integral_v<Port>) {
    return Word{port} >> first & mask(width);
  } else {
    Word value = 0;
    for (int i = 0; i < width; ++i) {
      value |= Word{port[(first + i) / 32] >> ((first + i) % 32) & 1u} << i;
    }
    return value;
  }
}

bool is_negative(std::uint64_t w) {
  return (kWSigned || kSignOrdered) && (w >> 63) != 0;
}
std::uint64_t magnitude(std::uint64_t w) {
  return is_negative(w) ? 0 - w : w;
}

/// What drives the unit; only what it has a port for matters.
struct Pins {
  bool reset = false;
  bool clear = false;
  bool load = false;
  bool start = false;
  bool enable = false;
  bool negative = false;
  bool carry = false;
  bool valid = false;
  Word bias = 0;
  std::uint64_t x[kLanes] = {};
  std::uint64_t w[kWLanes] = {};
  std::uint64_t index[kPlaneLanes] = {};
};

/// What the outputs must show.
struct Expected {
  Word result[kResults] = {};
  bool ready = false;
  bool valid = false;
};

/// The operands of one operation, a word a lane, extended to 64 bits. Where weights stay in the
/// unit, w is all `rows` of them, or, without an x, the next row that they take (none: zeros).
struct Operation {
  const std::uint64_t* x;
  const std::uint64_t* w;
  std::size_t rows = 0;
};

/// What happens in a cycle besides the operands.
struct Control {
  bool clear = false;
  Word bias = 0;
  bool carry = false;
  bool valid = true;
  bool disturbs = false;  ///< Where no window is loaded, x at the port is another.
};
)tb";

const std::string_view kBenchSection = R"tb(
std::string hex(Word word) {
  char text[40];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(word >> 64),
                static_cast<unsigned long long>(word));
  return text;
}

/// The unit under test with its clock, its trace and the tally.
class Bench {
 public:
  Bench(VerilatedContext& context, const tb::Options& options)
      : counter(std::string("TOP.") + kTop, elements(), registers()), trace_(&counter) {
    is_traced_ = options.toggles || options.trace;
    context.traceEverOn(is_traced_);
    unit_ = std::make_unique<Unit>(&context, "TOP");
    if (options.trace) counter.keep("trace.vcd");
    if (!is_traced_) return;
    unit_->trace(&trace_, 1000);
    trace_.open("trace.vcd");
  }

  /// The registers take what the pins held before, then the pins change and all settles.
  void cycle(const Pins& pins, bool counted, bool registers_counted) {
    if (kIsClocked) {
      set_clock(*unit_, 1);
      unit_->eval();
    }
    drive_ports(*unit_, pins);
    unit_->eval();
    dump(counted             ? tb::Counted::all
         : registers_counted ? tb::Counted::registers
                             : tb::Counted::nothing);
    if (!kIsClocked) return;
    set_clock(*unit_, 0);
    unit_->eval();
    dump(counted ? tb::Counted::all : tb::Counted::nothing);
  }

  void compare(const Expected& expected) {
    bool is_wrong = false;
    each_output(*unit_, expected, [&](const char* port, Word actual, Word right, int width) {
      if (actual == (right & mask(width))) return;
      is_wrong = true;
      if (mismatches_ >= 10) return;
      std::printf("mismatch in operation %llu: %s: expected %s, got %s\n",
                  static_cast<unsigned long long>(operations + 1), port,
                  hex(right & mask(width)).c_str(), hex(actual).c_str());
    });
    if (is_wrong) ++mismatches_;
  }

  void finish() {
    unit_->final();
    if (is_traced_) trace_.close();
    is_traced_ = false;
  }

  int report() {
    finish();
    std::printf("%llu operations, %llu mismatches\n", static_cast<unsigned long long>(operations * kWork),
                static_cast<unsigned long long>(mismatches_));
    return mismatches_ == 0 ? 0 : 1;
  }

  std::uint64_t operations = 0;
  tb::ToggleCounter counter;

 private:
  void dump(tb::Counted counted) {
    if (is_traced_) trace_.dump(counter.next_dump(counted));
  }

  std::unique_ptr<Unit> unit_;
  VerilatedVcdC trace_;
  bool is_traced_ = false;
  std::uint64_t mismatches_ = 0;
};
)tb";

const std::string_view kPlayerSection = R"tb(
std::uint64_t cycles_of(const Operation& operation) {
  return kRepeats ? std::max<std::uint64_t>(1, magnitude(operation.w[0])) : 1;
}

void drive_stationary(Pins& pins, const Operation& operation) {
  pins.load = operation.x == nullptr;
  for (int lane = 0; lane < kLanes; ++lane) pins.x[lane] = pins.load ? 0 : operation.x[lane];
  for (int lane = 0; lane < kWLanes; ++lane) {
    pins.w[lane] = pins.load && operation.w != nullptr ? operation.w[lane] : 0;
  }
}

void drive(Pins& pins, const Operation& operation, std::uint64_t cycle) {
  if (kLoads) return drive_stationary(pins, operation);
  std::copy(operation.x, operation.x + kLanes, pins.x);
  bool is_any_negative = false;
  for (int lane = 0; lane < kWLanes; ++lane) {
    is_any_negative = is_any_negative || is_negative(operation.w[lane]);
    pins.w[lane] = kSignOrdered ? magnitude(operation.w[lane]) : operation.w[lane];
  }
  if (kPlaneSigns) is_any_negative = (operation.w[0] >> 63) != 0;
  if (kHasWindow) {
    pins.load = operation.w[1] != 0;
    std::copy(operation.w + 2, operation.w + 2 + kPlaneLanes, pins.index);
  }
  pins.negative = is_any_negative;
  pins.start = cycle == 0;
  if (kRepeats) pins.enable = cycle < magnitude(operation.w[0]);
}

/// start + sum, kept within the accumulator's range where the unit does.
Word added(Word start, Word addend) {
  const Word sum = (start + addend) & mask(kAccWidth);
  if (!kSaturates) return start + addend;
  if (!kXSigned && !kWSigned) return sum < (start & mask(kAccWidth)) ? mask(kAccWidth) : sum;
  const Word top = Word{1} << (kAccWidth - 1);
  const bool was_negative = (start & top) != 0;
  const bool is_beyond =
      was_negative == ((addend & top) != 0) && was_negative != ((sum & top) != 0);
  return !is_beyond ? sum : was_negative ? top : top - 1;
}

/// Half of what the output leaves out: what a sum begins with.
constexpr Word kInitial = kRound > 0 ? Word{1} << (kRound > 0 ? kRound - 1 : 0) : Word{0};

/// Plays operations on the unit as PANN-RTL does, and compares every output with integers.
class Player {
 public:
  Player(Bench& bench, bool is_counted) : bench_(bench), is_counted_(is_counted) {}

  /// Zero operands, in reset as long as a result takes and a cycle more.
  void begin() {
    pins_ = Pins();
    if (kClearsToBegin) pins_.clear = pins_.valid = true;
    if (!kRepeats) pins_.enable = true;
    pins_.load = true;
    const int cycles = kIsClocked ? std::max(kLatency, 1) + 1 : 1;
    for (int i = 0; i < cycles; ++i) bench_.cycle(pins_, false, false);
    pins_.reset = true;
    newest_ = Expected();
    for (Word& result : newest_.result) result = kInitial;
    Expected first = newest_;
    first.valid = kClearsToBegin;
    in_flight_.assign(kLatency, first);
  }

  void play(const Operation& operation, const Control& control = {}) {
    const std::uint64_t cycles = cycles_of(operation);
    for (std::uint64_t cycle = 0; cycle < cycles; ++cycle) {
      set(operation, cycle, control);
      Expected next = newest_;
      if (control.valid) {
        for (int i = 0; i < kResults; ++i) {
          const Word start =
              control.clear && cycle == 0 ? control.bias + kInitial : newest_.result[i];
          const Word addend = term(operation, cycle, control, i);
          next.result[i] = kAccumulates ? added(start, addend) : addend;
        }
      }
      newest_ = next;
      for (Word& result : next.result) result = shown(result, operation);
      next.valid = control.valid;
      in_flight_.push_back(next);
      is_ready_ = cycle + 1 == cycles;
      record(is_counted_, is_counted_);
    }
    if (operation.x != nullptr) ++bench_.operations;
  }

  /// A cycle in which the unit is told to hold.
  void hold(const Operation& operation, const Control& control) {
    set(operation, 0, control);
    pins_.enable = false;
    in_flight_.push_back(in_flight_.back());
    compare_and_cycle(in_flight_.front(), false, false);
    in_flight_.pop_back();
    pins_.enable = true;
  }

  /// The last results are stored; of the last edge the registers count.
  void end() {
    pins_.start = pins_.valid = false;
    is_ready_ = true;
    constexpr int kEdges = kLatency + (kZerosAtEnd ? 1 : 0);
    for (int edge = 1; kIsClocked && edge <= kEdges; ++edge) {
      if (kZerosAtEnd) {
        std::fill(std::begin(pins_.x), std::end(pins_.x), 0);
        std::fill(std::begin(pins_.w), std::end(pins_.w), 0);
        pins_.clear = pins_.load = false;
        if (kLoads) newest_ = Expected();
        in_flight_.push_back(newest_);
      }
      record(is_counted_ && edge < kEdges, is_counted_);
    }
  }

 private:
  void set(const Operation& operation, std::uint64_t cycle, const Control& control) {
    drive(pins_, operation, cycle);
    pins_.clear = control.clear && cycle == 0;
    pins_.bias = control.bias;
    pins_.carry = control.carry;
    pins_.valid = control.valid;
    for (std::uint64_t& word : pins_.x) {
      if (control.disturbs && !pins_.load) word = ~word;
    }
  }

  void record(bool counted, bool registers_counted) {
    compare_and_cycle(in_flight_.front(), counted, registers_counted);
    in_flight_.pop_front();
  }

  void compare_and_cycle(Expected expected, bool counted, bool registers_counted) {
    for (int i = 0; i < kResults; ++i) {
      const auto age = static_cast<std::size_t>(latency_of(i));
      if (age < in_flight_.size()) {
        expected.result[i] = in_flight_[in_flight_.size() - 1 - age].result[i];
      }
    }
    expected.ready = is_ready_;
    bench_.cycle(pins_, counted, registers_counted);
    bench_.compare(expected);
  }

  Bench& bench_;
  bool is_counted_;
  Pins pins_;
  Expected newest_;
  std::deque<Expected> in_flight_;  ///< Results that no output shows yet, oldest first.
  bool is_ready_ = true;
};
)tb";

}  // namespace pann::generator
