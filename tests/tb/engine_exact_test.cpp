#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "activity/elements.h"
#include "engine_support.h"
#include "sim/native/exhaustive_check.h"
#include "sim/native/statistics.h"
#include "sim/program/kernels.h"
#include "support/diagnostic.h"
#include "tb/exact/exact_stimulus.h"
#include "tb/exact/expectation.h"

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;

namespace {

sim::NativeDesign compile_spec(const DesignSpec& spec, generator::Manifest& manifest) {
  test::DesignOnDisk design;
  test::emit_to(design, spec);
  manifest = design.manifest;
  return sim::compile(design.netlist());
}

std::int64_t as_signed(std::uint64_t bits, int width) {
  const std::uint64_t sign = std::uint64_t{1} << (width - 1);
  return static_cast<std::int64_t>((bits ^ sign) - sign);
}

tb::OperandModel uniform_model(const DesignSpec& spec) {
  const tb::OperandRange x{-(tb::WideInteger{1} << (spec.x_width - 1)),
                           (tb::WideInteger{1} << (spec.x_width - 1)) - 1};
  const tb::OperandRange w{-(tb::WideInteger{1} << (spec.w_width - 1)),
                           (tb::WideInteger{1} << (spec.w_width - 1)) - 1};
  return {{{"x_i", tb::uniform_weights(x, spec.x_width)},
           {"w_i", tb::uniform_weights(w, spec.w_width)}}};
}

double expected(const std::vector<tb::ElementExpectation>& elements, const std::string& name) {
  for (const tb::ElementExpectation& element : elements) {
    if (element.name != name) continue;
    CHECK(element.exact);
    return element.toggles;
  }
  FAIL("no element " << name);
  return 0.0;
}

}  // namespace

