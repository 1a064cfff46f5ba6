#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "sim/native/exhaustive_check.h"
#include "support/random.h"
#include "unit_schedules.h"

// Every structure at every width pair with XWidth + WWidth <= 12, on all its operand pairs. What is
// thinned out are combinations of options, never operands, since elaboration takes the time: at
// each width pair a multiplier is tried with two of its eight signednesses and recodings in
// rotation, so that each of them meets ten width pairs and more; a unit around a multiplier with
// one, which the three structures choose differently. With PANN_EXHAUSTIVE set every combination is
// tried.

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;
using generator::Operand;
using generator::Sequencer;

namespace {

constexpr int kMostBits = 12;
constexpr std::array kArchitectures{Architecture::booth4, Architecture::booth2,
                                    Architecture::array};

struct WidthPair {
  int x = 0;
  int w = 0;
};

/// All 45, by their sum: a rotation over neighbours spreads over the sums.
std::vector<WidthPair> width_pairs() {
  std::vector<WidthPair> pairs;
  for (int bits = 2 * generator::kMinimumWidth; bits <= kMostBits; ++bits) {
    for (int x = generator::kMinimumWidth; x <= bits - generator::kMinimumWidth; ++x) {
      pairs.push_back({x, bits - x});
    }
  }
  return pairs;
}

/// All combinations of signedness and, where they mean something, of recoded operand and bias; the
/// bias changes last.
std::vector<DesignSpec> variants(const DesignSpec& structure) {
  std::vector<DesignSpec> specs;
  const bool multiplies = generator::has_multiplier(structure.kind);
  for (int choice = 0; choice < 16; ++choice) {
    DesignSpec spec = structure;
    spec.x_signed = (choice & 1) != 0;
    spec.w_signed = (choice & 2) != 0;
    spec.recode = (choice & 4) != 0 ? Operand::x : Operand::w;
    spec.bias = (choice & 8) != 0;
    if (spec.recode == Operand::x && !multiplies) continue;
    if (spec.bias && !generator::manifest_of(structure).is_clocked()) continue;
    specs.push_back(spec);
  }
  return specs;
}

/// Variants that each width pair is tried with.
std::size_t variants_per_pair(Kind kind, std::size_t all) {
  if (std::getenv("PANN_EXHAUSTIVE") != nullptr) return all;
  return kind == Kind::multiplier ? 2 : 1;
}

/// The structure at all width pairs, its variants in rotation. Accumulators have the addend's width
/// and up to five bits more.
std::vector<DesignSpec> at_all_widths(const DesignSpec& structure) {
  constexpr std::array kMoreBits{0, 1, 5};
  constexpr std::size_t kTurn = 5;  // so that structures begin with different variants
  const std::vector<DesignSpec> choices = variants(structure);
  std::vector<DesignSpec> specs;
  std::size_t next = kTurn * static_cast<std::size_t>(structure.multiplier);
  for (const WidthPair& pair : width_pairs()) {
    for (std::size_t i = variants_per_pair(structure.kind, choices.size()); i > 0; --i, ++next) {
      DesignSpec spec = choices[next % choices.size()];
      spec.x_width = pair.x;
      spec.w_width = pair.w;
      spec.acc_width = std::max(2, generator::addend_width(spec) + kMoreBits[next % 3]);
      specs.push_back(spec);
    }
  }
  return specs;
}

/// The same of all three architectures.
std::vector<DesignSpec> all_architectures(Kind kind) {
  std::vector<DesignSpec> specs;
  for (const Architecture architecture : kArchitectures) {
    for (const DesignSpec& spec : at_all_widths({.kind = kind, .multiplier = architecture})) {
      specs.push_back(spec);
    }
  }
  return specs;
}

/// Whether each signedness and recoded operand meets ten width pairs, one of them of 12 bits.
bool meet_ten_pairs(const std::vector<DesignSpec>& specs) {
  std::map<std::tuple<bool, bool, Operand>, std::pair<int, int>> met;
  for (const DesignSpec& spec : specs) {
    auto& [pairs, widest] = met[{spec.x_signed, spec.w_signed, spec.recode}];
    ++pairs;
    widest += spec.x_width + spec.w_width == kMostBits ? 1 : 0;
  }
  return met.size() == 8 && std::all_of(met.begin(), met.end(), [](const auto& entry) {
           return entry.second.first >= 10 && entry.second.second > 0;
         });
}

/// Compares a combinational output with `model`, of operands as sign-extended or zero-extended.
template <class Model>
void check_all_pairs(const sim::NativeDesign& design, sim::ExhaustiveCheck check,
                     const Model& model) {
  check.model = [&model](std::span<const std::uint64_t> a, std::span<const std::uint64_t> b,
                         std::span<std::uint64_t> result) {
    for (std::size_t i = 0; i < a.size(); ++i) result[i] = model(a[i], b[i]);
  };
  const sim::ExhaustiveResult result = sim::check_exhaustively(design, check);
  CHECK(result.wrong == 0);
}

void check_multiplier(const test::ElaboratedUnit& unit) {
  const DesignSpec& spec = unit.manifest.design;
  check_all_pairs(sim::compile(unit.netlist),
                  {.x = "x_i", .w = "w_i", .output = "product_o", .model = {}},
                  [&spec](std::uint64_t x, std::uint64_t w) {
                    return test::operand(x, spec.x_width, spec.x_signed) *
                           test::operand(w, spec.w_width, spec.w_signed);
                  });
}

/// All operand pairs in an order in which neighbours differ in many bits, in dot products of one
/// to seven elements.
std::vector<test::Element> exhaustive_units_all_pairs(const DesignSpec& spec) {
  support::Random random(1);
  const std::uint64_t count = std::uint64_t{1} << (spec.x_width + spec.w_width);
  std::vector<test::Element> elements;
  std::uint64_t left = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t pattern = (i * 5 + 3) % count;  // 5 is odd: a permutation
    if (left == 0) left = random.between(1, 7);
    test::Element element{test::operand(pattern, spec.x_width, spec.x_signed),
                          test::operand(pattern >> spec.x_width, spec.w_width, spec.w_signed),
                          i % 20 != 0 && --left == 0, random.next()};
    elements.push_back(element);
  }
  return elements;
}

