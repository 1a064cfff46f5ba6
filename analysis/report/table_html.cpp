#include "analysis/report/table_html.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "analysis/report/html_text.h"

namespace pann::analysis {

namespace {

constexpr double kLargestWhole = 1e15;
constexpr int kMaxDigits = 8;  ///< Before and after the point together.

int exponent(double number) {
  return static_cast<int>(std::floor(std::log10(number)));
}

/// Decimals that all of `numbers` are shown with; -1: each with its own digits.
int decimals(const std::vector<double>& numbers) {
  const auto whole = [](double value) {
    return value == std::floor(value) && std::abs(value) < kLargestWhole;
  };
  if (std::all_of(numbers.begin(), numbers.end(), whole)) return 0;
  double smallest = INFINITY;
  double largest = 0.0;
  for (const double number : numbers) {
    if (!std::isfinite(number)) return -1;
    if (number != 0.0) smallest = std::min(smallest, std::abs(number));
    largest = std::max(largest, std::abs(number));
  }
  const int count = std::max({0, 2 - exponent(smallest), 3 - exponent(largest)});
  return count + std::max(exponent(largest), 0) + 1 > kMaxDigits ? -1 : count;
}

/// Texts of one column's cells; a dash for nothing.
std::vector<std::string> shown_column(const Table& table, std::size_t column) {
  std::vector<double> numbers;
  for (const auto& row : table.rows) {
    if (row[column].number && row[column].text.empty()) numbers.push_back(*row[column].number);
  }
  const std::vector<std::string> shown = shown_numbers(numbers);
  std::vector<std::string> texts;
  std::size_t next = 0;
  for (const auto& row : table.rows) {
    const TableCell& cell = row[column];
    if (!cell.text.empty()) {
      texts.push_back(escape_html(cell.text));
    } else {
      texts.push_back(cell.number ? shown[next++] : "\u2013");
    }
  }
  return texts;
}

bool is_numeric(const Table& table, std::size_t column) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [&](const auto& row) { return row[column].number.has_value(); });
}

std::string head_html(const TableColumn& column, bool numeric) {
  std::string html =
      fmt::format("<th scope=\"col\" aria-sort=\"none\"{}><button type=\"button\">{}",
                  numeric ? " class=\"number\"" : "", escape_html(column.name));
  if (!column.unit.empty())
    html += fmt::format(" <span class=\"unit\">{}</span>", escape_html(column.unit));
  html += "</button>";
  if (column.origin) html += origin_badge(*column.origin);
  return html + "</th>";
}

/// The first column names the row, unless it holds figures.
std::string cell_html(const TableCell& cell, const std::string& text, bool numeric, bool heads) {
  const char* tag = heads ? "th" : "td";
  std::string attributes = heads ? " scope=\"row\"" : "";
  if (numeric) attributes += " class=\"number\"";
  if (cell.number) attributes += fmt::format(" data-value=\"{}\"", *cell.number);
  return fmt::format("<{0}{1}>{2}</{0}>", tag, attributes, text);
}

}  // namespace

std::vector<std::string> shown_numbers(const std::vector<double>& numbers) {
  const int count = decimals(numbers);
  std::vector<std::string> shown;
  for (const double number : numbers) {
    shown.push_back(count < 0 ? fmt::format("{:.4g}", number)
                              : fmt::format("{:.{}f}", number, count));
  }
  return shown;
}

std::string origin_badge(Origin origin) {
  std::string style = name(origin);
  std::replace(style.begin(), style.end(), ' ', '-');
  return fmt::format("<span class=\"origin {}\" title=\"{}\">{}</span>", style,
                     escape_html(description(origin)), name(origin));
}

std::string table_html(const Table& table) {
  std::vector<std::vector<std::string>> columns;
  std::string html = fmt::format(
      "<div class=\"scroll\" id=\"table-{0}\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{1}\">\n<table class=\"sortable\">\n<caption>{1}</caption>\n<thead><tr>",
      table.id, escape_html(table.title));
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    columns.push_back(shown_column(table, c));
    html += head_html(table.columns[c], is_numeric(table, c));
  }
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    html += "<tr>";
    for (std::size_t c = 0; c < columns.size(); ++c) {
      html += cell_html(table.rows[r][c], columns[c][r], is_numeric(table, c),
                        c == 0 && !table.columns[c].origin);
    }
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n";
}

}  // namespace pann::analysis
