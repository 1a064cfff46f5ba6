#include "synth/liberty/table.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace pann::synth {

namespace {

/// Lower neighbour on an axis and the weight of the upper one; outside the axis the weight leaves
/// [0, 1], which extrapolates.
struct Position {
  std::size_t lower = 0;
  double weight = 0.0;
};

double coordinate(TableVariable variable, const TablePoint& point, double fallback) {
  switch (variable) {
    case TableVariable::input_slew:
      return point.input_slew_s;
    case TableVariable::output_load:
      return point.output_load_f;
    case TableVariable::constrained_slew:
      return point.constrained_slew_s;
    case TableVariable::other_load:
    case TableVariable::unsupported:
      return fallback;
  }
  return fallback;
}

Position locate(const LookupTable::Axis& axis, const TablePoint& point) {
  const std::vector<double>& index = axis.index;
  if (index.size() < 2) return {};
  const double x = coordinate(axis.variable, point, index.front());
  const auto above = std::upper_bound(index.begin() + 1, index.end() - 1, x);
  const auto lower = static_cast<std::size_t>(above - index.begin()) - 1;
  return {lower, (x - index[lower]) / (index[lower + 1] - index[lower])};
}

}  // namespace

double LookupTable::at(const TablePoint& point) const {
  constexpr std::size_t kMaximumAxes = 3;
  std::array<Position, kMaximumAxes> positions{};
  for (std::size_t i = 0; i < axes.size(); ++i) positions[i] = locate(axes[i], point);
  double sum = 0.0;
  for (std::size_t corner = 0; corner < (std::size_t{1} << axes.size()); ++corner) {
    double weight = 1.0;
    std::size_t offset = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const bool upper = ((corner >> i) & 1U) != 0;
      weight *= upper ? positions[i].weight : 1.0 - positions[i].weight;
      const std::size_t step = upper && axes[i].index.size() > 1 ? 1 : 0;
      offset = offset * axes[i].index.size() + positions[i].lower + step;
    }
    if (weight != 0.0) sum += weight * values[offset];
  }
  return sum;
}

}  // namespace pann::synth
