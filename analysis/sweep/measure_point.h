#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/reproduce/mapped_units.h"
#include "analysis/sweep/point_result.h"
#include "analysis/sweep/spec/point.h"
#include "support/output.h"

namespace pann::analysis {

/// Measures points; what several of them share is made once.
class PointBench {
 public:
  /// Elaborates the designs of the points in one Yosys process, for the cache.
  void prepare(const std::vector<SweepPoint>& points);

  /// Flips on the RTL; on a library also cells, area, delay and energy (flow::cost). A fault of the
  /// point is in the result; Cancelled leaves.
  PointResult measure(const std::string& key, const SweepPoint& point);

 private:
  const tb::DesignFiles& emitted(const generator::DesignSpec& spec);
  const MeasuredLibrary& library(const std::string& name);
  tb::OperandStreams operands(const SweepPoint& point) const;
  void measure_into(const SweepPoint& point, PointResult& result);

  support::TemporaryDirectory directory_;
  std::map<std::string, tb::DesignFiles> designs_;
  std::map<std::string, MeasuredLibrary> libraries_;
};

}  // namespace pann::analysis
