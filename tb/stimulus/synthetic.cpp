#include "tb/stimulus/synthetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/random.h"
#include "tb/stimulus/sign_order.h"

namespace pann::tb {

namespace {

using generator::Operand;
using support::Diagnostic;

constexpr std::array<std::pair<Distribution, std::string_view>, 2> kDistributions{
    {{Distribution::uniform, "uniform"}, {Distribution::gaussian, "gaussian"}}};
constexpr std::array<std::pair<Range, std::string_view>, 4> kRanges{
    {{Range::automatic, "automatic"},
     {Range::signed_range, "signed"},
     {Range::nonnegative, "nonnegative"},
     {Range::full, "full"}}};

template <class Names, class Value>
std::string_view name_in(const Names& names, Value value) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return entry.first == value; });
  return found == names.end() ? "?" : found->second;
}

template <class Value, class Names>
std::optional<Value> value_in(const Names& names, std::string_view text) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return entry.second == text; });
  if (found == names.end()) return std::nullopt;
  return found->first;
}

OperandRange named_range(Range range, const OperandPort& port) {
  const WideInteger half = WideInteger{1} << (port.width - 1);
  switch (range) {
    case Range::automatic:
      return legal_range(port);
    case Range::signed_range:
      return {-half, half - 1};
    case Range::nonnegative:
      return {0, half - 1};
    case Range::full:
      return {0, 2 * half - 1};
  }
  return legal_range(port);
}

/// The range asked for, and a fault where the port cannot hold it.
struct CheckedRange {
  OperandRange range;
  std::optional<Diagnostic> fault;
};

CheckedRange checked_range(const StimulusSpec& stimulus, const OperandPort& port) {
  const bool is_x = port.operand == Operand::x;
  const auto& asked = is_x ? stimulus.x_range : stimulus.w_range;
  const OperandRange range = asked ? *asked : named_range(stimulus.range, port);
  if (legal_range(port).contains(range)) return {range, std::nullopt};
  const std::string_view operand = generator::name(port.operand);
  const std::string option = asked ? fmt::format("--{}-range {}:{}", operand, range.low, range.high)
                                   : fmt::format("--range {}", name(stimulus.range));
  const std::string hint =
      asked ? fmt::format("narrow the range, or widen the port with --{}-width", operand)
            : fmt::format(
                  "choose another --range, give --{0}-range A:B, or change the port with "
                  "--{0}-unsigned or --{0}-width",
                  operand);
  return {range, Diagnostic{"stimulus.range",
                            fmt::format("{} draws from {}, which does not fit {}", option,
                                        to_string(range), describe(port)),
                            hint, std::nullopt}};
}

std::vector<OperandBits> draw_uniform(const OperandRange& range, std::uint64_t count,
                                      support::Random& random) {
  const auto low = static_cast<OperandBits>(range.low);
  const auto span = static_cast<std::uint64_t>(range.high - range.low + 1);  // 0: all 2^64 values.
  std::vector<OperandBits> values(count);
  for (OperandBits& value : values) {
    value = low + (span == 0 ? random.next() : random.below(span));
  }
  return values;
}

/// How a normalised draw g in [-1, 1] becomes a value: origin + scale * g, or scale * |g|.
struct GaussianScale {
  double origin = 0.0;
  double scale = 1.0;
  bool folded = false;
};

GaussianScale gaussian_scale(const OperandRange& range) {
  const auto width = static_cast<double>(range.high - range.low + 1);
  if (range.low >= 0) return {static_cast<double>(range.low), width, true};
  if (range.high < 0) return {static_cast<double>(range.high), -width, true};
  return {0.0, static_cast<double>(std::max(-range.low, range.high + 1)), false};
}

std::vector<OperandBits> draw_gaussian(const OperandRange& range, std::uint64_t count,
                                       support::Random& random) {
  std::vector<double> draws(count);
  double largest = 0.0;
  for (double& draw : draws) {
    draw = random.normal();
    largest = std::max(largest, std::abs(draw));
  }
  const GaussianScale scale = gaussian_scale(range);
  std::vector<OperandBits> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double normalised = largest == 0.0 ? 0.0 : draws[i] / largest;
    const double shape = scale.folded ? std::abs(normalised) : normalised;
    const auto value = static_cast<WideInteger>(std::round(scale.origin + scale.scale * shape));
    values[i] = static_cast<OperandBits>(std::clamp(value, range.low, range.high));
  }
  return values;
}

std::vector<OperandBits> draw(Distribution distribution, const OperandRange& range,
                              std::uint64_t count, support::Random random) {
  return distribution == Distribution::uniform ? draw_uniform(range, count, random)
                                               : draw_gaussian(range, count, random);
}

std::vector<std::size_t> stream_offsets(const StimulusSpec& stimulus) {
  const std::uint64_t length = stimulus.length == 0 ? stimulus.vectors : stimulus.length;
  std::vector<std::size_t> first;
  for (std::uint64_t offset = 0; offset < stimulus.vectors; offset += length) {
    first.push_back(offset);
    if (length > stimulus.vectors - offset) break;
  }
  first.push_back(stimulus.vectors);
  return first;
}