/// Every state of an accumulator with a bias and every addend: the state is loaded and added to in
/// the next cycle, and the sum of both is loaded at once.
std::vector<test::Element> all_states(const DesignSpec& spec) {
  std::vector<test::Element> elements;
  for (std::uint64_t state = 0; state >> spec.acc_width == 0; ++state) {
    for (std::uint64_t pattern = 0; pattern >> spec.x_width == 0; ++pattern) {
      const tb::OperandBits x = test::operand(pattern, spec.x_width, spec.x_signed);
      elements.push_back({.clear = true, .bias = state});
      elements.push_back({.x = x});
      elements.push_back({.x = x, .clear = true, .bias = state});
    }
  }
  return elements;
}

void check_elements(const test::ElaboratedUnit& unit, const std::vector<test::Element>& elements) {
  CAPTURE(unit.manifest.top);
  CAPTURE(unit.manifest.design.x_width);
  CAPTURE(unit.manifest.design.w_width);
  CAPTURE(unit.manifest.design.acc_width);
  constexpr std::size_t kStream = 20;
  const sim::Schedule schedule = test::ElementRecorder(unit.manifest).record(elements, kStream);
  const sim::SimulationResult result =
      sim::run(sim::compile(unit.netlist), schedule, {.levels = false});
  CHECK(result.operations == elements.size());
  CHECK(result.checked > elements.size());
  CHECK(result.mismatches == 0);
}

void check_all(const std::vector<DesignSpec>& specs) {
  for (const auto& unit : test::elaborate_units(specs)) {
    check_elements(unit, exhaustive_units_all_pairs(unit.manifest.design));
  }
}

}  // namespace

