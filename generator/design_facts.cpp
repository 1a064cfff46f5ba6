#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>
#include <vector>

#include "generator/design_spec.h"

namespace pann::generator {

namespace {

__extension__ using Wide = unsigned __int128;

}  // namespace

PlaneLanes plane_lanes(const std::vector<int>& counts) {
  PlaneLanes lanes;
  lanes.planes = static_cast<int>(std::min(counts.size(), lanes.count.size()));
  std::copy_n(counts.begin(), lanes.planes, lanes.count.begin());
  return lanes;
}

int plane_count(const DesignSpec& spec) {
  switch (spec.planes) {
    case Planes::signed_digit:
      return spec.w_width + (spec.w_signed ? 0 : 1);
    case Planes::binary:
      return spec.w_width;
    case Planes::repetition:
      return 1;
  }
  return 0;
}

int fewest_planes(const DesignSpec& spec) {
  const bool has_sign = spec.planes == Planes::binary && spec.w_signed;
  return plane_count(spec) - (has_sign ? 1 : 0);
}

std::vector<int> lanes_by_plane(const DesignSpec& spec) {
  if (!packs_elements(spec)) return {};
  const auto& count = spec.plane_lanes.count;
  if (spec.plane_lanes.planes > 0) return {count.begin(), count.begin() + spec.plane_lanes.planes};
  return std::vector<int>(static_cast<std::size_t>(plane_count(spec)), kDefaultLanes);
}

std::vector<int> planes_of_lanes(const DesignSpec& spec) {
  std::vector<int> planes;
  int plane = 0;
  for (const int lanes : lanes_by_plane(spec)) {
    planes.insert(planes.end(), static_cast<std::size_t>(lanes), plane++);
  }
  return planes;
}

int plane_lane_count(const DesignSpec& spec) {
  const std::vector<int> lanes = lanes_by_plane(spec);
  return std::accumulate(lanes.begin(), lanes.end(), 0);
}

int array_cells(const DesignSpec& spec) {
  if (spec.kind == Kind::pann_array) return spec.positions;
  return spec.kind == Kind::mac_array ? spec.rows * spec.columns : 1;
}

bool has_window(const DesignSpec& spec) {
  return spec.kind == Kind::pann_array && spec.fetch == Fetch::index;
}

int window_index_bits(const DesignSpec& spec) {
  return static_cast<int>(std::bit_width(static_cast<unsigned>(spec.window)));
}

bool is_weight_stationary(const DesignSpec& spec) {
  return spec.kind == Kind::mac_array && spec.dataflow == Dataflow::weight_stationary;
}

int array_sums(const DesignSpec& spec) {
  return is_weight_stationary(spec) ? spec.columns : array_cells(spec);
}

int latency_of(const DesignSpec& spec) {
  // The last processing element is as many steps away as there are neighbours.
  if (spec.kind == Kind::mac_array) return spec.rows + spec.columns - 1;
  return spec.kind == Kind::multiplier || spec.kind == Kind::adder ? 0 : spec.pipeline + 1;
}

DesignSpec cell_spec(const DesignSpec& spec) {
  const DesignSpec defaults;
  DesignSpec cell = spec;
  cell.kind = Kind::mac;
  cell.rows = defaults.rows;
  cell.columns = defaults.columns;
  cell.dataflow = defaults.dataflow;
  return cell;
}

int lanes_of(const DesignSpec& spec) {
  if (!packs_elements(spec)) return spec.lanes;
  return array_cells(spec) * (has_window(spec) ? spec.window : plane_lane_count(spec));
}

int shift_bits(const DesignSpec& spec) {
  return spec.w_width - (spec.w_signed ? 1 : 0);
}

int lane_sum_width(const DesignSpec& spec) {
  // The largest sum is total (2^XWidth - 1), where total is the lanes' weights together.
  Wide total = 0;
  const std::vector<int> lanes = lanes_by_plane(spec);
  for (std::size_t plane = 0; plane < lanes.size(); ++plane) {
    total += Wide{static_cast<unsigned>(lanes[plane])} << plane;
  }
  int bits = 0;
  while ((total >> static_cast<unsigned>(bits)) != 0) ++bits;
  if (bits == 0) return spec.x_width;
  // total 2^XWidth has XWidth + bits bits; less total, one fewer where its top bit is all it has.
  const Wide rest = total - (Wide{1} << (bits - 1));
  const bool is_shorter = rest <= (total >> spec.x_width) && (rest << spec.x_width) < total;
  return spec.x_width + bits - (is_shorter ? 1 : 0);
}

int addend_width(const DesignSpec& spec) {
  switch (spec.kind) {
    case Kind::mac:
    case Kind::split_mac:
    case Kind::mac_array:
      return spec.x_width + spec.w_width;
    case Kind::dot:
      return product_sum_width(spec) + (spec.sign_ordered ? 1 : 0);
    case Kind::pann_dot:
    case Kind::pann_array:
      return lane_sum_width(spec);
    case Kind::sad_mac:
      return std::max(spec.x_width, spec.w_width) + (spec.x_signed != spec.w_signed ? 1 : 0);
    case Kind::shift_mac:
      return spec.x_width + (1 << std::min(shift_bits(spec), kMaximumShiftBits)) - 1;
    case Kind::accumulator:
    case Kind::pann_mac:
      return spec.x_width;
    case Kind::multiplier:
    case Kind::adder:
    case Kind::other:
      return 0;
  }
  return 0;
}

int accumulator_bits(int x_width, int w_width, std::uint64_t products) {
  return x_width + w_width + 1 + static_cast<int>(std::bit_width(products - 1));
}

bool packs_elements(const DesignSpec& spec) {
  return spec.kind == Kind::pann_dot || spec.kind == Kind::pann_array;
}

bool has_clock_gates(const DesignSpec& spec) {
  return spec.clock_gate || spec.zero_gate || spec.lazy_high > 0 || has_window(spec);
}

bool has_gated_rows(const DesignSpec& spec) {
  return spec.pipeline > 0 && (spec.clock_gate || spec.zero_gate);
}

int product_sum_width(const DesignSpec& spec) {
  return spec.x_width + spec.w_width + std::bit_width(static_cast<unsigned>(spec.lanes) - 1);
}

bool product_sum_is_signed(const DesignSpec& spec) {
  return spec.x_signed || (spec.w_signed && !spec.sign_ordered);
}

bool has_heap(const DesignSpec& spec) {
  return spec.kind == Kind::dot ||
         (has_multiplier(spec.kind) && spec.multiplier == Architecture::heap);
}

bool is_heap_unit(const DesignSpec& spec) {
  if (spec.kind == Kind::dot) return true;
  const bool has_options = spec.pipeline > 0 || spec.reset != Reset::sync || spec.enable ||
                           spec.valid || spec.saturate || spec.round > 0 || has_clock_gates(spec) ||
                           spec.operand_isolation;
  return spec.kind == Kind::mac && has_heap(spec) &&
         (spec.accumulate != Accumulation::separate || has_options);
}

}  // namespace pann::generator
