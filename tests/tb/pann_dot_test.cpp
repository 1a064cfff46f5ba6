#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "emitted_design.h"
#include "engine_support.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/random.h"
#include "tb/measure.h"
#include "tb/model/digit_planes.h"
#include "tb/model/pin_recorder.h"
#include "tb/model/played_operands.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;
using generator::Planes;
using generator::Role;

namespace {

DesignSpec unit(int x_width, int w_width, const std::vector<int>& lanes, int acc_width,
                Planes planes = Planes::signed_digit) {
  DesignSpec spec{
      .kind = Kind::pann_dot, .x_width = x_width, .w_width = w_width, .acc_width = acc_width};
  spec.x_signed = false;
  spec.plane_lanes = generator::plane_lanes(lanes);
  spec.planes = planes;
  return spec;
}

/// Every element of these operand widths, once alone and once in one long dot product.
tb::OperandStreams all_elements(const DesignSpec& spec) {
  tb::OperandStreams operands;
  operands.first = {0};
  const std::int64_t low = spec.w_signed ? -(std::int64_t{1} << (spec.w_width - 1)) : 0;
  for (int round = 0; round < 2; ++round) {
    for (std::int64_t w = low; w < low + (std::int64_t{1} << spec.w_width); ++w) {
      for (std::uint64_t x = 0; x < std::uint64_t{1} << spec.x_width; ++x) {
        operands.x.push_back(x);
        operands.w.push_back(static_cast<tb::OperandBits>(w));
        if (round == 0) operands.first.push_back(operands.x.size());
      }
    }
  }
  operands.first.push_back(operands.x.size());
  return operands;
}

/// The accumulator after the last cycle of each dot product, as the unit's own arithmetic has it.
std::vector<std::int64_t> dot_products(const tb::OperandStreams& elements) {
  std::vector<std::int64_t> sums;
  for (std::size_t stream = 0; stream < elements.streams(); ++stream) {
    std::int64_t sum = 0;
    for (std::size_t i = elements.first[stream]; i < elements.first[stream + 1]; ++i) {
      sum += static_cast<std::int64_t>(elements.x[i]) * static_cast<std::int64_t>(elements.w[i]);
    }
    sums.push_back(sum);
  }
  return sums;
}

/// What the schedule expects of acc_o in the last cycle of each stream.
std::vector<std::int64_t> expected_ends(const sim::Schedule& schedule, int width) {
  std::vector<std::int64_t> ends;
  for (const sim::StreamSpan& stream : schedule.streams) {
    const std::size_t last = stream.first_cycle + stream.cycles - 1;
    const std::uint64_t word = schedule.expected[last * schedule.output_words];
    const auto shift = static_cast<unsigned>(64 - width);
    ends.push_back(static_cast<std::int64_t>(word << shift) >> shift);
  }
  return ends;
}

}  // namespace

TEST_CASE("a pann_dot computes every dot product, by its weights' digits, in three engines") {
  for (const DesignSpec& spec :
       {unit(2, 3, {1, 1, 1}, 12), unit(3, 4, {3, 1, 2, 1}, 16), unit(2, 2, {1, 1}, 4),
        unit(3, 4, {3, 1, 2, 1}, 16, Planes::binary), unit(2, 3, {1, 1}, 5, Planes::binary),
        unit(3, 4, {5}, 16, Planes::repetition), unit(2, 3, {1}, 7, Planes::repetition)}) {
    const auto design = test::emit_to_disk(spec);
    CAPTURE(design.files.manifest.top);
    const tb::OperandStreams elements = all_elements(spec);
    const sim::Schedule schedule = tb::make_schedule(design.files.manifest, elements);
    CHECK(schedule.operations == elements.operations());
    std::vector<std::int64_t> products = dot_products(elements);
    for (std::int64_t& product : products) {
      const auto shift = static_cast<unsigned>(64 - spec.acc_width);
      product = static_cast<std::int64_t>(static_cast<std::uint64_t>(product) << shift) >> shift;
    }
    CHECK(expected_ends(schedule, spec.acc_width) == products);
    for (const tb::Engine engine :
         {tb::Engine::native, tb::Engine::verilator, tb::Engine::icarus}) {
      const tb::Measurement measured = tb::measure(design.files, elements, engine);
      CHECK(measured.result.mismatches == 0);
      CHECK(measured.result.checked > elements.streams());
      CHECK(measured.result.operations == elements.operations());
    }
  }
}

