#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pann::flow {

/// What ngspice writes with -r, of a transient analysis: variables over time.
struct RawFile {
  std::vector<std::string> names;  ///< Lower case as ngspice has them: "time", "v(n5)", "i(v1)".
  std::size_t points = 0;
  std::vector<double> values;  ///< points x names, point by point.

  double at(std::size_t point, std::size_t variable) const {
    return values[point * names.size() + variable];
  }
  /// Index of a variable. Throws Failure(tool_failed, "spice.raw") where it is missing.
  std::size_t index(std::string_view name) const;
};

/// Parses a binary raw file of real values. Throws Failure(tool_failed, "spice.raw") for anything
/// else, a cut one included.
RawFile parse_raw_file(const std::string& bytes);

}  // namespace pann::flow
