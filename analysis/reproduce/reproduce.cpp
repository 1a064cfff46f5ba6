#include "analysis/reproduce/reproduce.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/reproduce/item_store.h"
#include "analysis/reproduce/section_json.h"
#include "support/cancellation.h"
#include "support/output.h"

namespace pann::analysis {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kAll = "all";

ItemResult measure(const ReproduceItem& item, Workbench& bench, const ReproduceOptions& options) {
  ItemResult result = item.run(bench);
  result.section.id = item.id;
  result.section.title = item.title;
  result.section.command =
      fmt::format("pann reproduce {}{} -o DIR", item.id, options.command_options);
  return result;
}

std::vector<SummaryRow> rows_of(const std::vector<ItemResult>& results) {
  std::vector<SummaryRow> rows;
  for (const ItemResult& result : results) {
    rows.insert(rows.end(), result.summary.begin(), result.summary.end());
  }
  return rows;
}

std::string summary_json(const std::vector<SummaryRow>& rows, const ReproduceOptions& options) {
  Json list = Json::array();
  for (const SummaryRow& row : rows) list.push_back(to_json(row));
  const Json json{{"schema", "pann.reproduce.summary"},
                  {"version", 1},
                  {"program", options.version},
                  {"seed", options.measurement.seed},
                  {"agreement", kAgreement},
                  {"rows", list}};
  return json.dump(1) + '\n';
}

Report report_of(const std::vector<ItemResult>& results, const std::vector<SummaryRow>& rows,
                 const ReproduceOptions& options) {
  Report report;
  report.title = "The paper, reproduced";
  report.paragraphs = {
      "Every model, table and figure of \"Beyond Quantization: Power aware neural networks\" that "
      "a circuit can answer, measured beside printed. Nothing is fitted to the printed figures; "
      "where ours differ, the verdict says by how much and why, and docs/reproduce.md has the "
      "investigation.",
      fmt::format("A figure agrees if it is within {:.0f} % of the printed one, or within that of "
                  "its own 95 % confidence interval on top. PANN-RTL {}, seed {}.",
                  kAgreement * 100.0, options.version, options.measurement.seed)};
  ReportSection summary;
  summary.id = "summary";
  summary.title = "Summary";
  summary.tables = {overview_table(rows), summary_table(rows)};
  report.sections.push_back(std::move(summary));
  for (const ItemResult& result : results) report.sections.push_back(result.section);
  return report;
}

void write_outputs(const std::vector<ItemResult>& results, const ReproduceOptions& options,
                   const fs::path& output) {
  const std::vector<SummaryRow> rows = rows_of(results);
  support::OutputDirectory data(output);
  data.add("summary.csv", to_csv(summary_table(rows)));
  data.add("summary.json", summary_json(rows, options));
  for (const ItemResult& result : results) {
    for (const Plot& plot : result.section.plots) {
      data.add(fs::path("csv") / ("plot-" + plot.id + ".csv"), to_csv(plot));
    }
    for (const Table& table : result.section.tables) {
      data.add(fs::path("csv") / ("table-" + table.id + ".csv"), to_csv(table));
    }
  }
  data.commit();
  // Last, since it alone needs a plotter: without one the data are there all the same.
  support::OutputDirectory page(output);
  page.add("report.html", to_html(report_of(results, rows, options)));
  page.commit();
}

}  // namespace

std::vector<std::string> chosen_items(const std::vector<std::string>& words) {
  const auto has = [&words](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  for (const std::string& word : words) {
    if (word != kAll) find_item(word);
  }
  std::vector<std::string> ids;
  for (const ReproduceItem& item : reproduce_items()) {
    if (has(kAll) || has(item.id)) ids.push_back(item.id);
  }
  return ids;
}

ReproduceOutcome reproduce(const std::vector<std::string>& ids, const ReproduceOptions& options,
                           const fs::path& output, const ReproduceListener& listener) {
  const ItemStore store(output, options);
  Workbench bench(options.measurement, listener.fraction);
  ReproduceOutcome outcome;
  std::vector<ItemResult> held;
  for (const ReproduceItem& item : reproduce_items()) {
    support::check_cancelled();
    const bool is_asked = std::find(ids.begin(), ids.end(), item.id) != ids.end();
    std::optional<ItemResult> result = store.find(item);
    if (result && is_asked) outcome.resumed.push_back(item.id);
    if (!result && is_asked) {
      listener.stage(item.id);
      result = measure(item, bench, options);
      store.keep(item, *result);
    }
    if (!result) continue;
    if (is_asked) outcome.items.push_back(*result);
    held.push_back(std::move(*result));
  }
  listener.stage("report");
  write_outputs(held, options, output);
  return outcome;
}

}  // namespace pann::analysis
