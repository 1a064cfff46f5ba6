#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analysis/sweep/spec/expression.h"
#include "analysis/sweep/spec/field_value.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// A figure of a point.
struct SweepFigure {
  double value = 0.0;
  std::string unit;
  std::string origin;
};

/// One point as the results file has it.
struct SweepRow {
  std::int64_t number = 0;
  std::string key;
  std::map<std::string, FieldValue> fields;  ///< Those that have a meaning for the point.
  std::map<std::string, SweepFigure> figures;
  std::int64_t seed = 0;
  std::string versions;
  std::string command;
  std::string origin;
  std::string status;  ///< done, failed, crashed, waiting
  std::string code;
  std::string message;

  bool is_done() const { return status == "done"; }
  /// A field's or a figure's value, the point's number, status or key; nothing where it has none.
  FieldValue value(const std::string& name) const;
};

/// Rows of a results file, in the order of the specification.
struct SweepResults {
  std::string title;
  std::vector<SweepRow> rows;
  SweepState state;  ///< Of the rows.

  /// Fields of a point in the order of their table, those that any of the rows has.
  std::vector<std::string> fields() const;
  /// Those of them that differ between the rows.
  std::vector<std::string> varying_fields() const;
  /// Figures that any row has, in the order in which they were measured first.
  std::vector<std::string> figures() const;
  /// Of the first row that has the figure.
  const SweepFigure* figure(const std::string& name) const;
};

/// Reads DIR/sweep.db, the rows that hold all conditions. Throws Failure(user_error):
/// "sweep.missing" where there is none, "sweep.schema", "sweep.database", "sweep.condition".
SweepResults read_sweep(const std::filesystem::path& directory,
                        const std::vector<std::string>& conditions);

/// Fails where no row has a figure of that name. Throws Failure(user_error, "sweep.figure") with
/// the nearest name and `option`.
void require_figure(const SweepResults& results, const std::string& option,
                    const std::string& name);
/// The same for a field or a figure.
void require_name(const SweepResults& results, const std::string& option, const std::string& name);

}  // namespace pann::analysis