TEST_SUITE("exhaustive") {
  TEST_CASE("every signedness and recoding meets ten width pairs, one of 12 bits among them") {
    for (const Architecture architecture : kArchitectures) {
      CHECK(meet_ten_pairs(at_all_widths({.kind = Kind::multiplier, .multiplier = architecture})));
    }
    CHECK(meet_ten_pairs(all_architectures(Kind::mac)));
    CHECK(meet_ten_pairs(all_architectures(Kind::split_mac)));
  }

  TEST_CASE("every multiplier is right for all its operands") {
    for (const auto& unit : test::elaborate_units(all_architectures(Kind::multiplier))) {
      CAPTURE(unit.manifest.top);
      CAPTURE(unit.manifest.design.x_width);
      CAPTURE(unit.manifest.design.w_width);
      check_multiplier(unit);
    }
  }

  TEST_CASE("every adder is right for all its operands and carries") {
    std::vector<DesignSpec> specs;
    for (int width = generator::kMinimumWidth; width <= kMostBits / 2; ++width) {
      specs.push_back({.kind = Kind::adder, .x_width = width});
    }
    for (const auto& unit : test::elaborate_units(specs)) {
      const sim::NativeDesign design = sim::compile(unit.netlist);
      const int width = unit.manifest.design.x_width;
      CAPTURE(width);
      for (const std::uint64_t carry : {0U, 1U}) {
        const auto sum = [carry](std::uint64_t a, std::uint64_t b) { return a + b + carry; };
        const auto carry_out = [&](std::uint64_t a, std::uint64_t b) { return sum(a, b) >> width; };
        const auto check = [carry](const char* output) {
          return sim::ExhaustiveCheck{
              .x = "a_i", .w = "b_i", .output = output, .held = {{"c_i", carry}}, .model = {}};
        };
        check_all_pairs(design, check("sum_o"), sum);
        check_all_pairs(design, check("c_o"), carry_out);
      }
    }
  }

  TEST_CASE("every accumulator is right for all its states and addends") {
    std::vector<DesignSpec> specs;
    for (int acc = generator::kMinimumWidth; acc <= kMostBits - generator::kMinimumWidth; ++acc) {
      for (int x = generator::kMinimumWidth; x <= acc && x + acc <= kMostBits; ++x) {
        for (DesignSpec spec : variants({.kind = Kind::accumulator})) {
          spec.x_width = x;
          spec.acc_width = acc;
          if (spec.w_signed) specs.push_back(spec);
        }
      }
    }
    for (const auto& unit : test::elaborate_units(specs)) {
      const DesignSpec& spec = unit.manifest.design;
      DesignSpec pairs = spec;  // without a bias, states are those that addends lead to
      pairs.w_width = kMostBits - spec.x_width;
      check_elements(unit, spec.bias ? all_states(spec) : exhaustive_units_all_pairs(pairs));
    }
  }

  TEST_CASE("every multiply-accumulate unit is right for all its operands") {
    check_all(all_architectures(Kind::mac));
  }

  TEST_CASE("every split unit is right for all its operands") {
    check_all(all_architectures(Kind::split_mac));
  }

  TEST_CASE("every pann_mac is right, and ready after |w| cycles, for all its operands") {
    for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
      check_all(at_all_widths({.kind = Kind::pann_mac, .sequencer = sequencer}));
    }
  }

  TEST_CASE("every sad_mac and shift_mac is right for all its operands") {
    check_all(at_all_widths({.kind = Kind::sad_mac}));
    // The bits of w are rows of a shift_mac, no parameter: each has its own file.
    std::vector<DesignSpec> shifts = at_all_widths({.kind = Kind::shift_mac});
    std::erase_if(shifts,
                  [](const DesignSpec& spec) { return !generator::validate(spec).empty(); });
    CHECK(shifts.size() >= 20);
    check_all(shifts);
  }

  TEST_CASE("a unit with a wrong gate or a wrong clear is found") {
    const auto mismatches = [](const DesignSpec& spec, const char* from, const char* to) {
      const test::ElaboratedUnit unit = test::elaborate_units({spec}, from, to).front();
      const sim::Schedule schedule =
          test::ElementRecorder(unit.manifest)
              .record(exhaustive_units_all_pairs(unit.manifest.design), 20);
      return sim::run(sim::compile(unit.netlist), schedule).mismatches;
    };
    const DesignSpec mac{.x_width = 3, .w_width = 3, .acc_width = 8};
    CHECK(mismatches(mac, "", "") == 0);
    CHECK(mismatches(mac, "(a_i & b_i) |", "(a_i & ~b_i) |") > 0);
    CHECK(mismatches(mac, ".clear_i (clear_i)", ".clear_i (1'b0)") > 0);
  }
}
