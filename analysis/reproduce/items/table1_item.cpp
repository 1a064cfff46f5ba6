#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mac_sweep.h"
#include "analysis/reproduce/reasons.h"

namespace pann::analysis {

namespace {

using generator::Architecture;
using tb::Distribution;
using tb::Range;

/// A row of Table 1: elements of ours, and what the paper prints.
struct PrintedRow {
  const char* name;
  std::vector<std::string> elements;
  double (*printed)(int bits);
  bool accumulates = false;
};

const std::vector<PrintedRow>& printed_rows() {
  static const std::vector<PrintedRow> rows{
      {"multiplier inputs", {"multiplier_inputs"}, [](int b) { return 1.0 * b; }},
      {"internal units, operand words", {"multiplier_operands"}, [](int b) { return 0.5 * b * b; }},
      {"internal units, operand words and carries", figure6_elements(),
       [](int b) { return 0.5 * b * b; }},
      {"accumulator input",
       {"accumulator_input"},
       [](int) { return 0.5 * MacPoint::kAccumulatorBits; },
       true},
      {"accumulator sum and register",
       {"accumulator_sum", "accumulator_register"},
       [](int b) { return 2.0 * b; },
       true}};
  return rows;
}

/// The single long stream is the paper's; one multiplier is enough, since the accumulator sees the
/// same products behind all three.
std::vector<MacPoint> all_points() {
  std::vector<MacPoint> points;
  for (const Architecture multiplier : kArchitectures) {
    for (const int bits : widths()) {
      for (const Range range : {Range::signed_range, Range::nonnegative}) {
        for (const Distribution distribution : {Distribution::uniform, Distribution::gaussian}) {
          points.push_back({multiplier, bits, distribution, range, tb::kDefaultStreamLength});
          if (multiplier == Architecture::booth4) {
            points.push_back({multiplier, bits, distribution, range, 0});
          }
        }
      }
    }
  }
  return points;
}

bool is_tables_case(const MacPoint& point) {
  return point.distribution == Distribution::uniform && point.range == Range::signed_range;
}

std::string stream_title(const MacPoint& point) {
  return point.length == 0 ? "one stream" : fmt::format("streams of {}", point.length);
}

Table all_runs(const std::vector<MacPoint>& points, const std::vector<FlipResult>& results) {
  Table table{"table1-runs",
              "Bit flips per MAC, every run",
              {key_column("multiplier"),
               key_column("b", "bits"),
               key_column("operands"),
               key_column("range"),
               key_column("operations in a stream"),
               key_column("element"),
               {"expected", "", Origin::exact},
               {"sampled", "", Origin::measured},
               {"95 %", "", Origin::measured},
               {"model", "", Origin::modelled}},
              {}};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const MacPoint& point = points[i];
    for (const FlipElement& element : results[i].elements) {
      if (element.name == "clock") continue;
      table.rows.push_back(
          {cell(generator::name(point.multiplier)), cell(point.bits),
           cell(tb::name(point.distribution)), cell(tb::name(point.range)),
           cell(static_cast<double>(point.length == 0 ? results[i].operations : point.length)),
           cell(element.name), cell(element.exact), cell(element.sampled), cell(element.confidence),
           cell(element.model)});
    }
  }
  return table;
}

/// Table 1 as the paper has it, for one multiplier: a row an element, a column a width.
Table papers_table(Architecture multiplier, const std::vector<MacPoint>& points,
                   const std::vector<FlipResult>& results) {
  Table table{fmt::format("table1-{}", generator::name(multiplier)),
              fmt::format("Table 1 behind a {} multiplier, uniform, signed", title(multiplier)),
              {key_column("element"), key_column("streams")},
              {}};
  for (const int bits : widths()) {
    table.columns.push_back({fmt::format("b = {}", bits), "", Origin::measured});
    table.columns.push_back({fmt::format("model, b = {}", bits), "", Origin::modelled});
  }
  for (const PrintedRow& printed : printed_rows()) {
    for (const std::uint64_t length : {tb::kDefaultStreamLength, std::uint64_t{0}}) {
      std::vector<TableCell> row{cell(printed.name)};
      for (std::size_t i = 0; i < points.size(); ++i) {
        const MacPoint& point = points[i];
        if (!is_tables_case(point) || point.multiplier != multiplier || point.length != length)
          continue;
        if (row.size() == 1) row.push_back(cell(stream_title(point)));
        row.push_back(cell(results[i].sum(printed.elements).best()));
        row.push_back(cell(printed.printed(point.bits)));
      }
      if (row.size() > 1 && (printed.accumulates || length != 0))
        table.rows.push_back(std::move(row));
    }
  }
  return table;
}

void summarize(const MacPoint& point, const FlipResult& result, std::vector<SummaryRow>& rows) {
  for (const PrintedRow& printed : printed_rows()) {
    if (!printed.accumulates && point.length == 0) continue;
    const bool is_internal = printed.elements.front() == "multiplier_operands";
    if (!is_internal && point.multiplier != Architecture::booth4) continue;
    const FlipElement measured = result.sum(printed.elements);
    SummaryRow row{.item = "table1",
                   .quantity = fmt::format("{}, b = {}", printed.name, point.bits),
                   .unit = "flips",
                   .printed = printed.printed(point.bits),
                   .measured = measured.best(),
                   .confidence = confidence_of(measured),
                   .origin = origin_of(measured)};
    if (is_internal) {
      row.quantity += fmt::format(", {}", title(point.multiplier));
      row.reason = internal_units_reason(point.multiplier, printed.elements.size() > 1);
    }
    if (printed.accumulates && !measured.exact) {
      row.quantity += ", " + stream_title(point);
      row.reason = kSignedSumReason;
    }
    if (measured.exact && printed.accumulates) {
      if (point.length == 0) continue;  // the expectation does not depend on the streams
      row.reason = kSignedInputReason;
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace

ItemResult reproduce_table1(Workbench& bench) {
  const std::vector<MacPoint> points = all_points();
  const std::vector<FlipResult> results = measure_macs(bench, points);
  ItemResult item;
  item.section.paragraphs = {
      "Bit flips per MAC at the elements of Table 1, accumulator of 32 bits. Where an element does "
      "not depend on stored bits its expected value is computed by enumerating all operand pairs; "
      "the rest is sampled, with the half width of a 95 % confidence interval beside it.",
      "The internal units are counted twice: the operand words of the multiplier's adders alone, "
      "and with the carries, as Figure 6 counts. The accumulator is measured as one stream, as in "
      "the paper, and as streams of 100 operations that begin at zero."};
  for (const Architecture multiplier : kArchitectures) {
    item.section.tables.push_back(papers_table(multiplier, points, results));
  }
  item.section.tables.push_back(all_runs(points, results));
  for (const int bits : {kNarrowestBits, 4, kWidestBits}) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (is_tables_case(points[i]) && points[i].bits == bits)
        summarize(points[i], results[i], item.summary);
    }
  }
  return item;
}

}  // namespace pann::analysis
