#include "analysis/table1.h"

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

using namespace pann;

namespace {

/// Expected toggles an operation of the product extended to `width` bits, independent uniform
/// operands of `bits` bits: sum of 2 p (1 - p), p the share of ones of a bit over all pairs.
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

const analysis::Table1Element& element(const analysis::Table1Run& run, const std::string& name) {
  for (const analysis::Table1Element& candidate : run.elements) {
    if (candidate.name == name) return candidate;
  }
  FAIL("no element " << name);
  return run.elements.front();
}

}  // namespace

TEST_CASE("Table 1 is measured for both distributions, both ranges and both stream lengths") {
  analysis::Table1Options options;
  options.first_bits = 3;
  options.last_bits = 3;
  options.vectors = 20000;
  options.engine = tb::Engine::verilator;
  double last = 0.0;
  const auto runs = analysis::measure_table1(options, [&](double done) { last = done; });
  REQUIRE(runs.size() == 8);
  CHECK(last == 1.0);
  for (const analysis::Table1Run& run : runs) {
    CHECK(run.mismatches == 0);
    CHECK(run.operations == 20000);
  }
  const analysis::Table1Run& paper = runs.at(1);
  CHECK(paper.length == 0);
  CHECK(element(paper, "multiplier_inputs").model == doctest::Approx(3.0));
  CHECK(element(paper, "accumulator_input").model == doctest::Approx(16.0));
  // Neighbouring toggle counts are correlated; 2 % is more than five standard errors of 20,000
  // operations.
  CHECK(element(paper, "accumulator_input").measured ==
        doctest::Approx(expected_accumulator_input(3, 32)).epsilon(0.02));
  CHECK(element(paper, "multiplier_inputs").measured == doctest::Approx(3.0).epsilon(0.02));
}
