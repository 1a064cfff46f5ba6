#include "support/csv.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/categories.h"
#include "analysis/report/report.h"

namespace pann::analysis {

namespace {

using support::csv_field;

/// All digits: reading it back gives the same number.
std::string field(const std::optional<double>& number) {
  return number ? fmt::format("{}", *number) : std::string();
}

std::string field(const TableCell& cell) {
  return cell.number ? field(cell.number) : csv_field(cell.text);
}

std::string line(const std::vector<std::string>& fields) {
  return fmt::format("{}\r\n", fmt::join(fields, ","));
}

}  // namespace

std::string to_csv(const Table& table) {
  std::vector<std::string> fields;
  for (const TableColumn& column : table.columns) {
    fields.push_back(csv_field(
        column.unit.empty() ? column.name : fmt::format("{} ({})", column.name, column.unit)));
  }
  std::string csv = line(fields);
  for (const std::vector<TableCell>& row : table.rows) {
    fields.clear();
    for (const TableCell& cell : row) fields.push_back(field(cell));
    csv += line(fields);
  }
  return csv;
}

std::string to_csv(const Plot& plot) {
  std::string csv = line({"series", "origin", "x", "y", "error"});
  const Categories categories(plot);
  for (const PlotSeries& series : plot.series) {
    for (const PlotPoint& point : series.points) {
      csv += line({csv_field(series.name), name(series.origin),
                   csv_field(categories.label(point.x)), field(point.y), field(point.error)});
    }
  }
  return csv;
}

}  // namespace pann::analysis
