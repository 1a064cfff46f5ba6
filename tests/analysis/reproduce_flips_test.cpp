#include <bit>
#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include "analysis/reproduce/equal_power.h"
#include "analysis/reproduce/flips.h"
#include "analysis/reproduce/item.h"
#include "analysis/reproduce/mixed_widths.h"
#include "analysis/reproduce/software_multiplier.h"
#include "analysis/reproduce/workbench.h"

using namespace pann;
using namespace pann::analysis;

namespace {

Workbench bench(std::uint64_t vectors) {
  WorkbenchOptions options;
  options.vectors = vectors;
  return {options, [](double) {}};
}

/// Expected toggles an operation of the product of two signed `bits`-bit numbers extended to
/// `width` bits: sum of 2 p (1 - p), p the share of ones of a bit over all pairs.
double expected_accumulator_input(int bits, int width) {
  const int half = 1 << (bits - 1);
  double sum = 0.0;
  for (int bit = 0; bit < width; ++bit) {
    std::int64_t ones = 0;
    for (std::int64_t x = -half; x < half; ++x) {
      for (std::int64_t w = -half; w < half; ++w) ones += (x * w >> bit) & 1;
    }
    const double p = static_cast<double>(ones) / (4.0 * half * half);
    sum += 2.0 * p * (1.0 - p);
  }
  return sum;
}

const SummaryRow& row(const ItemResult& item, const std::string& quantity) {
  for (const SummaryRow& candidate : item.summary) {
    if (candidate.quantity == quantity) return candidate;
  }
  FAIL("no row " << quantity);
  return item.summary.front();
}

}  // namespace

TEST_CASE("an item's exact figures are the expectation, its sampled ones lie around it") {
  Workbench small = bench(20000);
  FlipCase entry;
  entry.spec.x_width = 3;
  entry.spec.w_width = 3;
  entry.stimulus = small.stimulus(tb::Distribution::uniform, tb::Range::signed_range);
  const FlipResult result = small.flips({entry}).front();
  const FlipElement* input = result.find("accumulator_input");
  REQUIRE(input != nullptr);
  const double expected = expected_accumulator_input(3, 32);
  CHECK(input->exact.value() == doctest::Approx(expected).epsilon(1e-9));
  CHECK(std::abs(input->sampled - expected) < 3.0 * input->confidence.value());
  CHECK_FALSE(result.is_exact("accumulator_sum"));
  const FlipElement both = result.sum({"accumulator_sum", "accumulator_register"});
  CHECK(both.best() ==
        doctest::Approx(result.flips("accumulator_sum") + result.flips("accumulator_register")));
  CHECK(both.confidence.value() > 0.0);
}

TEST_CASE("Figure 6 is counted as the paper counts it") {
  Workbench small = bench(100);
  const ItemResult item = find_item("fig6").run(small);
  CHECK(item.summary.at(0).measured == doctest::Approx(4.0));
  CHECK(outcome(item.summary.at(0)) == Outcome::agrees);
}

TEST_CASE("all engines give an item the same flips") {
  FlipCase entry;
  entry.spec.x_width = 4;
  entry.spec.w_width = 3;
  entry.spec.acc_width = 12;
  entry.stimulus.vectors = 600;
  entry.stimulus.length = 50;
  entry.exact = false;
  const FlipResult native = measure_flips(entry, tb::Engine::native);
  for (const tb::Engine engine : {tb::Engine::verilator, tb::Engine::icarus}) {
    CAPTURE(tb::name(engine));
    const FlipResult other = measure_flips(entry, engine);
    REQUIRE(other.elements.size() == native.elements.size());
    for (std::size_t i = 0; i < native.elements.size(); ++i) {
      CHECK(other.elements[i].name == native.elements[i].name);
      CHECK(other.elements[i].sampled == native.elements[i].sampled);
    }
  }
}

