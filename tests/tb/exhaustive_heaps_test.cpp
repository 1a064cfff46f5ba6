#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <doctest/doctest.h>

#include "sim/native/exhaustive_check.h"
#include "support/random.h"
#include "unit_schedules.h"

// Every structure of a bit heap on all its operand pairs. Structures are tried at all of a list of
// widths with one signedness and recoding each, in rotation, so that each structure meets every
// one; the widest, of 16 operand bits, with the default reduction.

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::FinalAdder;
using generator::Kind;
using generator::Operand;
using generator::PartialProducts;
using generator::Reduction;

namespace {

constexpr std::array kProducts{PartialProducts::and_array, PartialProducts::booth4,
                               PartialProducts::booth2};
constexpr std::array kReductions{Reduction::arrival, Reduction::wallace, Reduction::dadda,
                                 Reduction::four_to_two, Reduction::rows};
constexpr std::array kAdders{FinalAdder::ripple, FinalAdder::carry_select, FinalAdder::brent_kung,
                             FinalAdder::sklansky, FinalAdder::kogge_stone};

std::vector<DesignSpec> structures(Kind kind) {
  std::vector<DesignSpec> specs;
  for (const PartialProducts products : kProducts) {
    for (const Reduction reduction : kReductions) {
      for (const FinalAdder adder : kAdders) {
        DesignSpec spec;
        spec.kind = kind;
        spec.multiplier = Architecture::heap;
        spec.partial_products = products;
        spec.reduction = reduction;
        spec.final_adder = adder;
        if (generator::validate(spec).empty()) specs.push_back(spec);
      }
    }
  }
  return specs;
}

void choose(DesignSpec& spec, std::size_t choice) {
  spec.x_signed = choice % 2 != 0;
  spec.w_signed = choice / 2 % 2 != 0;
  const bool recodes = spec.partial_products != PartialProducts::and_array;
  spec.recode = recodes && choice / 4 % 2 != 0 ? Operand::x : Operand::w;
}

std::vector<DesignSpec> narrow_multipliers() {
  constexpr std::array<std::array<int, 2>, 8> kWidths{
      {{2, 2}, {2, 3}, {3, 2}, {4, 4}, {5, 3}, {3, 6}, {2, 8}, {7, 5}}};
  std::vector<DesignSpec> specs;
  std::size_t next = 0;
  for (const DesignSpec& structure : structures(Kind::multiplier)) {
    for (const auto& [x, w] : kWidths) {
      DesignSpec spec = structure;
      spec.x_width = x;
      spec.w_width = w;
      choose(spec, next++);
      specs.push_back(spec);
    }
    ++next;  // So that the next structure meets other signs at the same widths.
  }
  return specs;
}

std::vector<DesignSpec> wide_multipliers() {
  std::vector<DesignSpec> specs;
  for (const PartialProducts products : kProducts) {
    for (std::size_t choice = 0; choice < 4; ++choice) {
      for (const int x : {8, 5}) {
        DesignSpec spec{.kind = Kind::multiplier,
                        .multiplier = Architecture::heap,
                        .x_width = x,
                        .w_width = 16 - x,
                        .partial_products = products};
        choose(spec, choice);
        specs.push_back(spec);
      }
    }
  }
  return specs;
}

void check_multipliers(const std::vector<DesignSpec>& specs) {
  for (const auto& unit : test::elaborate_units(specs)) {
    const DesignSpec& spec = unit.manifest.design;
    CAPTURE(unit.manifest.top);
    sim::ExhaustiveCheck check{.x = "x_i", .w = "w_i", .output = "product_o", .model = {}};
    check.model = [&spec](std::span<const std::uint64_t> x, std::span<const std::uint64_t> w,
                          std::span<std::uint64_t> product) {
      for (std::size_t i = 0; i < x.size(); ++i) {
        product[i] = test::operand(x[i], spec.x_width, spec.x_signed) *
                     test::operand(w[i], spec.w_width, spec.w_signed);
      }
    };
    CHECK(sim::check_exhaustively(sim::compile(unit.netlist), check).wrong == 0);
  }
}

/// All operand pairs, neighbours far apart, in dot products of one to seven elements.
std::vector<test::Element> all_pairs(const DesignSpec& spec) {
  support::Random random(1);
  const std::uint64_t count = std::uint64_t{1} << (spec.x_width + spec.w_width);
  std::vector<test::Element> elements;
  std::uint64_t left = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t pattern = (i * 11 + 6) % count;
    if (left == 0) left = random.between(1, 7);
    elements.push_back({test::operand(pattern, spec.x_width, spec.x_signed),
                        test::operand(pattern >> spec.x_width, spec.w_width, spec.w_signed),
                        i % 20 != 0 && --left == 0, random.next()});
  }
  return elements;
}

}  // namespace

TEST_SUITE("exhaustive") {
  TEST_CASE("every bit heap is right for all its operands") {
    check_multipliers(narrow_multipliers());
  }

  TEST_CASE("a bit heap of 16 operand bits is right for all of them") {
    check_multipliers(wide_multipliers());
  }

  TEST_CASE("every mac around or in a bit heap is right for all its operands") {
    std::vector<DesignSpec> specs;
    std::size_t next = 0;
    for (const DesignSpec& structure : structures(Kind::mac)) {
      for (const auto accumulate :
           {generator::Accumulation::separate, generator::Accumulation::fused,
            generator::Accumulation::carry_save}) {
        DesignSpec spec = structure;
        spec.accumulate = accumulate;
        if (!generator::validate(spec).empty()) continue;
        choose(spec, next);
        spec.x_width = 2 + static_cast<int>(next % 4);
        spec.w_width = 3 + static_cast<int>(next / 3 % 3);
        spec.acc_width = spec.x_width + spec.w_width + static_cast<int>(next % 5);
        spec.bias = next % 3 == 1;
        ++next;
        specs.push_back(spec);
      }
    }
    for (const auto& unit : test::elaborate_units(specs)) {
      CAPTURE(unit.manifest.top);
      const std::vector<test::Element> elements = all_pairs(unit.manifest.design);
      const sim::Schedule schedule = test::ElementRecorder(unit.manifest).record(elements, 20);
      const sim::SimulationResult result =
          sim::run(sim::compile(unit.netlist), schedule, {.levels = false});
      CHECK(result.checked > elements.size());
      CHECK(result.mismatches == 0);
    }
  }
}
