#pragma once

#include <string>
#include <vector>

#include "flow/cost_row.h"

namespace pann::analysis {

/// What came of one point.
struct PointResult {
  std::string key;
  bool is_done = false;
  bool is_passing = false;  ///< The fault is the machine's, not the point's: worth another try.
  std::string code{};       ///< Of the fault.
  std::string message{};
  std::string origin{};  ///< As reports have it: "measured", "tabulated", "synthetic".
  std::vector<flow::CostRow> figures{};  ///< Those of flow::CostReport, and what the sweep adds.
  double seconds = 0.0;                  ///< That it took, on one core.
};

}  // namespace pann::analysis
