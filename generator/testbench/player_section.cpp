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

const std::string_view kMainSection = R"tb(
/// A word of an operand: uniform, or in one of four cases a corner.
std::uint64_t corner(const tb::Operand& operand, Random& random) {
  const tb::Range range = tb::legal_range(operand);
  const tb::Integer corners[] = {0, 1, range.low, range.high, range.low + 1};
  if (random.below(4) == 0) return static_cast<std::uint64_t>(corners[random.below(5)]);
  const auto span = static_cast<std::uint64_t>(range.high - range.low + 1);
  return static_cast<std::uint64_t>(range.low) + (span == 0 ? random.next() : random.below(span));
}

/// Dot products of 1 to 40 elements, back to back, with all that the unit has beside operands.
void check_corners(Bench& bench, std::uint64_t seed) {
  Random random(seed);
  Player player(bench, false);
  player.begin();
  while (bench.operations * kWork < kOperations) {
    const std::uint64_t length = 1 + random.below(40);
    for (std::uint64_t element = 0; element < length; ++element) {
      std::uint64_t x[kLanes];
      std::uint64_t w[kWLanes];
      const bool is_negative_operation = random.below(2) != 0;
      for (std::uint64_t& word : x) word = corner(kX, random);
      for (std::uint64_t& word : w) {
        word = kW.exists ? corner(kW, random) : 0;
        if (kRepeats && magnitude(word) > kLargestWeight) {
          const std::uint64_t few = random.below(kLargestWeight + 1);
          word = is_negative(word) ? 0 - few : few;
        }
        if (kSignOrdered) word = is_negative_operation ? 0 - magnitude(word) : magnitude(word);
        if (kPlaneSigns) word = is_negative_operation ? ~std::uint64_t{0} : 1;
      }
      Control control;
      control.clear = element == 0;
      control.carry = random.below(2) != 0;
      if (kHasBias) control.bias = (Word{random.next()} << 64 | random.next()) & mask(kAccWidth);
      if (kHasValid) control.valid = random.below(8) != 0;
      if (kHolds && random.below(8) == 0) player.hold({x, w}, control);
      player.play({x, w}, control);
    }
  }
  player.end();
}

/// The operations of a stream: where weights stay, those of its first ones come before, the last
/// row first.
void play_stream(Player& player, const tb::Streams& streams, std::size_t stream) {
  const std::size_t first = streams.first[stream];
  const std::size_t last = streams.first[stream + 1];
  const std::size_t rows = kLoads ? std::min<std::size_t>(kLanes, last - first) : 0;
  for (std::size_t row = kLoads ? kLanes : 0; row-- > 0;) {
    player.play({nullptr, row < rows ? &streams.w[(first + row) * streams.lanes] : nullptr});
  }
  for (std::size_t i = first; i < last; ++i) {
    const std::size_t weights = kLoads ? first : i;
    player.play({&streams.x[i * streams.lanes], &streams.w[weights * streams.lanes], rows});
  }
}

/// Matrices of weights that stay, for 1 to 40 vectors each.
void check_matrices(Bench& bench, std::uint64_t seed) {
  Random random(seed);
  Player player(bench, false);
  while (bench.operations * kWork < kOperations) {
    tb::Streams streams;
    streams.lanes = std::max(kLanes, kWLanes);
    streams.first = {0, static_cast<std::size_t>(1 + random.below(40))};
    for (std::size_t i = 0; i < streams.first[1] * streams.lanes; ++i) {
      streams.x.push_back(corner(kX, random));
      streams.w.push_back(corner(kW, random));
    }
    player.begin();
    play_stream(player, streams, 0);
    player.end();
  }
}

/// The operands of `pann sim`, counted by element; 1 where the table moved from its baseline.
int count_toggles(Bench& bench, const tb::Options& options) {
  const tb::Streams elements = operands(options);
  const tb::Streams streams = played(elements);
  Player player(bench, true);
  for (std::size_t stream = 0; stream + 1 < streams.first.size(); ++stream) {
    player.begin();
    play_stream(player, streams, stream);
    player.end();
  }
  bench.finish();
  const std::uint64_t operations = elements.first.back() * kWork;
  const std::string set = tb::setting(options, elements, operations);
  std::printf("%s: %s\n\n", kTop, set.c_str());
  const bool is_complete = tb::print_table(bench.counter, operations);
  if (!options.write.empty()) tb::write_baseline(options, bench.counter, set);
  const bool holds =
      options.baseline.empty() || tb::holds_baseline(options, bench.counter, set);
  return is_complete && holds ? 0 : 1;
}

std::uint64_t count_of(const std::string& option, const std::string& text) {
  const tb::Integer value = tb::integer_of(option, text);
  if (value < 0 || value >> 64 != 0) throw tb::Fault("+" + option + "=" + text + ": not a number");
  return static_cast<std::uint64_t>(value);
}

double tolerance_of(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(value >= 0.0)) {
    throw tb::Fault("+tolerance=" + text + ": legal are numbers from 0");
  }
  return value;
}

void take_option(tb::Options& options, const std::string& argument) {
  const std::size_t equals = std::min(argument.find('='), argument.size());
  const std::string name = argument.substr(0, equals);
  const std::string value = equals < argument.size() ? argument.substr(equals + 1) : "";
  if (name == "+toggles") options.toggles = true;
  else if (name == "+trace") options.trace = true;
  else if (name == "+seed") options.seed = count_of("seed", value);
  else if (name == "+stimulus") options.stimulus = value;
  else if (name == "+layer") options.layer = value;
  else if (name == "+range") options.range = value;
  else if (name == "+x_range") options.x_range = value;
  else if (name == "+w_range") options.w_range = value;
  else if (name == "+vectors") options.vectors = count_of("vectors", value);
  else if (name == "+length") options.length = count_of("length", value);
  else if (name == "+baseline") options.baseline = value;
  else if (name == "+write") options.write = value;
  else if (name == "+tolerance") options.tolerance = tolerance_of(value);
  else if (name.compare(0, 10, "+verilator") != 0) {
    throw tb::Fault(argument + ": no option; legal are +seed= +trace, and with +toggles "
                    "+stimulus= +layer= +range= +x_range= +w_range= +vectors= +length= "
                    "+baseline= +tolerance= +write=");
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    tb::Options options;
    options.length = kStreamLength;
    for (int i = 1; i < argc; ++i) take_option(options, argv[i]);
    VerilatedContext context;
    context.commandArgs(argc, argv);
    Bench bench(context, options);
    int moved = 0;
    if (options.toggles) {
      moved = count_toggles(bench, options);
    } else if (kLoads) {
      check_matrices(bench, options.seed);
    } else {
      check_corners(bench, options.seed);
    }
    return std::max(bench.report(), moved);
  } catch (const tb::Fault& fault) {
    std::fprintf(stderr, "error: %s\n", fault.what());
    return 2;
  }
}
)tb";

}  // namespace pann::generator
