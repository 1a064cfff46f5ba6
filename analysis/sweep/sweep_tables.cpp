#include "analysis/sweep/sweep_tables.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/report/cells.h"
#include "analysis/sweep/spec/point.h"
#include "analysis/sweep/spec/point_text.h"

namespace pann::analysis {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<const char*, 6> kCompared{"flips", "flips_model", "cells",
                                               "area",  "delay",       "energy"};

TableCell cell_of(const FieldValue& value) {
  TableCell cell;
  cell.number = number_of(value);
  if (!cell.number && !std::holds_alternative<std::monostate>(value)) cell.text = text_of(value);
  return cell;
}

/// By what the figure's own words begin with.
std::optional<Origin> origin_of(const SweepFigure& figure) {
  if (figure.origin.starts_with("measured")) return Origin::measured;
  if (figure.origin.starts_with("modelled, Liberty")) return Origin::tabulated;
  if (figure.origin.starts_with("modelled")) return Origin::modelled;
  return std::nullopt;
}

/// Figures of a library of our own making are marked so, whatever they are counted on.
bool is_synthetic(const SweepResults& results) {
  return std::any_of(results.rows.begin(), results.rows.end(),
                     [](const SweepRow& row) { return row.origin == name(Origin::synthetic); });
}

TableColumn column_of(const SweepResults& results, const std::string& name) {
  const SweepFigure* figure = results.figure(name);
  if (figure == nullptr) return {name, "", {}};
  std::optional<Origin> origin = origin_of(*figure);
  if (origin == Origin::tabulated && is_synthetic(results)) origin = Origin::synthetic;
  return {name, figure->unit, origin};
}

/// "kind=mac x_width=4": the fields that tell the point from others.
std::string words_of(const SweepResults& results, const SweepRow& row) {
  std::string text;
  for (const std::string& field : results.varying_fields()) {
    if (!row.fields.contains(field)) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", field, text_of(row.value(field)));
  }
  return text.empty() ? row.command : text;
}

Json row_json(const SweepRow& row) {
  Json fields = Json::object();
  for (const std::string& name : point_field_names()) {
    if (row.fields.contains(name)) fields[name] = json_of(row.value(name));
  }
  Json figures = Json::array();
  for (const auto& [name, figure] : row.figures) {
    figures.push_back({{"name", name},
                       {"value", figure.value},
                       {"unit", figure.unit},
                       {"origin", figure.origin}});
  }
  return {
      {"number", row.number},   {"key", row.key},         {"status", row.status},
      {"code", row.code},       {"message", row.message}, {"fields", fields},
      {"figures", figures},     {"seed", row.seed},       {"versions", Json::parse(row.versions)},
      {"command", row.command}, {"origin", row.origin}};
}

}  // namespace

std::vector<std::string> default_columns(const SweepResults& results) {
  std::vector<std::string> columns = results.varying_fields();
  for (const char* name : kCompared) {
    if (results.figure(name) != nullptr) columns.emplace_back(name);
  }
  return columns;
}

std::vector<const SweepRow*> done_rows(const SweepResults& results) {
  std::vector<const SweepRow*> rows;
  for (const SweepRow& row : results.rows) {
    if (row.is_done()) rows.push_back(&row);
  }
  return rows;
}

Table rows_table(const SweepResults& results, const std::vector<const SweepRow*>& rows,
                 const std::vector<std::string>& columns, const std::string& id,
                 const std::string& title) {
  Table table{id, title, {{"point", "", {}}}, {}};
  for (const std::string& name : columns) table.columns.push_back(column_of(results, name));
  for (const SweepRow* row : rows) {
    table.rows.push_back({cell(std::to_string(row->number))});
    for (const std::string& name : columns) {
      TableCell cell = cell_of(row->value(name));
      // Paths are for exports; tables have no room for them.
      if (name == "stimulus") cell.text = std::filesystem::path(cell.text).filename().string();
      table.rows.back().push_back(std::move(cell));
    }
  }
  return table;
}

Table missing_table(const SweepResults& results, std::size_t most) {
  const SweepState& state = results.state;
  Table table{"missing",
              "",
              {{"point", "", {}}, {"status", "", {}}, {"fields", "", {}}, {"fault", "", {}}},
              {}};
  const std::size_t missing = results.rows.size() - state.done;
  for (const SweepRow& row : results.rows) {
    if (row.is_done() || table.rows.size() == most) continue;
    table.rows.push_back({cell(std::to_string(row.number)), cell(row.status),
                          cell(words_of(results, row)), cell(row.message)});
  }
  table.title = fmt::format("Points without a result: {}", missing);
  if (table.rows.size() < missing)
    table.title += fmt::format(", the first {} of them", table.rows.size());
  return table;
}

Table export_table(const SweepResults& results) {
  const std::vector<std::string> fields = results.fields();
  const std::vector<std::string> figures = results.figures();
  Table table{"points", results.title, {{"point", "", {}}, {"status", "", {}}}, {}};
  for (const std::string& name : fields) table.columns.push_back({name, "", {}});
  for (const std::string& name : figures) table.columns.push_back(column_of(results, name));
  for (const char* name : {"seed", "origin", "message", "key", "versions", "command"}) {
    table.columns.push_back({name, "", {}});
  }
  for (const SweepRow& row : results.rows) {
    std::vector<TableCell> cells{cell(std::to_string(row.number)), cell(row.status)};
    for (const std::string& name : fields) cells.push_back(cell_of(row.value(name)));
    for (const std::string& name : figures) cells.push_back(cell_of(row.value(name)));
    cells.push_back(cell(std::to_string(row.seed)));
    for (const std::string& text : {row.origin, row.message, row.key, row.versions, row.command})
      cells.push_back(cell(text));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Json export_json(const SweepResults& results, const std::vector<const SweepRow*>& rows) {
  Json list = Json::array();
  for (const SweepRow* row : rows) list.push_back(row_json(*row));
  return {{"title", results.title},           {"done", results.state.done},
          {"failed", results.state.failed},   {"crashed", results.state.crashed},
          {"waiting", results.state.waiting}, {"points", list}};
}

std::string state_text(const SweepState& state) {
  return fmt::format("done {}, failed {}, crashed {}, waiting {}", state.done, state.failed,
                     state.crashed, state.waiting);
}

}  // namespace pann::analysis
