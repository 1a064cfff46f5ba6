#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/diagnostic.h"
#include "support/random.h"
#include "tb/stimulus/synthetic.h"

using pann::generator::DesignSpec;
using pann::generator::Kind;
using pann::generator::Operand;
using pann::tb::Distribution;
using pann::tb::make_operands;
using pann::tb::OperandBits;
using pann::tb::OperandRange;
using pann::tb::OperandStreams;
using pann::tb::Range;
using pann::tb::StimulusSpec;
using pann::tb::WideInteger;

namespace {

std::vector<WideInteger> values_of(const std::vector<OperandBits>& bits, bool is_signed) {
  std::vector<WideInteger> values;
  for (const OperandBits word : bits) values.push_back(pann::tb::value_of(word, is_signed));
  return values;
}

OperandRange extent(const std::vector<OperandBits>& bits, bool is_signed) {
  const auto values = values_of(bits, is_signed);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

/// The codes of the diagnostics that `action` ends with; empty when it does not fail.
template <class Action>
std::vector<std::string> codes_of(Action action) {
  std::vector<std::string> codes;
  try {
    action();
  } catch (const pann::support::Failure& failure) {
    for (const auto& diagnostic : failure.diagnostics()) codes.push_back(diagnostic.code);
  }
  return codes;
}

using Codes = std::vector<std::string>;

DesignSpec multiplier(int width, bool is_signed) {
  DesignSpec spec;
  spec.kind = Kind::multiplier;
  spec.x_width = spec.w_width = width;
  spec.x_signed = spec.w_signed = is_signed;
  return spec;
}

}  // namespace

TEST_CASE("uniform operands fill the range and every value is about equally frequent") {
  const OperandStreams streams = make_operands({}, multiplier(4, true));
  CHECK(streams.origin == "uniform [-8, 8)");
  CHECK(streams.operations() == 36000);
  CHECK(streams.first == std::vector<std::size_t>{0, 36000});
  std::map<WideInteger, int> counts;
  for (const WideInteger value : values_of(streams.x, true)) ++counts[value];
  REQUIRE(counts.size() == 16);
  double chi_square = 0.0;
  for (const auto& [value, count] : counts) {
    chi_square += std::pow(count - 2250.0, 2) / 2250.0;
  }
  CHECK(chi_square < 44.3);  // 15 degrees of freedom: exceeded with probability 1e-4.
}

TEST_CASE("each range of the paper has its own ends") {
  StimulusSpec stimulus;
  CHECK(extent(make_operands(stimulus, multiplier(8, true)).w, true) == OperandRange{-128, 127});
  CHECK(extent(make_operands(stimulus, multiplier(8, false)).w, false) == OperandRange{0, 255});
  stimulus.range = Range::nonnegative;
  CHECK(extent(make_operands(stimulus, multiplier(8, true)).x, true) == OperandRange{0, 127});
  CHECK(extent(make_operands(stimulus, multiplier(8, false)).x, false) == OperandRange{0, 127});
  stimulus.range = Range::full;
  CHECK(extent(make_operands(stimulus, multiplier(8, false)).x, false) == OperandRange{0, 255});
  stimulus.x_range = OperandRange{3, 17};
  const OperandStreams streams = make_operands(stimulus, multiplier(8, false));
  CHECK(extent(streams.x, false) == OperandRange{3, 17});
  CHECK(streams.origin == "uniform x [3, 18), w [0, 256)");
}

TEST_CASE("64-bit operands reach both halves of their range") {
  const OperandStreams is_unsigned = make_operands({}, multiplier(64, false));
  const OperandRange high = extent(is_unsigned.x, false);
  CHECK(high.high > (WideInteger{1} << 63));
  const OperandRange both = extent(make_operands({}, multiplier(64, true)).x, true);
  CHECK(both.low < -(WideInteger{1} << 62));
  CHECK(both.high > (WideInteger{1} << 62));
  StimulusSpec gaussian;
  gaussian.distribution = Distribution::gaussian;
  const OperandRange top = extent(make_operands(gaussian, multiplier(64, false)).x, false);
  CHECK(top.high == (WideInteger{1} << 64) - 1);  // The largest draw, clipped.
}

TEST_CASE("gaussian operands are the normalised, scaled, rounded and clipped draws") {
  StimulusSpec stimulus;
  stimulus.distribution = Distribution::gaussian;
  stimulus.vectors = 5000;
  stimulus.seed = 9;
  // The rule of the paper's appendix A.2, spelled out once more for b = 8.
  pann::support::Random random(9, 1);
  std::vector<double> draws(5000);
  for (double& draw : draws) draw = random.normal();
  double largest = 0.0;
  for (const double draw : draws) largest = std::fmax(largest, std::fabs(draw));
  const OperandStreams is_signed = make_operands(stimulus, multiplier(8, true));
  stimulus.range = Range::nonnegative;
  const OperandStreams nonnegative = make_operands(stimulus, multiplier(8, true));
  stimulus.range = Range::full;
  const OperandStreams full = make_operands(stimulus, multiplier(8, false));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double share = draws[i] / largest;
    const auto expected = std::min<std::int64_t>(std::lround(share * 128.0), 127);
    REQUIRE(static_cast<std::int64_t>(is_signed.w[i]) == expected);
    REQUIRE(nonnegative.w[i] ==
            std::min<std::uint64_t>(std::lround(std::fabs(share) * 128.0), 127));
    REQUIRE(full.w[i] == std::min<std::uint64_t>(std::lround(std::fabs(share) * 256.0), 255));
  }
  CHECK(full.origin == "gaussian [0, 256)");
}

