#include "analysis/main_job/best_units.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tb/model/digit_planes.h"
#include "tb/stimulus/sign_order.h"

namespace pann::analysis {

using generator::DesignSpec;
using generator::Kind;
using generator::Planes;
using tb::OperandStreams;

namespace {

constexpr int kTreeLanes = 8;

/// Bits that a pann_dot reads. Every lane is told its element in every cycle, and every cycle its
/// sign; an x that is added |w| times is read once, and told once with its count.
OperandTraffic lane_traffic(const UnitOperands& operands, const OperandStreams& packed,
                            std::uint64_t additions, Planes planes) {
  const double index = index_bits(operands.streams);
  const auto signs = static_cast<double>(packed.operations());
  if (planes == Planes::repetition) {
    const auto presented = static_cast<double>(without_zeros(operands.streams).operations());
    return {presented * operands.x_bits, presented * (index + operands.w_bits - 1) + signs};
  }
  return {static_cast<double>(additions) * operands.x_bits,
          static_cast<double>(packed.x.size()) * index + signs};
}

/// How a report calls the unit, and its additions.
struct PlaneWords {
  std::string_view unit;
  std::string_view additions;
};

PlaneWords plane_words(Planes planes) {
  switch (planes) {
    case Planes::signed_digit:
      return {"pann_dot", "signed digits"};
    case Planes::binary:
      return {"pann_dot_binary", "bits of |w|"};
    case Planes::repetition:
      return {"pann_dot_repetition", "repetitions"};
  }
  return {};
}

}  // namespace

OperandStreams without_zeros(const OperandStreams& operands) {
  OperandStreams kept;
  kept.origin = operands.origin + ", zeros skipped";
  kept.first = {0};
  kept.lanes = operands.lanes;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    for (std::size_t i = operands.first[stream]; i < operands.first[stream + 1]; ++i) {
      const std::size_t word = i * operands.lanes;
      if (operands.w[word] == 0) continue;
      kept.x.insert(kept.x.end(), &operands.x[word], &operands.x[word] + operands.lanes);
      kept.w.insert(kept.w.end(), &operands.w[word], &operands.w[word] + operands.lanes);
    }
    const std::size_t operations = kept.x.size() / kept.lanes;
    if (operations > kept.first.back()) kept.first.push_back(operations);
  }
  return kept;
}

int index_bits(const OperandStreams& operands) {
  std::size_t longest = 0;
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    longest = std::max(longest, operands.first[stream + 1] - operands.first[stream]);
  }
  return static_cast<int>(std::bit_width(longest));
}

DesignSpec narrow_spec(const UnitOperands& operands, Kind kind) {
  DesignSpec spec;
  spec.kind = kind;
  spec.x_width = operands.x_bits;
  spec.w_width = operands.w_bits;
  spec.x_signed = false;
  spec.acc_width = operands.accumulator_bits;
  return spec;
}

std::vector<std::vector<std::int64_t>> shared_weights_of(const OperandStreams& streams,
                                                         std::size_t window) {
  std::vector<std::vector<std::int64_t>> parts;
  for (std::size_t stream = 0; stream < streams.streams(); ++stream) {
    const std::vector<std::int64_t> w = tb::shared_weights(streams, stream, true);
    const std::size_t length = window == 0 ? w.size() : window;
    for (std::size_t first = 0; first < w.size(); first += length) {
      const auto begin = w.begin() + static_cast<std::ptrdiff_t>(first);
      parts.emplace_back(begin,
                         begin + static_cast<std::ptrdiff_t>(std::min(length, w.size() - first)));
    }
  }
  return parts;
}

std::vector<int> share_planes(DesignSpec& spec,
                              const std::vector<std::vector<std::int64_t>>& weights, int lanes) {
  std::vector<int> shares = tb::share_lanes(weights, lanes, spec.planes);
  const auto fewest = static_cast<std::size_t>(generator::fewest_planes(spec));
  shares.resize(std::max(shares.size(), fewest), 1);
  spec.plane_lanes = generator::plane_lanes(shares);
  spec.acc_width = std::max(spec.acc_width, generator::addend_width(spec));
  return shares;
}

