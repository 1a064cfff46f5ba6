#include "analysis/paper_model.h"

#include <doctest/doctest.h>

#include "analysis/paper_equations.h"
#include "generator/design_fields.h"
#include "tb/stimulus/synthetic.h"

using doctest::Approx;
using pann::analysis::conditions_of;
using pann::analysis::OperandConditions;
using pann::analysis::paper_model;
using pann::analysis::PaperModel;
using pann::generator::DesignSpec;
using pann::generator::Kind;

namespace {

DesignSpec paper_model_unit(Kind kind, int bx, int bw) {
  DesignSpec spec;
  spec.kind = kind;
  spec.x_width = bx;
  spec.w_width = bw;
  return spec;
}

constexpr OperandConditions kSigned{true, true, 0.0};
constexpr OperandConditions kNonnegative{false, false, 0.0};

}  // namespace

TEST_CASE("Table 1: each element of a signed MAC, and their sum is Eqs. 1 and 2") {
  for (int b = 2; b <= 8; ++b) {
    const PaperModel model = paper_model(paper_model_unit(Kind::mac, b, b), kSigned);
    CHECK(model.per_operation("multiplier_inputs") == 1.0 * b);
    CHECK(model.per_operation("multiplier_operands") == 0.5 * b * b);
    CHECK(model.per_operation("accumulator_input") == 16.0);
    CHECK(model.per_operation("accumulator_sum") == 1.0 * b);
    CHECK(model.per_operation("accumulator_register") == 1.0 * b);
    CHECK(model.total == Approx(0.5 * b * b + b + 16.0 + 2.0 * b));
    CHECK_FALSE(model.per_operation("multiplier_carries"));
    CHECK_FALSE(model.per_operation("clock"));
  }
}

TEST_CASE("operands that are never negative halve no word but the accumulator's input") {
  for (int b = 2; b <= 8; ++b) {
    const PaperModel model = paper_model(paper_model_unit(Kind::mac, b, b), kNonnegative);
    CHECK(model.per_operation("accumulator_input") == 1.0 * b);
    CHECK(model.total == Approx(pann::analysis::unsigned_mac_flips(b)));
    CHECK(paper_model(paper_model_unit(Kind::split_mac, b, b), {false, true, 0.0}).total ==
          Approx(pann::analysis::unsigned_mac_flips(b)));
  }
  // A ReLU network's MAC: x unsigned, w signed, so that the product takes both signs.
  CHECK(paper_model(paper_model_unit(Kind::mac, 8, 8), {false, true, 0.0})
            .per_operation("accumulator_input") == 16.0);
}

TEST_CASE("widths may differ") {
  const PaperModel model = paper_model(paper_model_unit(Kind::multiplier, 8, 3), kSigned);
  CHECK(model.per_operation("multiplier_inputs") == 5.5);
  CHECK(model.per_operation("multiplier_operands") == 32.0);
  CHECK(model.total == 37.5);
  CHECK(model.elements.size() == 2);
}

TEST_CASE("a PANN MAC's elements follow R and sum up to Eq. 13") {
  const PaperModel model = paper_model(paper_model_unit(Kind::pann_mac, 6, 8), {false, true, 3.5});
  CHECK(model.per_operation("accumulator_input") == 3.0);
  CHECK(model.per_operation("accumulator_sum") == 10.5);
  CHECK(model.per_operation("accumulator_register") == 10.5);
  CHECK(model.total == Approx(pann::analysis::pann_flips(3.5, 6)));
}

TEST_CASE("an accumulator and an adder alone") {
  DesignSpec spec = paper_model_unit(Kind::accumulator, 8, 8);
  CHECK(paper_model(spec, kSigned).per_operation("accumulator_input") == 16.0);
  CHECK(paper_model(spec, kNonnegative).per_operation("accumulator_input") == 4.0);
  CHECK(paper_model(spec, kSigned).per_operation("accumulator_sum") == 4.0);
  spec.kind = Kind::adder;
  CHECK(paper_model(spec, kSigned).total == 8.0);  // Figure 4(b).
}

TEST_CASE("conditions are measured on the operands") {
  DesignSpec spec = paper_model_unit(Kind::pann_mac, 4, 4);
  spec.x_signed = false;
  pann::tb::OperandStreams operands;
  operands.x = {15, 3, 8};
  operands.w = {2, ~std::uint64_t{0}, 3};  // 2, -1, 3
  operands.first = {0, 3};
  const OperandConditions measured = conditions_of(operands, spec);
  CHECK_FALSE(measured.negative_x);
  CHECK(measured.negative_w);
  CHECK(measured.additions == Approx(2.0));
}

TEST_CASE("conditions of a range are those of operands drawn uniformly from it") {
  DesignSpec spec = paper_model_unit(Kind::mac, 8, 6);
  const pann::tb::StimulusSpec stimulus;
  const auto measured = conditions_of(pann::tb::make_operands(stimulus, spec), spec);
  const auto expected = conditions_of({-128, 127}, {-32, 31});
  CHECK(measured.negative_x == expected.negative_x);
  CHECK(measured.negative_w == expected.negative_w);
  CHECK(measured.additions == Approx(expected.additions).epsilon(0.02));
  CHECK(expected.additions == Approx(16.0));  // (32 * 33 + 31 * 32) / 2 / 64
  CHECK(conditions_of({0, 1}, {10, 20}).additions == Approx(15.0));
  CHECK(conditions_of({0, 1}, {-20, -10}).additions == Approx(15.0));
}

TEST_CASE("conditions of small ranges are those that their values, one by one, have") {
  const DesignSpec spec = paper_model_unit(Kind::mac, 4, 4);
  for (int low = -2; low <= 2; ++low) {
    for (int high = low; high <= 2; ++high) {
      CAPTURE(low);
      CAPTURE(high);
      pann::tb::OperandStreams all;
      double magnitudes = 0.0;
      for (int value = low; value <= high; ++value) {
        all.x.push_back(static_cast<pann::tb::OperandBits>(value));
        magnitudes += value < 0 ? -value : value;
      }
      all.w = all.x;
      all.first = {0, all.x.size()};
      for (const OperandConditions& found :
           {conditions_of({low, high}, {low, high}), conditions_of(all, spec)}) {
        CHECK(found.negative_x == (low < 0));
        CHECK(found.negative_w == (low < 0));
        CHECK(found.additions == Approx(magnitudes / (high - low + 1)));
      }
    }
  }
}

TEST_CASE("the paper's model is of the paper's structures, and of none that is not known") {
  DesignSpec spec = paper_model_unit(Kind::mac, 8, 8);
  for (const auto structure :
       {pann::generator::Architecture::heap, pann::generator::kUnknownStructure}) {
    spec.multiplier = structure;
    CHECK(paper_model(spec, kSigned).elements.empty());
  }
}
