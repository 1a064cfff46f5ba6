#include "generator/testbench/sections.h"

namespace pann::generator {

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

/// Dot products of 1 to 40 elements through the window, back to back.
void check_windows(Bench& bench, std::uint64_t seed) {
  Random random(seed);
  Player player(bench, false);
  player.begin();
  while (bench.operations * kWork < kOperations) {
    tb::Streams elements;
    elements.lanes = kResults;
    elements.first = {0, static_cast<std::size_t>(1 + random.below(40))};
    for (std::size_t i = 0; i < elements.first[1]; ++i) {
      const std::uint64_t w = corner(kW, random);
      elements.w.insert(elements.w.end(), kResults, w);
      for (int position = 0; position < kResults; ++position) {
        elements.x.push_back(corner(kX, random));
      }
    }
    const tb::Streams streams = played(elements);
    for (std::size_t i = 0; i < streams.first[1]; ++i) {
      Control control;
      control.clear = i == 0;
      control.disturbs = random.below(2) != 0;
      player.play({&streams.x[i * streams.lanes], &streams.w[i * streams.lanes]}, control);
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
    } else if (kHasWindow) {
      check_windows(bench, options.seed);
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
