#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/sweep/spec/document.h"
#include "analysis/sweep/spec/expression.h"
#include "analysis/sweep/spec/point.h"

namespace pann::analysis {

/// One or several fields that move together, and their values.
struct SweepAxis {
  std::vector<std::string> fields;
  std::vector<std::vector<FieldValue>> rows;  ///< A value a field each.
};

/// A product of axes, of which the points that hold all conditions remain.
struct SweepPart {
  std::vector<SweepAxis> axes;
  std::vector<Condition> conditions;

  /// Points before conditions; 2^64 - 1 where there are more.
  std::uint64_t combinations() const;
};

/// What to sweep (docs/sweeps.md): the union of its parts.
struct SweepSpec {
  std::string title;
  std::string text;  ///< The file, whole.
  SweepPoint base;   ///< What fields have that no axis names.
  std::vector<SweepPart> parts;

  std::uint64_t combinations() const;
};

/// Reads a specification. Throws Failure(user_error) with every fault, each with its file and line:
/// as read_document; "sweep.field" for unknown names, with the nearest one; "sweep.value" for
/// values that are none, with the legal ones; "sweep.range", "sweep.zip", "sweep.empty",
/// "sweep.condition".
SweepSpec read_sweep_spec(const std::filesystem::path& path);
SweepSpec parse_sweep_spec(const Document& document);

}  // namespace pann::analysis