TEST_CASE("a case is measured once, whichever items ask for it") {
  std::size_t reports = 0;
  Workbench counting({}, [&reports](double) { ++reports; });
  FlipCase entry;
  entry.spec.kind = generator::Kind::adder;
  entry.spec.x_width = 3;
  entry.stimulus.vectors = 200;
  const auto twice = counting.flips({entry, entry});
  CHECK(reports == 1);
  CHECK(counting.flips({entry}).front().flips("adder_operands") ==
        twice.back().flips("adder_operands"));
  CHECK(reports == 1);
  entry.stimulus.seed = 2;
  counting.flips({entry});
  CHECK(reports == 2);
}

TEST_CASE("the software multipliers flip what Eq. (1) says") {
  for (const auto multiplier : {generator::Architecture::booth2, generator::Architecture::array}) {
    for (const int bits : {2, 4, 8}) {
      const SoftwareFlips flips = software_multiplier_flips({multiplier, bits, bits}, 20000, 3);
      CAPTURE(generator::name(multiplier));
      CAPTURE(bits);
      CHECK(flips.inputs == doctest::Approx(bits).epsilon(0.02));
      CHECK(flips.inputs_and_operands() == doctest::Approx(0.5 * bits * bits + bits).epsilon(0.04));
    }
  }
}

TEST_CASE("a software row of digit 0 rests: multiplying by 0 flips nothing inside") {
  MixedWidths point{generator::Architecture::booth2, 4, 2, NarrowPort::recoded,
                    tb::Range::nonnegative};
  // [0, 2): digits of w = 1 are +1 after -1; with x in [0, 8) only two of four rows are ever used.
  const SoftwareFlips used = software_multiplier_flips(point, 5000, 1);
  CHECK(used.operands > 0.0);
  // Two rows of 5 bits and two words: fewer toggles than all of their bits at each other operation.
  CHECK(used.operands < 2 * 2 * 5 * 0.5);
}

TEST_CASE("narrow operands keep to their range on the port that is asked for") {
  for (const NarrowPort port : {NarrowPort::recoded, NarrowPort::multiplicand}) {
    const MixedWidths point{generator::Architecture::booth4, 8, 4, port, tb::Range::signed_range};
    tb::StimulusSpec stimulus = stimulus_of(point, {});
    stimulus.vectors = 3000;
    const tb::OperandStreams operands = tb::make_operands(stimulus, spec_of(point));
    const auto& narrow = port == NarrowPort::recoded ? operands.w : operands.x;
    const auto& wide = port == NarrowPort::recoded ? operands.x : operands.w;
    std::int64_t widest = 0;
    for (const auto value : narrow) {
      const auto number = static_cast<std::int64_t>(value);
      CHECK((number >= -8 && number < 8));
    }
    for (const auto value : wide) widest = std::max(widest, static_cast<std::int64_t>(value));
    CHECK(widest > 100);
  }
}

TEST_CASE("PANN at equal power adds as often as Eq. (13) allows and holds every weight") {
  const EqualPower setting = equal_power(4, 5000, 7);
  CHECK(setting.budget == doctest::Approx(24.0));
  double additions = 0.0;
  for (const auto weight : setting.operands->w) {
    const auto value = static_cast<std::int64_t>(weight);
    additions += std::abs(static_cast<double>(value));
    CHECK(std::abs(value) < (std::int64_t{1} << (setting.weight_bits - 1)));
  }
  additions /= 5000.0;
  CHECK((additions + 0.5) * setting.choice.activation_bits == doctest::Approx(24.0).epsilon(0.02));
  CHECK(setting.operands->first.back() == 5000);
}

TEST_CASE("Table 15's additions follow from Eq. (13)") {
  Workbench none = bench(100);
  const ItemResult item = find_item("fig3a").run(none);
  CHECK(row(item, "R at the power of a 2-bit MAC, bx~ = 6 (Table 15)").measured ==
        doctest::Approx(10.0 / 6.0 - 0.5));
  for (const SummaryRow& entry : item.summary) CHECK(outcome(entry) == Outcome::agrees);
}
