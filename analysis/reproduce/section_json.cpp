#include "analysis/reproduce/section_json.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pann::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kOrigins{Origin::measured,  Origin::tabulated,   Origin::exact,
                              Origin::simulated, Origin::modelled,    Origin::printed,
                              Origin::synthetic, Origin::not_measured};
constexpr std::array<const char*, 3> kPlotKinds{"lines", "points", "bars"};
constexpr std::array<const char*, 6> kOutcomes{"agrees",       "differs",  "supported",
                                               "contradicted", "measured", "not_measured"};

template <class Value>
Json optional_json(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

template <class Value>
std::optional<Value> optional_from(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<Value>());
}

Origin origin_from(const std::string& text) {
  for (const Origin origin : kOrigins) {
    if (text == name(origin)) return origin;
  }
  throw std::invalid_argument(fmt::format("no origin is called '{}'", text));
}

PlotKind plot_kind_from(const std::string& text) {
  for (std::size_t i = 0; i < kPlotKinds.size(); ++i) {
    if (text == kPlotKinds[i]) return static_cast<PlotKind>(i);
  }
  throw std::invalid_argument(fmt::format("no plot is of kind '{}'", text));
}

/// A list of anything, each element by `convert`.
template <class List, class Convert>
Json list_json(const List& list, Convert convert) {
  Json json = Json::array();
  for (const auto& element : list) json.push_back(convert(element));
  return json;
}

template <class Element, class Convert>
std::vector<Element> list_from(const Json& json, Convert convert) {
  std::vector<Element> list;
  for (const Json& element : json) list.push_back(convert(element));
  return list;
}

Json point_json(const PlotPoint& point) {
  return Json::array({point.x, point.y, optional_json(point.error)});
}

PlotPoint point_from(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), optional_from<double>(json.at(2))};
}

Json series_json(const PlotSeries& series) {
  return {{"name", series.name},
          {"origin", name(series.origin)},
          {"points", list_json(series.points, point_json)}};
}

PlotSeries series_from(const Json& json) {
  return {json.at("name").get<std::string>(), origin_from(json.at("origin").get<std::string>()),
          list_from<PlotPoint>(json.at("points"), point_from)};
}

Json plot_json(const Plot& plot) {
  return {{"id", plot.id},
          {"title", plot.title},
          {"x_label", plot.x_label},
          {"y_label", plot.y_label},
          {"kind", kPlotKinds[static_cast<std::size_t>(plot.kind)]},
          {"x_log", plot.x_log},
          {"y_log", plot.y_log},
          {"series", list_json(plot.series, series_json)}};
}

Plot plot_from(const Json& json) {
  return {json.at("id").get<std::string>(),
          json.at("title").get<std::string>(),
          json.at("x_label").get<std::string>(),
          json.at("y_label").get<std::string>(),
          plot_kind_from(json.at("kind").get<std::string>()),
          json.at("x_log").get<bool>(),
          json.at("y_log").get<bool>(),
          list_from<PlotSeries>(json.at("series"), series_from)};
}

Json column_json(const TableColumn& column) {
  return {{"name", column.name},
          {"unit", column.unit},
          {"origin", column.origin ? Json(name(*column.origin)) : Json(nullptr)}};
}

TableColumn column_from(const Json& json) {
  TableColumn column{json.at("name").get<std::string>(), json.at("unit").get<std::string>(),
                     std::nullopt};
  const auto origin = optional_from<std::string>(json.at("origin"));
  if (origin) column.origin = origin_from(*origin);
  return column;
}

Json cell_json(const TableCell& cell) {
  return Json::array({optional_json(cell.number), cell.text});
}

TableCell cell_from(const Json& json) {
  return {optional_from<double>(json.at(0)), json.at(1).get<std::string>()};
}

Json cells_json(const std::vector<TableCell>& cells) {
  return list_json(cells, cell_json);
}

std::vector<TableCell> cells_from(const Json& json) {
  return list_from<TableCell>(json, cell_from);
}

Json table_json(const Table& table) {
  return {{"id", table.id},
          {"title", table.title},
          {"columns", list_json(table.columns, column_json)},
          {"rows", list_json(table.rows, cells_json)}};
}

Table table_from(const Json& json) {
  return {json.at("id").get<std::string>(), json.at("title").get<std::string>(),
          list_from<TableColumn>(json.at("columns"), column_from),
          list_from<std::vector<TableCell>>(json.at("rows"), cells_from)};
}

SummaryRow summary_from(const Json& json) {
  SummaryRow row;
  row.item = json.at("item").get<std::string>();
  row.quantity = json.at("quantity").get<std::string>();
  row.unit = json.at("unit").get<std::string>();
  row.printed = optional_from<double>(json.at("printed"));
  row.statement = json.at("statement").get<std::string>();
  row.measured = optional_from<double>(json.at("measured"));
  row.confidence = optional_from<double>(json.at("confidence"));
  row.origin = origin_from(json.at("origin").get<std::string>());
  row.supported = optional_from<bool>(json.at("supported"));
  row.tolerance = json.at("tolerance").get<double>();
  row.reason = json.at("reason").get<std::string>();
  return row;
}

}  // namespace

Json to_json(const SummaryRow& row) {
  return {{"item", row.item},
          {"quantity", row.quantity},
          {"unit", row.unit},
          {"printed", optional_json(row.printed)},
          {"statement", row.statement},
          {"measured", optional_json(row.measured)},
          {"confidence", optional_json(row.confidence)},
          {"ratio", optional_json(row.ratio())},
          {"origin", name(row.origin)},
          {"supported", optional_json(row.supported)},
          {"tolerance", row.tolerance},
          {"outcome", kOutcomes[static_cast<std::size_t>(outcome(row))]},
          {"verdict", verdict(row)},
          {"reason", row.reason}};
}

Json to_json(const ItemResult& result) {
  const ReportSection& section = result.section;
  return {
      {"id", section.id},
      {"title", section.title},
      {"paragraphs", section.paragraphs},
      {"plots", list_json(section.plots, plot_json)},
      {"tables", list_json(section.tables, table_json)},
      {"command", section.command},
      {"summary", list_json(result.summary, [](const SummaryRow& row) { return to_json(row); })}};
}

ItemResult item_result_from_json(const Json& json) {
  return {{json.at("id").get<std::string>(), json.at("title").get<std::string>(),
           json.at("paragraphs").get<std::vector<std::string>>(),
           list_from<Plot>(json.at("plots"), plot_from),
           list_from<Table>(json.at("tables"), table_from), json.at("command").get<std::string>()},
          list_from<SummaryRow>(json.at("summary"), summary_from)};
}

}  // namespace pann::analysis
