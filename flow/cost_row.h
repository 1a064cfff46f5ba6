#pragma once

#include <string>

namespace pann::flow {

/// One figure of a report.
struct CostRow {
  std::string name;
  double value = 0.0;
  std::string unit;
  std::string origin;  ///< How it came about, e.g. "measured, RTL, native".
};

}  // namespace pann::flow