TEST_CASE("the lanes' sum has the bits of its largest value, no more and no fewer") {
  for (int x_width = 2; x_width < 9; ++x_width) {
    for (int a = 1; a < 12; ++a) {
      for (int b = 1; b < 12; ++b) {
        const DesignSpec spec = unit(x_width, 2, {a, b}, 64);
        const std::uint64_t largest =
            ((std::uint64_t{1} << x_width) - 1) * static_cast<std::uint64_t>(a + 2 * b);
        int bits = 0;
        while (largest >> bits != 0) ++bits;
        CHECK_MESSAGE(generator::lane_sum_width(spec) == bits, x_width, " ", a, " ", b);
      }
    }
  }
}

TEST_CASE("a wrong lane, sign or clear of a pann_dot is found") {
  const DesignSpec spec = unit(3, 4, {3, 1, 2, 1}, 16);
  struct Fault {
    std::string from, to;
  };
  for (const Fault& fault : {Fault{"is_complement ^ negative_i", "negative_i"},
                             Fault{"negative_q | clear_i", "negative_q"},
                             Fault{"{8{clear_i}}", "{8{1'b0}}"}, Fault{"x_i[9]", "x_i[8]"},
                             Fault{"clear_i | complement | low_carry", "clear_i | low_carry"}}) {
    const auto design = test::emit_to_disk(spec);
    const auto path = design.files.directory / (design.files.manifest.top + ".v");
    std::string text = support::read_file(path);
    const std::size_t at = text.find(fault.from);
    REQUIRE_MESSAGE(at != std::string::npos, fault.from);
    text.replace(at, fault.from.size(), fault.to);
    support::write_file(path, text);
    const auto measured = tb::measure(
        design.files, tb::make_operands({.vectors = 600, .length = 20}, design.files.manifest),
        tb::Engine::native);
    CHECK_MESSAGE(measured.result.mismatches > 0, fault.from);
  }
}

TEST_CASE("random dot products of wider weights, in bits and in repetitions") {
  for (const DesignSpec& spec : {unit(8, 8, {6, 6, 5, 4, 3, 2, 1, 1}, 32, Planes::binary),
                                 unit(8, 8, {32}, 32, Planes::repetition)}) {
    const auto design = test::emit_to_disk(spec);
    const tb::OperandStreams elements =
        tb::make_operands({.vectors = 3000, .length = 100}, design.files.manifest);
    const sim::Schedule schedule = tb::make_schedule(design.files.manifest, elements);
    CHECK(expected_ends(schedule, spec.acc_width) == dot_products(elements));
    const tb::Measurement measured = tb::measure(design.files, elements, tb::Engine::native);
    CHECK(measured.result.mismatches == 0);
    CHECK(measured.result.operations == 3000);
  }
}

TEST_CASE("weights that the digits of a pann_dot cannot hold are refused") {
  const DesignSpec spec = unit(3, 3, {1, 1, 1}, 12);
  const auto manifest = test::emit_to_disk(spec).files.manifest;
  tb::OperandStreams operands;
  operands.first = {0, 1};
  operands.x = {1};
  operands.w = {12};
  CHECK_THROWS_AS(tb::make_schedule(manifest, operands), support::Failure);
  operands.w = {std::uint64_t{1} << 63};
  CHECK_THROWS_AS(tb::make_schedule(manifest, operands), support::Failure);
}