std::uint64_t count_additions(const std::vector<std::vector<std::int64_t>>& weights,
                              Planes planes) {
  std::uint64_t additions = 0;
  for (const auto& row : weights) {
    for (const std::int64_t w : row) {
      if (planes == Planes::repetition) {
        additions += static_cast<std::uint64_t>(std::abs(w));
        continue;
      }
      const auto digits = planes == Planes::binary ? tb::binary_digits(w) : tb::signed_digits(w);
      additions += digits.size() - static_cast<std::size_t>(std::ranges::count(digits, 0));
    }
  }
  return additions;
}

UnitJob heap_mac_job(const UnitOperands& operands, std::string name) {
  DesignSpec spec = narrow_spec(operands, Kind::mac);
  spec.multiplier = generator::Architecture::heap;
  spec.accumulate = generator::Accumulation::fused;
  spec.acc_width = std::max(spec.acc_width, generator::addend_width(spec));
  UnitJob job{std::move(name),
              fmt::format("x {} bits times w {} bits into one bit heap, zeros skipped",
                          spec.x_width, spec.w_width),
              spec,
              {}};
  auto kept = std::make_shared<OperandStreams>(without_zeros(operands.streams));
  const auto presented = static_cast<double>(kept->operations());
  job.traffic = {presented * spec.x_width,
                 presented * (spec.w_width + index_bits(operands.streams))};
  job.keep(std::move(kept));
  return job;
}

UnitJob heap_dot_job(const UnitOperands& operands, std::string name) {
  DesignSpec spec = narrow_spec(operands, Kind::dot);
  spec.w_width = std::max(operands.w_bits - 1, 2);  // magnitudes
  spec.multiplier = generator::Architecture::heap;
  spec.accumulate = generator::Accumulation::fused;
  spec.lanes = kTreeLanes;
  spec.sign_ordered = true;
  spec.acc_width = std::max(spec.acc_width, generator::addend_width(spec));
  UnitJob job{std::move(name),
              fmt::format("{} lanes of x {} bits times |w| {} bits, by sign, zeros skipped",
                          spec.lanes, spec.x_width, spec.w_width),
              spec,
              {}};
  const OperandStreams kept = without_zeros(operands.streams);
  const auto presented = static_cast<double>(kept.operations());
  auto packed = std::make_shared<OperandStreams>(tb::ordered_by_sign(kept, kTreeLanes));
  job.traffic = {presented * spec.x_width,
                 presented * (spec.w_width + index_bits(operands.streams)) +
                     static_cast<double>(packed->operations())};
  job.keep(std::move(packed));
  return job;
}

UnitJob pann_dot_job(const UnitOperands& operands, int lanes, Planes planes) {
  const OperandStreams& streams = operands.streams;
  DesignSpec spec = narrow_spec(operands, Kind::pann_dot);
  spec.planes = planes;
  const auto weights = shared_weights_of(streams);
  const std::vector<int> shares = share_planes(spec, weights, lanes);
  const std::uint64_t additions = count_additions(weights, planes);
  const PlaneWords words = plane_words(planes);
  UnitJob job{
      std::string(words.unit),
      fmt::format("x {} bits, {:.3f} {} an element, lanes {}", spec.x_width,
                  static_cast<double>(additions) / static_cast<double>(streams.operations()),
                  words.additions, fmt::join(shares, " ")),
      spec,
      {&streams}};
  job.traffic =
      lane_traffic(operands, tb::pack_planes(streams, true, shares, planes), additions, planes);
  return job;
}

std::vector<UnitJob> best_unit_jobs(const NetworkOperands& operands, int lanes) {
  const UnitOperands uniform{operands.mac, operands.x_bits, operands.w_bits,
                             operands.accumulator_bits};
  const UnitOperands pann{operands.pann, operands.activation_bits, operands.pann_w_bits,
                          operands.accumulator_bits};
  std::vector<UnitJob> jobs;
  jobs.push_back(heap_mac_job(uniform, "heap_mac"));
  jobs.push_back(heap_mac_job(pann, "heap_mac_pann"));
  jobs.push_back(heap_dot_job(uniform, "heap_dot"));
  jobs.push_back(heap_dot_job(pann, "heap_dot_pann"));
  for (const Planes planes : {Planes::signed_digit, Planes::binary, Planes::repetition}) {
    jobs.push_back(pann_dot_job(pann, lanes, planes));
  }
  return jobs;
}

}  // namespace pann::analysis
