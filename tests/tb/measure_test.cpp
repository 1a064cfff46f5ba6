#include "tb/measure.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "activity_by_name.h"
#include "emitted_design.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;
using generator::DesignSpec;
using generator::Kind;
using pann::test::by_name;
using pann::test::CountsByName;
using pann::test::emit_to_disk;

namespace {

tb::OperandStreams operands(const DesignSpec& spec, std::uint64_t vectors, std::uint64_t length) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = vectors;
  stimulus.length = length;
  return tb::make_operands(stimulus, spec);
}

double per_operation(const tb::Measurement& measurement, const std::string& element) {
  const auto found =
      std::find_if(measurement.elements.begin(), measurement.elements.end(),
                   [&](const activity::ElementCount& count) { return count.name == element; });
  REQUIRE_MESSAGE(found != measurement.elements.end(), element);
  REQUIRE_MESSAGE(found->bits > 0, element);
  return static_cast<double>(found->toggles) / static_cast<double>(measurement.result.operations);
}

/// Icarus leaves net arrays out and Verilator may add names, so the names that both have are
/// compared, and that these are enough is checked.
void check_same_counts(const tb::Measurement& left, const tb::Measurement& right) {
  const CountsByName first = by_name(left.result.activity);
  const CountsByName second = by_name(right.result.activity);
  std::size_t compared = 0;
  for (const auto& entry : first) {
    const auto& key = entry.first;
    const auto& counts = entry.second;
    const auto other = second.find(key);
    if (other == second.end()) continue;
    ++compared;
    CHECK_MESSAGE(counts == other->second, key.first << "[" << key.second << "]");
  }
  CHECK(compared == std::min(first.size(), second.size()));
  CHECK(compared > 0);
}

DesignSpec spec_of(Kind kind) {
  DesignSpec spec;
  spec.kind = kind;
  spec.x_width = 5;
  spec.w_width = 4;
  spec.acc_width = 19;
  return spec;
}

}  // namespace

TEST_CASE("all engines count the same on every net, for every kind") {
  for (const Kind kind : {Kind::multiplier, Kind::adder, Kind::accumulator, Kind::mac,
                          Kind::split_mac, Kind::pann_mac}) {
    CAPTURE(generator::name(kind));
    DesignSpec spec = spec_of(kind);
    spec.x_signed = kind != Kind::split_mac && kind != Kind::pann_mac;
    const auto design = emit_to_disk(spec);
    const tb::OperandStreams streams = operands(spec, 300, 30);
    const auto verilator = tb::measure(design.files, streams, tb::Engine::verilator);
    const auto icarus = tb::measure(design.files, streams, tb::Engine::icarus);
    CHECK(verilator.result.mismatches == 0);
    CHECK(icarus.result.mismatches == 0);
    CHECK(verilator.result.checked > 0);
    check_same_counts(verilator, icarus);
    const auto native = tb::measure(design.files, streams, tb::Engine::native);
    CHECK(native.result.mismatches == 0);
    CHECK(native.result.checked == verilator.result.checked);
    check_same_counts(native, verilator);
  }
}

TEST_CASE("the local sequencer presents each element for |w| cycles") {
  DesignSpec spec = spec_of(Kind::pann_mac);
  spec.x_signed = false;
  spec.sequencer = generator::Sequencer::local;
  const auto design = emit_to_disk(spec);
  const tb::OperandStreams streams = operands(spec, 200, 20);
  const auto measurement = tb::measure(design.files, streams, tb::Engine::verilator);
  CHECK(measurement.result.mismatches == 0);
  CHECK(measurement.additions > 0);
  CHECK(measurement.cycles > measurement.additions);  // an element of weight 0 takes a cycle too
}

TEST_CASE("signed booth4 at 8 bits counts what enumeration gives") {
  DesignSpec spec;
  spec.kind = Kind::multiplier;
  const auto design = emit_to_disk(spec);
  const auto measurement =
      tb::measure(design.files, operands(spec, 36000, 0), tb::Engine::verilator);
  // Exact: 33.4428 and 15.0833 toggles an operation (sum of 2 p (1 - p) over all bits, all 65536
  // pairs). A toggle count of 36,000 operations has a standard error below 0.06 here.
  CHECK(per_operation(measurement, "multiplier_operands") ==
        doctest::Approx(33.4428).epsilon(0.01));
  CHECK(per_operation(measurement, "multiplier_carries") == doctest::Approx(15.0833).epsilon(0.01));
  CHECK(per_operation(measurement, "multiplier_inputs") == doctest::Approx(8.0).epsilon(0.01));
}

TEST_CASE("Figure 6: from 1111 + 0001 to 1111 + 0100 four bits flip") {
  DesignSpec spec;
  spec.kind = Kind::adder;
  spec.x_width = 4;
  spec.x_signed = false;
  spec.w_signed = false;
  const auto design = emit_to_disk(spec);
  tb::OperandStreams first;
  first.x = {0xf};
  first.w = {0x1};
  first.first = {0, first.x.size()};
  tb::OperandStreams both;
  both.x = {0xf, 0xf};
  both.w = {0x1, 0x4};
  both.first = {0, both.x.size()};
  const auto before = tb::measure(design.files, first, tb::Engine::verilator);
  const auto after = tb::measure(design.files, both, tb::Engine::verilator);
  const auto toggles = [](const tb::Measurement& measurement, const char* element) {
    return per_operation(measurement, element) * static_cast<double>(measurement.result.operations);
  };
  CHECK(toggles(after, "adder_operands") - toggles(before, "adder_operands") == 2.0);
  CHECK(toggles(after, "adder_carries") - toggles(before, "adder_carries") == 2.0);
}

TEST_CASE("a stream counts its storing edge for registers alone") {
  DesignSpec spec = spec_of(Kind::accumulator);
  const auto design = emit_to_disk(spec);
  tb::OperandStreams one;
  one.x = {5};
  one.w = {0};
  one.first = {0, one.x.size()};
  const auto measurement = tb::measure(design.files, one, tb::Engine::verilator);
  CHECK(measurement.result.operations == 1);
  CHECK(per_operation(measurement, "accumulator_input") == 2.0);  // 0 -> 101
  CHECK(per_operation(measurement, "accumulator_sum") ==
        2.0);  // 0 -> 101, the later sum is not counted
  CHECK(per_operation(measurement, "accumulator_register") == 2.0);  // stored by the last edge
  CHECK(per_operation(measurement, "clock") == 2.0);
}

TEST_CASE("a unit that computes wrongly is found out") {
  const auto design = emit_to_disk(spec_of(Kind::multiplier));
  std::string text = support::read_file(design.files.directory / "full_adder.v");
  const std::size_t at = text.find('^');
  REQUIRE(at != std::string::npos);
  text[at] = '|';
  support::write_file(design.files.directory / "full_adder.v", text);
  const auto measurement =
      tb::measure(design.files, operands(spec_of(Kind::multiplier), 100, 0), tb::Engine::verilator);
  CHECK(measurement.result.mismatches > 0);
  CHECK(measurement.result.first_mismatches.size() <= sim::SimulationResult::kKeptMismatches);
  CHECK(measurement.result.first_mismatches.at(0).port == "product_o");
}

TEST_CASE("too many repeated additions are refused before anything runs") {
  DesignSpec spec = spec_of(Kind::pann_mac);
  spec.w_width = 40;
  const auto design = emit_to_disk(spec);
  CHECK_THROWS_WITH_AS(tb::measure(design.files, operands(spec, 100, 10), tb::Engine::verilator),
                       doctest::Contains("stimulus.additions"), support::Failure);
}