TEST_CASE("gaussian operands of any range stay in it and are densest at the end next to zero") {
  StimulusSpec stimulus;
  stimulus.distribution = Distribution::gaussian;
  const std::array<OperandRange, 4> ranges{{{10, 100}, {-100, -10}, {-20, 100}, {-128, 127}}};
  const std::array<WideInteger, 4> centres{10, -10, 0, 0};
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    stimulus.x_range = ranges[i];
    const OperandStreams streams = make_operands(stimulus, multiplier(8, true));
    std::map<WideInteger, int> counts;
    for (const WideInteger value : values_of(streams.x, true)) {
      REQUIRE(ranges[i].contains(value));
      ++counts[value];
    }
    const auto distance = [&](WideInteger value) {
      return value > centres[i] ? value - centres[i] : centres[i] - value;
    };
    int near = 0;
    int far = 0;
    for (const auto& [value, count] : counts) {
      near += distance(value) <= 10 ? count : 0;
      far += distance(value) > 50 ? count : 0;
    }
    CHECK(near > far);
  }
}

TEST_CASE("one operand's draws do not depend on the other's width, range or kind") {
  DesignSpec narrow = multiplier(8, true);
  narrow.w_width = 3;
  StimulusSpec stimulus;
  CHECK(make_operands(stimulus, narrow).x == make_operands(stimulus, multiplier(8, true)).x);
  StimulusSpec other_w = stimulus;
  other_w.w_range = OperandRange{0, 1};
  CHECK(make_operands(other_w, multiplier(8, true)).x ==
        make_operands(stimulus, multiplier(8, true)).x);
  stimulus.seed = 2;
  CHECK(make_operands(stimulus, narrow).x != make_operands(StimulusSpec{}, narrow).x);
  CHECK(make_operands(stimulus, multiplier(8, true)).x !=
        make_operands(stimulus, multiplier(8, true)).w);
}

TEST_CASE("streams have the length asked for and the last takes the rest") {
  StimulusSpec stimulus;
  stimulus.vectors = 250;
  stimulus.length = 100;
  const DesignSpec mac;
  CHECK(make_operands(stimulus, mac).first == std::vector<std::size_t>{0, 100, 200, 250});
  stimulus.vectors = 300;
  CHECK(make_operands(stimulus, mac).first == std::vector<std::size_t>{0, 100, 200, 300});
  stimulus.length = 1000;
  CHECK(make_operands(stimulus, mac).first == std::vector<std::size_t>{0, 300});
  stimulus.length = ~std::uint64_t{0};
  CHECK(make_operands(stimulus, mac).streams() == 1);
  CHECK(pann::tb::default_stream_length(mac) == 100);
  CHECK(pann::tb::default_stream_length(multiplier(8, true)) == 0);
}