TEST_SUITE("engine") {
  TEST_CASE("signed booth4 at 8 bits has the expectation that was derived for it") {
    const DesignSpec spec{.kind = Kind::multiplier};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    const auto elements =
        tb::expect_elements(tb::expect_toggles(design, uniform_model(spec)), manifest.elements);
    CHECK(expected(elements, "multiplier_inputs") == doctest::Approx(8.0));
    CHECK(expected(elements, "multiplier_operands") == doctest::Approx(33.44).epsilon(0.0005));
    CHECK(expected(elements, "multiplier_carries") == doctest::Approx(15.08).epsilon(0.0005));
  }

  TEST_CASE("product bits of small operands have the share of ones that counting by hand gives") {
    const DesignSpec spec{.kind = Kind::multiplier,
                          .multiplier = Architecture::array,
                          .x_width = 3,
                          .w_width = 4,
                          .w_signed = false};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    const tb::OperandModel model{{{"x_i", tb::gaussian_weights({-4, 3}, 3, 2.5)},
                                  {"w_i", tb::gaussian_weights({0, 15}, 4, 3.0)}}};
    const tb::Expectation found = tb::expect_toggles(design, model);
    CHECK(found.patterns == 128);
    for (const activity::Signal& signal : found.signals) {
      if (signal.name != "product_o") continue;
      for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
        double ones = 0.0;
        for (std::uint64_t x = 0; x < 8; ++x) {
          for (std::uint64_t w = 0; w < 16; ++w) {
            const std::int64_t product = as_signed(x, 3) * static_cast<std::int64_t>(w);
            if (((product >> bit) & 1) == 0) continue;
            ones += model.operands[0].weights[x] * model.operands[1].weights[w];
          }
        }
        CHECK(found.nets[signal.bits[bit]].ones == doctest::Approx(ones).epsilon(1e-6));
      }
    }
  }

  TEST_CASE("a long sample lies within five standard errors of the expectation") {
    const DesignSpec spec{.kind = Kind::mac, .x_width = 6, .w_width = 5, .acc_width = 20};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    tb::OperandModel model = uniform_model(spec);
    model.held = {{"rst_ni", 1}};
    const auto elements = tb::expect_elements(tb::expect_toggles(design, model), manifest.elements);
    constexpr std::uint64_t kOperations = 20000;
    tb::StimulusSpec stimulus;
    stimulus.vectors = kOperations;
    const sim::Schedule schedule =
        tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
    const auto counts =
        activity::count_elements(sim::run(design, schedule).activity, manifest.elements);
    const auto sampled =
        sim::sample_statistics(design, sim::PreparedSchedule(schedule), manifest.elements);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      CAPTURE(counts[i].name);
      CHECK(sampled[i].mean ==
            doctest::Approx(static_cast<double>(counts[i].toggles) / kOperations));
      if (!elements[i].exact || elements[i].toggles == 0.0) continue;
      ++compared;
      CHECK(sampled[i].standard_error > 0.0);
      CHECK(sampled[i].standard_error < 0.02 * elements[i].toggles);
      CHECK(std::abs(sampled[i].mean - elements[i].toggles) < 5.0 * sampled[i].standard_error);
    }
    CHECK(compared >= 4);
  }

  TEST_CASE("the sums of all cycles are the toggles of all nets, with their weights") {
    const DesignSpec spec{.kind = Kind::mac, .x_width = 4, .w_width = 5, .acc_width = 16};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    tb::StimulusSpec stimulus;
    stimulus.vectors = 3000;
    stimulus.length = 37;
    const sim::Schedule schedule =
        tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
    const activity::Activity activity = sim::run(design, schedule).activity;
    std::vector<std::uint32_t> weights(design.nets());
    std::uint64_t expected = 0;
    for (std::size_t net = 0; net < weights.size(); ++net) {
      weights[net] = static_cast<std::uint32_t>(net * net % 1001);
      expected += weights[net] * activity.nets[net].toggles();
    }
    const auto series = sim::run_series(design, schedule, weights);
    CHECK(series.size() == schedule.cycles());
    CHECK(std::accumulate(series.begin(), series.end(), std::uint64_t{0}) == expected);
    // One stream alone gives the same cycles: a sum belongs to its cycle.
    sim::Schedule alone = schedule;
    alone.streams = {schedule.streams[2]};
    const auto part = sim::run_series(design, alone, weights);
    const sim::StreamSpan& stream = schedule.streams[2];
    for (std::size_t i = 0; i < stream.cycles; ++i) {
      CHECK(part[stream.first_cycle + i] == series[stream.first_cycle + i]);
    }
  }

  TEST_CASE("the answer does not depend on the instruction set or the number of threads") {
    for (const Kind kind : {Kind::multiplier, Kind::mac}) {
      const DesignSpec spec{.kind = kind, .x_width = 6, .w_width = 7, .acc_width = 24};
      generator::Manifest manifest;
      const sim::NativeDesign design = compile_spec(spec, manifest);
      tb::StimulusSpec stimulus;
      stimulus.vectors = 300000;
      stimulus.length = kind == Kind::mac ? 150 : 0;  // several groups of lanes
      sim::Schedule schedule =
          tb::make_schedule(manifest, tb::make_operands(stimulus, manifest.design));
      for (std::size_t cycle : {5UL, 1234UL, 77777UL, 280000UL}) schedule.expected[cycle] ^= 1;
      const sim::SimulationResult reference = sim::run(design, schedule, {.threads = 1});
      CHECK(reference.mismatches == 4);
      CHECK(reference.first_mismatches.size() == 4);
      for (const sim::Kernels* kernels : sim::all_kernels()) {
        CAPTURE(std::string(kernels->name));
        const sim::SimulationResult other =
            sim::run(design, schedule, {.threads = 3, .kernels = kernels});
        CHECK(other.activity.nets == reference.activity.nets);
        CHECK(other.mismatches == reference.mismatches);
        CHECK(other.first_mismatches.at(3).cycle == 280000);
        CHECK(other.first_mismatches.at(3).actual == reference.first_mismatches.at(3).actual);
      }
    }
  }

  TEST_CASE("all pairs of a multiplier are compared with the host's product") {
    for (const Architecture architecture :
         {Architecture::booth4, Architecture::booth2, Architecture::array}) {
      const DesignSpec spec{.kind = Kind::multiplier,
                            .multiplier = architecture,
                            .x_width = 7,
                            .w_width = 6,
                            .x_signed = false};
      generator::Manifest manifest;
      const sim::NativeDesign design = compile_spec(spec, manifest);
      std::int64_t error = 0;
      const sim::ExhaustiveCheck check{
          .x = "x_i",
          .w = "w_i",
          .output = "product_o",
          .model = [&](std::span<const std::uint64_t> x, std::span<const std::uint64_t> w,
                       std::span<std::uint64_t> product) {
            for (std::size_t i = 0; i < x.size(); ++i) {
              const std::int64_t value = static_cast<std::int64_t>(x[i]) * as_signed(w[i], 6);
              product[i] =
                  static_cast<std::uint64_t>(value + (x[i] == 5 && w[i] >= 60 ? error : 0));
            }
          }};
      const sim::ExhaustiveResult right = sim::check_exhaustively(design, check);
      CHECK(right.checked == 8192);
      CHECK(right.wrong == 0);
      error = 1;
      const sim::ExhaustiveResult wrong = sim::check_exhaustively(design, check);
      CHECK(wrong.wrong == 4);
      REQUIRE(wrong.first.size() == 4);
      CHECK(wrong.first[0] == sim::WrongPair{5, 60, 8192 - 19, 8192 - 20});
    }
  }

  TEST_CASE("a Gaussian sample lies within five standard errors of what its own divisor gives") {
    const DesignSpec spec{.kind = Kind::multiplier, .x_width = 6, .w_width = 6, .x_signed = false};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    tb::StimulusSpec stimulus;
    stimulus.distribution = tb::Distribution::gaussian;
    const tb::OperandStreams operands = tb::make_operands(stimulus, manifest.design);
    // The divisor of a sample differs from the median; one value of x tells how many draws reach
    // it.
    double best = 1e9;
    const double zeros =
        static_cast<double>(std::count(operands.x.begin(), operands.x.end(), tb::OperandBits{0}));
    double divisor = 0.0;
    for (double candidate = 3.8; candidate < 5.2; candidate += 0.001) {
      const auto weights = tb::operand_model(manifest, stimulus, candidate).operands[0].weights;
      const double distance = std::abs(weights[0] * static_cast<double>(operands.x.size()) - zeros);
      if (distance < best) divisor = candidate;
      best = std::min(best, distance);
    }
    const auto elements = tb::expect_elements(
        tb::expect_toggles(design, tb::operand_model(manifest, stimulus, divisor)),
        manifest.elements);
    const sim::Schedule schedule = tb::make_schedule(manifest, operands);
    const auto sampled =
        sim::sample_statistics(design, sim::PreparedSchedule(schedule), manifest.elements);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      CAPTURE(elements[i].name);
      CHECK(elements[i].exact);
      // Both operands have a divisor of their own: one per cent for that.
      CHECK(std::abs(sampled[i].mean - elements[i].toggles) <
            5.0 * sampled[i].standard_error + 0.01 * elements[i].toggles);
    }
    CHECK(tb::gaussian_divisor(36000) == doctest::Approx(4.27).epsilon(0.005));
  }

  TEST_CASE("operands that are too wide or weights that are none are refused") {
    const DesignSpec spec{.kind = Kind::multiplier, .x_width = 13, .w_width = 12};
    generator::Manifest manifest;
    const sim::NativeDesign design = compile_spec(spec, manifest);
    const auto code = [&](const tb::OperandModel& model) -> std::string {
      try {
        tb::expect_toggles(design, model);
      } catch (const support::Failure& failure) {
        return failure.diagnostics().front().code;
      }
      return "";
    };
    CHECK(code(uniform_model(spec)) == "engine.patterns");
    CHECK(code({{{"x_i", {0.5, 0.6}}}}) == "engine.weights");
    CHECK(code({{{"nowhere", {0.5, 0.5}}}}) == "engine.port");
  }
}
