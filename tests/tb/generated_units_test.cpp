#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "activity/elements.h"
#include "support/random.h"
#include "tb/exact/expectation.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"
#include "unit_schedules.h"

// What holds for the generator's units beyond the widths that can be tried in full, and between
// units: wide operands, swapped operands, counts by direct enumeration.

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;
using generator::Operand;
using generator::Sequencer;

namespace {

// Wide units ------------------------------------------------------------------------------------

/// Every kind at its widest and at mixed widths; the structures with a row a bit, slow to elaborate
/// at 64 rows of 64 bits, only where PANN_EXHAUSTIVE is set.
std::vector<DesignSpec> wide_units() {
  std::vector<DesignSpec> specs{
      {.kind = Kind::adder, .x_width = 64},
      {.kind = Kind::multiplier, .x_width = 64, .w_width = 64},
      {.kind = Kind::multiplier,
       .multiplier = Architecture::booth2,
       .x_width = 64,
       .w_width = 3,
       .x_signed = false,
       .recode = Operand::x},
      {.kind = Kind::multiplier,
       .multiplier = Architecture::array,
       .x_width = 5,
       .w_width = 64,
       .w_signed = false},
      {.kind = Kind::multiplier,
       .x_width = 33,
       .w_width = 24,
       .x_signed = false,
       .w_signed = false,
       .recode = Operand::x},
      {.kind = Kind::accumulator, .x_width = 64, .acc_width = 64, .x_signed = false},
      {.kind = Kind::accumulator, .x_width = 64, .acc_width = 128, .bias = true},
      {.kind = Kind::mac, .x_width = 64, .w_width = 64, .acc_width = 128, .bias = true},
      {.kind = Kind::mac,
       .multiplier = Architecture::booth2,
       .x_width = 64,
       .w_width = 17,
       .acc_width = 81,
       .x_signed = false},
      {.kind = Kind::mac,
       .multiplier = Architecture::array,
       .x_width = 20,
       .w_width = 40,
       .acc_width = 100,
       .w_signed = false,
       .recode = Operand::x},
      {.kind = Kind::split_mac, .x_width = 64, .w_width = 64, .acc_width = 128, .x_signed = false},
      {.kind = Kind::split_mac, .x_width = 63, .w_width = 9, .acc_width = 127, .bias = true}};
  for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
    specs.push_back({.kind = Kind::pann_mac,
                     .x_width = 64,
                     .w_width = 64,
                     .acc_width = 128,
                     .x_signed = sequencer == Sequencer::local,
                     .sequencer = sequencer,
                     .bias = true});
  }
  if (std::getenv("PANN_EXHAUSTIVE") == nullptr) return specs;
  for (const Architecture architecture : {Architecture::booth2, Architecture::array}) {
    specs.push_back(
        {.kind = Kind::multiplier, .multiplier = architecture, .x_width = 64, .w_width = 64});
  }
  return specs;
}

/// Bit patterns at the ends of the range, and alternating bits.
std::array<std::uint64_t, 7> corners(int width) {
  const std::uint64_t top = std::uint64_t{1} << (width - 1);
  return {0, 1, top, top - 1, ~std::uint64_t{0}, 0x5555555555555555U, 0xAAAAAAAAAAAAAAAAU};
}

/// All pairs of corners, then `count` seeded random pairs; weights of pann_mac are small, as each
/// is a number of cycles.
std::vector<test::Element> corners_and_random(const DesignSpec& spec, int count) {
  support::Random random(spec.x_width * 1000 + spec.w_width);
  const bool repeats = spec.kind == Kind::pann_mac;
  const int w_width = spec.kind == Kind::adder ? spec.x_width : spec.w_width;
  const bool w_signed = spec.kind == Kind::adder ? spec.x_signed : spec.w_signed;
  const auto weight = [&](std::uint64_t pattern) {
    return test::operand(pattern, repeats ? 6 : w_width, w_signed);
  };
  std::vector<test::Element> elements;
  const auto add = [&](std::uint64_t x, std::uint64_t w) {
    const tb::Wide bias = (tb::Wide{random.next()} << 64U) | random.next();
    elements.push_back(
        {test::operand(x, spec.x_width, spec.x_signed), weight(w), random.below(4) == 0, bias});
  };
  for (const std::uint64_t x : corners(spec.x_width)) {
    for (const std::uint64_t w : corners(repeats ? 6 : w_width)) add(x, w);
  }
  for (int i = 0; i < count; ++i) add(random.next(), random.next());
  return elements;
}

