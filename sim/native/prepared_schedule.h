#pragma once

#include <memory>
#include <vector>

#include "sim/native/lane_bits.h"
#include "sim/native/lane_plan.h"
#include "sim/schedule.h"

namespace pann::sim {

/// A schedule laid out over lanes, for all designs that are played with it. Cheap to copy; what a
/// design needs is made at its first use, and may be asked for by several threads at once. The
/// schedule has to outlive it and must not change.
class PreparedSchedule {
 public:
  explicit PreparedSchedule(const Schedule& schedule);

  const Schedule& schedule() const;
  const std::vector<FlagRun>& runs() const;

  /// For designs that store bits, and for those that do not (plan_lanes).
  const std::vector<LaneGroup>& groups(bool has_state) const;
  const LaneBits& inputs(bool has_state) const;    ///< Schedule::inputs.
  const LaneBits& expected(bool has_state) const;  ///< Schedule::outputs.

 private:
  struct Layouts;
  std::shared_ptr<Layouts> layouts_;
};

}  // namespace pann::sim
