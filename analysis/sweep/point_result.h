#pragma once

#include <string>
#include <vector>

namespace pann::analysis {

/// One figure of a point: a row of flow::CostReport, or one that the sweep adds.
struct PointFigure {
  std::string name;
  double value = 0.0;
  std::string unit;
  std::string origin;  ///< How it came about, e.g. "measured, RTL, native".
};

/// What came of one point.
struct PointResult {
  std::string key;
  bool is_done = false;
  bool is_passing = false;  ///< The fault is the machine's, not the point's: worth another try.
  std::string code{};       ///< Of the fault.
  std::string message{};
  std::string origin{};  ///< As reports have it: "measured", "tabulated", "synthetic".
  std::vector<PointFigure> figures{};
  double seconds = 0.0;  ///< That it took, on one core.
};

}  // namespace pann::analysis