sim::Schedule wide_schedule(const generator::Manifest& manifest) {
  constexpr int kRandomPairs = 500;
  constexpr std::size_t kStream = 25;
  const auto elements = corners_and_random(manifest.design, kRandomPairs);
  if (manifest.is_clocked()) {
    return test::ElementRecorder(manifest).record(elements, kStream);
  }
  tb::OperandStreams operands;
  operands.first = {0, elements.size()};
  for (const test::Element& element : elements) {
    operands.x.push_back(element.x);
    operands.w.push_back(element.w);
  }
  return tb::make_schedule(manifest, operands);
}

// Swapped operands ------------------------------------------------------------------------------

/// The name of a net in the unit with x and w in each other's place; the accumulator's x is the
/// product.
std::string swapped_name(const std::string& name) {
  if (name.rfind("u_accumulator.", 0) == 0) return name;
  const std::size_t start = name.rfind('.') == std::string::npos ? 0 : name.rfind('.') + 1;
  std::string result = name;
  for (const char* word : {"_i", "_extended"}) {
    if (name.substr(start) == std::string("x") + word) result[start] = 'w';
    if (name.substr(start) == std::string("w") + word) result[start] = 'x';
  }
  return result;
}

/// Rises and falls of every bit, by name.
std::map<std::string, std::vector<std::pair<std::uint64_t, std::uint64_t>>> counts_by_name(
    const activity::Activity& activity, bool swap) {
  std::map<std::string, std::vector<std::pair<std::uint64_t, std::uint64_t>>> counts;
  for (const activity::Signal& signal : activity.signals) {
    auto& bits = counts[swap ? swapped_name(signal.name) : signal.name];
    for (const circuit::NetId net : signal.bits) {
      bits.emplace_back(activity.nets[net].rises, activity.nets[net].falls);
    }
  }
  return counts;
}

DesignSpec swapped(DesignSpec spec) {
  std::swap(spec.x_width, spec.w_width);
  std::swap(spec.x_signed, spec.w_signed);
  spec.recode = Operand::w;
  return spec;
}

// Enumeration -----------------------------------------------------------------------------------

/// Counts for each bit position of some word how often it is 1.
class OnesCounter {
 public:
  void add(std::size_t position, bool value) {
    if (position >= ones_.size()) ones_.resize(position + 1);
    ones_[position] += value ? 1 : 0;
  }
  /// Expected toggles of all positions between independent draws out of `draws` equally likely
  /// ones.
  double toggles(std::uint64_t draws) const {
    std::uint64_t sum = 0;
    for (const std::uint64_t ones : ones_) sum += ones * (draws - ones);
    return 2.0 * static_cast<double>(sum) /
           (static_cast<double>(draws) * static_cast<double>(draws));
  }

 private:
  std::vector<std::uint64_t> ones_;
};

struct RowToggles {
  double operands = 0.0;
  double carries = 0.0;
};

/// Expected toggles of a signed b-bit radix-4 Booth multiplier with uniform operands, from the
/// recurrence of its rows: digit d of two bits of w; the row adds d x, for d < 0
/// as the complement of -d x and a carry-in, to the sum before, shifted right by two bits.
RowToggles enumerate_booth4(int b) {
  const int row_width = b + 2;
  const int rows = (b + 1) / 2;
  OnesCounter operands;
  OnesCounter carries;
  for (int x = -(1 << (b - 1)); x < 1 << (b - 1); ++x) {
    for (int w = -(1 << (b - 1)); w < 1 << (b - 1); ++w) {
      int sum = 0;
      for (int row = 0; row < rows; ++row) {
        const int below = row == 0 ? 0 : (w >> (2 * row - 1)) & 1;
        const int digit = below + ((w >> (2 * row)) & 1) - 2 * ((w >> (2 * row + 1)) & 1);
        const int before = sum >> 2;
        const int partial = digit < 0 ? ~(-digit * x) : digit * x;
        sum = before + digit * x;
        bool carry = digit < 0;
        for (int bit = 0; bit < row_width; ++bit) {
          const bool left = ((before >> bit) & 1) != 0;
          const bool right = ((partial >> bit) & 1) != 0;
          const int place = row * row_width + bit;
          const auto position = static_cast<std::size_t>(place);
          operands.add(2 * position, left);
          operands.add(2 * position + 1, right);
          carries.add(position, carry);
          carry = static_cast<int>(left) + static_cast<int>(right) + static_cast<int>(carry) >= 2;
        }
      }
    }
  }
  const std::uint64_t draws = std::uint64_t{1} << (2 * b);
  return {operands.toggles(draws), carries.toggles(draws)};
}

