#include "analysis/main_job/array_units.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/main_job/best_units.h"
#include "tb/model/digit_planes.h"
#include "tb/model/window_schedule.h"

namespace pann::analysis {

using generator::DesignSpec;
using generator::Fetch;
using generator::Kind;
using tb::OperandStreams;

namespace {

constexpr auto kPlanes = generator::Planes::binary;

std::uint64_t elements_of(const OperandStreams& streams) {
  return streams.operations() * streams.lanes;
}

UnitJob mac_array_job(const UnitOperands& operands, std::string name) {
  DesignSpec spec = narrow_spec(operands, Kind::mac_array);
  spec.multiplier = generator::Architecture::heap;
  spec.accumulate = generator::Accumulation::fused;
  spec.rows = static_cast<int>(operands.streams.lanes);
  spec.columns = 1;
  spec.acc_width = std::max(spec.acc_width, generator::addend_width(spec));
  UnitJob job{std::move(name),
              fmt::format("{} MACs of x {} bits times w {} bits, operands handed on in registers, "
                          "zeros skipped",
                          spec.rows, spec.x_width, spec.w_width),
              spec,
              {}};
  auto kept = std::make_shared<OperandStreams>(without_zeros(operands.streams));
  const auto presented = static_cast<double>(kept->operations());
  job.traffic = {presented * spec.rows * spec.x_width,
                 presented * (spec.w_width + index_bits(operands.streams))};
  job.elements = elements_of(operands.streams);
  job.keep(std::move(kept));
  return job;
}

/// Every position reads what its lanes add, or each x once into its window; what tells the lanes is
/// read once for all positions.
OperandTraffic array_traffic(const UnitOperands& operands, const DesignSpec& spec,
                             std::uint64_t additions) {
  const auto positions = static_cast<double>(spec.positions);
  const auto lanes = static_cast<double>(generator::plane_lane_count(spec));
  if (generator::has_window(spec)) {
    const auto cycles = static_cast<double>(tb::pack_windows(operands.streams, spec).operations());
    return {static_cast<double>(elements_of(operands.streams)) * spec.x_width,
            cycles * (lanes * generator::window_index_bits(spec) + 2.0)};
  }
  const auto cycles = static_cast<double>(
      tb::pack_planes(operands.streams, true, generator::lanes_by_plane(spec), spec.planes)
          .operations());
  return {static_cast<double>(additions) * positions * spec.x_width,
          cycles * (lanes * index_bits(operands.streams) + 1.0)};
}

UnitJob pann_array_job(const UnitOperands& operands, const ArrayChoice& choice, Fetch fetch) {
  DesignSpec spec = narrow_spec(operands, Kind::pann_array);
  spec.planes = kPlanes;
  spec.positions = static_cast<int>(operands.streams.lanes);
  spec.fetch = fetch;
  if (fetch == Fetch::index) {
    spec.window = choice.window;
    spec.gate_fanout = choice.gate_fanout;
  }
  const bool has_window = generator::has_window(spec);
  const auto weights =
      shared_weights_of(operands.streams, has_window ? static_cast<std::size_t>(spec.window) : 0);
  const std::vector<int> shares = share_planes(spec, weights, choice.lanes);
  const std::uint64_t additions = count_additions(weights, kPlanes);
  UnitJob job{has_window ? "pann_array_index" : "pann_array",
              fmt::format("{} positions, x {} bits, {:.3f} bits of |w| an element, lanes {}{}",
                          spec.positions, spec.x_width,
                          static_cast<double>(additions) /
                              static_cast<double>(operands.streams.operations()),
                          fmt::join(shares, " "),
                          has_window ? fmt::format(", from windows of {} words", spec.window) : ""),
              spec,
              {&operands.streams}};
  job.traffic = array_traffic(operands, spec, additions);
  job.elements = elements_of(operands.streams);
  return job;
}

}  // namespace

std::vector<UnitJob> array_unit_jobs(const NetworkOperands& operands, const ArrayChoice& choice) {
  if (operands.pann_positions.streams() == 0) return {};
  const UnitOperands uniform{operands.mac_positions, operands.x_bits, operands.w_bits,
                             operands.accumulator_bits};
  const UnitOperands pann{operands.pann_positions, operands.activation_bits, operands.pann_w_bits,
                          operands.accumulator_bits};
  std::vector<UnitJob> jobs;
  jobs.push_back(mac_array_job(uniform, "mac_array"));
  jobs.push_back(mac_array_job(pann, "mac_array_pann"));
  jobs.push_back(pann_array_job(pann, choice, Fetch::external));
  if (choice.gate_fanout > 0) jobs.push_back(pann_array_job(pann, choice, Fetch::index));
  return jobs;
}

}  // namespace pann::analysis