/// The ranges that are drawn from; nothing for an operand that the unit does not take.
struct DrawnRanges {
  std::optional<OperandRange> x;
  std::optional<OperandRange> w;
};

std::string describe_origin(const StimulusSpec& stimulus, const DrawnRanges& ranges) {
  const std::string_view shape = name(stimulus.distribution);
  const auto& one = ranges.x ? ranges.x : ranges.w;
  if (!one) return "uniform";
  if (!ranges.x || !ranges.w || *ranges.x == *ranges.w) {
    return fmt::format("{} {}", shape, to_string(*one));
  }
  return fmt::format("{} x {}, w {}", shape, to_string(*ranges.x), to_string(*ranges.w));
}

/// The range of one operand, its fault noted; a range for an operand that is not there is one.
std::optional<OperandRange> drawn_range(const StimulusSpec& stimulus, const OperandPorts& ports,
                                        Operand operand, std::vector<Diagnostic>& faults) {
  if (const OperandPort* port = ports.find(operand)) {
    const CheckedRange checked = checked_range(stimulus, *port);
    if (checked.fault) faults.push_back(*checked.fault);
    return checked.range;
  }
  const auto& asked = operand == Operand::x ? stimulus.x_range : stimulus.w_range;
  if (asked) {
    faults.push_back({"stimulus.range",
                      fmt::format("--{0}-range {1}:{2}: the unit has no operand {0}",
                                  generator::name(operand), asked->low, asked->high),
                      "leave the option out", std::nullopt});
  }
  return std::nullopt;
}

/// An input beside the operands, uniform over all its values.
PortWords draw_port(const generator::Port& port, std::uint64_t count, support::Random random) {
  constexpr int kWordBits = 64;
  PortWords drawn{port.name, port.width, {}};
  for (std::uint64_t i = 0; i < count; ++i) {
    for (int left = port.width; left > 0; left -= kWordBits) {
      const int unused = kWordBits - std::min(left, kWordBits);
      drawn.words.push_back(random.next() >> unused);
    }
  }
  return drawn;
}

}  // namespace

std::string_view name(Distribution distribution) {
  return name_in(kDistributions, distribution);
}
std::string_view name(Range range) {
  return name_in(kRanges, range);
}
std::optional<Distribution> distribution_from_name(std::string_view text) {
  return value_in<Distribution>(kDistributions, text);
}
std::optional<Range> range_from_name(std::string_view text) {
  return value_in<Range>(kRanges, text);
}

std::uint64_t default_stream_length(const OperandPorts& ports) {
  return ports.is_clocked ? kDefaultStreamLength : 0;
}
std::uint64_t default_stream_length(const generator::DesignSpec& spec) {
  return default_stream_length(operand_ports(spec));
}

OperandRange stimulus_range(const StimulusSpec& stimulus, const OperandPort& port) {
  CheckedRange checked = checked_range(stimulus, port);
  if (checked.fault) support::throw_if_any({*std::move(checked.fault)});
  return checked.range;
}

OperandStreams make_operands(const StimulusSpec& asked, const OperandPorts& ports) {
  constexpr std::uint64_t kFirstOther = 16;
  std::vector<Diagnostic> faults;
  StimulusSpec stimulus = asked;
  if (stimulus.vectors > 0) stimulus.vectors = ports.operations_of(stimulus.vectors);
  if (stimulus.vectors == 0 || stimulus.vectors > kMaximumVectors / ports.lanes) {
    faults.push_back({"stimulus.vectors",
                      fmt::format("--vectors {}: legal are 1 to {}", asked.vectors,
                                  kMaximumVectors / ports.lanes * ports.macs),
                      "", std::nullopt});
  }
  const DrawnRanges ranges{drawn_range(stimulus, ports, Operand::x, faults),
                           drawn_range(stimulus, ports, Operand::w, faults)};
  support::throw_if_any(std::move(faults));

  OperandStreams streams;
  streams.origin = describe_origin(stimulus, ranges);
  streams.first = stream_offsets(stimulus);
  streams.lanes = ports.lanes;
  const std::uint64_t words = stimulus.vectors * ports.lanes;
  const auto drawn = [&](const std::optional<OperandRange>& range, std::uint64_t stream) {
    return range
               ? draw(stimulus.distribution, *range, words, support::Random(stimulus.seed, stream))
               : std::vector<OperandBits>(words, 0);
  };
  streams.x = drawn(ranges.x, 0);
  streams.w = drawn(ranges.w, 1);
  for (std::size_t i = 0; ports.shares_w && i < streams.w.size(); ++i) {
    streams.w[i] = streams.w[i - i % ports.lanes];
  }
  for (std::size_t i = 0; i < ports.others.size(); ++i) {
    streams.others.push_back(draw_port(ports.others[i], stimulus.vectors,
                                       support::Random(stimulus.seed, kFirstOther + i)));
  }
  return ports.is_sign_ordered ? ordered_by_sign(streams, streams.lanes) : streams;
}

OperandStreams make_operands(const StimulusSpec& stimulus, const generator::Manifest& manifest) {
  return make_operands(stimulus, operand_ports(manifest));
}
OperandStreams make_operands(const StimulusSpec& stimulus, const generator::DesignSpec& spec) {
  return make_operands(stimulus, operand_ports(spec));
}

}  // namespace pann::tb
