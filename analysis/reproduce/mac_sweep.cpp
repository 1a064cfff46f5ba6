#include "analysis/reproduce/mac_sweep.h"

namespace pann::analysis {

std::vector<FlipResult> measure_macs(Workbench& bench, const std::vector<MacPoint>& points) {
  std::vector<FlipCase> cases;
  for (const MacPoint& point : points) {
    FlipCase entry;
    entry.spec.multiplier = point.multiplier;
    entry.spec.x_width = point.bits;
    entry.spec.w_width = point.bits;
    entry.spec.acc_width = point.acc_width;
    entry.stimulus = bench.stimulus(point.distribution, point.range, point.length);
    cases.push_back(std::move(entry));
  }
  return bench.flips(cases);
}

}  // namespace pann::analysis
