#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "activity/elements.h"

namespace pann::activity {

/// How far an element moved from the baseline.
struct ElementChange {
  std::string name;
  std::uint64_t before = 0;  ///< Toggles.
  std::uint64_t after = 0;
  double relative = 0.0;  ///< |after - before| / max(before, 1).
  bool within = true;     ///< relative <= tolerance.
};

/// Compares the elements of a measurement with those of a former `pann sim --json` report. `report`
/// is what that report would be now: design, stimulus, seed and operations must be the same, else
/// the comparison would say nothing. Elements that only one side has are changes beyond any
/// tolerance.
///
/// Throws Failure(user_error, "baseline.*") naming `source` when the file is no such report or was
/// made with something else.
std::vector<ElementChange> compare_with_baseline(const std::vector<ElementCount>& elements,
                                                 const nlohmann::ordered_json& report,
                                                 const std::string& baseline_text,
                                                 const std::string& source, double tolerance);

}  // namespace pann::activity