double expected_of(const std::vector<tb::ElementExpectation>& elements, const std::string& name) {
  for (const tb::ElementExpectation& element : elements) {
    if (element.name == name && element.exact) return element.toggles;
  }
  FAIL("no exact element " << name);
  return 0.0;
}

}  // namespace

TEST_SUITE("generated") {
  TEST_CASE("wide units of every kind are right at corners and for random operands") {
    for (const auto& unit : test::elaborate_units(wide_units())) {
      CAPTURE(unit.manifest.top);
      CAPTURE(unit.manifest.design.x_width);
      CAPTURE(unit.manifest.design.w_width);
      const sim::Schedule schedule = wide_schedule(unit.manifest);
      const sim::SimulationResult result =
          sim::run(sim::compile(unit.netlist), schedule, {.levels = false});
      CHECK(result.checked >= 549);
      CHECK(result.mismatches == 0);
    }
  }

  TEST_CASE("recoding x is recoding w with the operands swapped, net for net") {
    std::vector<DesignSpec> specs;
    for (const Kind kind : {Kind::multiplier, Kind::mac}) {
      for (const Architecture architecture :
           {Architecture::booth4, Architecture::booth2, Architecture::array}) {
        for (const bool x_signed : {false, true}) {
          DesignSpec spec{.kind = kind, .multiplier = architecture, .recode = Operand::x};
          specs.push_back(test::at_widths(spec, 5, 8, 16, x_signed, true));
          specs.push_back(test::at_widths(spec, 6, 3, 9, x_signed, false));
        }
      }
    }
    std::vector<DesignSpec> others(specs.size());
    std::transform(specs.begin(), specs.end(), others.begin(), swapped);
    const auto units = test::elaborate_units(specs);
    const auto other_units = test::elaborate_units(others);
    for (std::size_t i = 0; i < units.size(); ++i) {
      CAPTURE(units[i].manifest.top);
      const sim::NativeDesign design = sim::compile(units[i].netlist);
      const sim::NativeDesign other = sim::compile(other_units[i].netlist);
      CHECK(design.cells() == other.cells());
      tb::StimulusSpec stimulus;
      stimulus.vectors = 500;
      tb::OperandStreams operands = tb::make_operands(stimulus, specs[i]);
      const auto play = [&](const sim::NativeDesign& played, const generator::Manifest& manifest) {
        return sim::run(played, tb::make_schedule(manifest, operands)).activity;
      };
      const auto counts = counts_by_name(play(design, units[i].manifest), false);
      std::swap(operands.x, operands.w);
      CHECK(counts == counts_by_name(play(other, other_units[i].manifest), true));
    }
  }

  TEST_CASE("the expected toggles of signed booth4 are those of a direct enumeration") {
    struct Known {
      int bits;
      double operands, carries;
    };
    for (const Known& known : {Known{4, 8.4077, 4.1723}, Known{8, 33.4428, 15.0833}}) {
      const RowToggles direct = enumerate_booth4(known.bits);
      CHECK(direct.operands == doctest::Approx(known.operands).epsilon(1e-5));
      CHECK(direct.carries == doctest::Approx(known.carries).epsilon(1e-5));
      const DesignSpec spec{.kind = Kind::multiplier, .x_width = known.bits, .w_width = known.bits};
      const test::ElaboratedUnit unit = test::elaborate_units({spec}).front();
      const tb::OperandRange range{-(1 << (known.bits - 1)), (1 << (known.bits - 1)) - 1};
      const tb::OperandWeights weights = tb::uniform_weights(range, known.bits);
      const auto elements =
          tb::expect_elements(tb::expect_toggles(sim::compile(unit.netlist),
                                                 {{{"x_i", weights}, {"w_i", weights}}, {}}),
                              unit.manifest.elements);
      CHECK(expected_of(elements, "multiplier_operands") ==
            doctest::Approx(direct.operands).epsilon(1e-12));
      CHECK(expected_of(elements, "multiplier_carries") ==
            doctest::Approx(direct.carries).epsilon(1e-12));
    }
  }
}