TEST_CASE("each kind takes the operands that its ports take") {
  DesignSpec spec;
  spec.w_width = 3;
  spec.x_signed = spec.w_signed = false;
  StimulusSpec stimulus;
  stimulus.vectors = 2000;
  spec.kind = Kind::adder;  // Both operands have XWidth bits.
  CHECK(extent(make_operands(stimulus, spec).w, false).high > 7);
  spec.kind = Kind::pann_mac;
  CHECK(extent(make_operands(stimulus, spec).w, false) == OperandRange{0, 7});
  spec.w_signed = true;
  CHECK(extent(make_operands(stimulus, spec).w, true) == OperandRange{-4, 3});
  spec.kind = Kind::accumulator;  // No second operand.
  const OperandStreams streams = make_operands(stimulus, spec);
  CHECK(std::all_of(streams.w.begin(), streams.w.end(), [](auto w) { return w == 0; }));
  CHECK(streams.w.size() == streams.x.size());
  stimulus.w_range = OperandRange{0, 1};
  CHECK(codes_of([&] { make_operands(stimulus, spec); }) == Codes{"stimulus.range"});
}

TEST_CASE("a range that the port cannot hold is refused, every fault at once") {
  StimulusSpec stimulus;
  stimulus.range = Range::full;
  CHECK(codes_of([&] { make_operands(stimulus, multiplier(8, true)); }) ==
        Codes{"stimulus.range", "stimulus.range"});
  stimulus.range = Range::signed_range;
  CHECK(codes_of([&] { make_operands(stimulus, multiplier(8, false)); }) ==
        Codes{"stimulus.range", "stimulus.range"});
  stimulus.range = Range::automatic;
  stimulus.vectors = 0;
  stimulus.x_range = OperandRange{-1, 200};
  CHECK(codes_of([&] { make_operands(stimulus, multiplier(8, true)); }) ==
        Codes{"stimulus.vectors", "stimulus.range"});
  try {
    make_operands(stimulus, multiplier(8, true));
  } catch (const pann::support::Failure& failure) {
    CHECK(failure.diagnostics()[1].message ==
          "--x-range -1:200 draws from [-1, 201), which does not fit x (8 bits, signed): legal are "
          "-128 to 127");
  }
}

TEST_CASE("ranges are read as decimal pairs of at most 64 bits") {
  using pann::tb::parse_operand_range;
  CHECK(parse_operand_range("--x-range", "-8:7") == OperandRange{-8, 7});
  CHECK(parse_operand_range("--x-range", "0:18446744073709551615").high ==
        (WideInteger{1} << 64) - 1);
  CHECK(parse_operand_range("--x-range", "-9223372036854775808:0").low == -(WideInteger{1} << 63));
  for (const char* text : {"", ":", "1", "1:", ":1", "2:1", "1:2:3", "a:b", "1.5:2", "+1:2", "-:2",
                           "0:18446744073709551616", "-9223372036854775809:0", " 1:2", "--1:2"}) {
    CAPTURE(text);
    CHECK(codes_of([&] { parse_operand_range("--x-range", text); }) ==
          Codes{"stimulus.range-syntax"});
  }
}

TEST_CASE("distributions and ranges are found by name") {
  CHECK(pann::tb::distribution_from_name("gaussian") == Distribution::gaussian);
  CHECK(pann::tb::name(Distribution::uniform) == "uniform");
  CHECK(pann::tb::range_from_name("signed") == Range::signed_range);
  CHECK(pann::tb::name(Range::nonnegative) == "nonnegative");
  CHECK_FALSE(pann::tb::range_from_name("negative"));
  CHECK_FALSE(pann::tb::distribution_from_name("poisson"));
}
