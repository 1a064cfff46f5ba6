#include "analysis/sweep/results.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/sweep/database.h"
#include "analysis/sweep/spec/point.h"
#include "analysis/sweep/spec/point_text.h"
#include "support/closest_word.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

/// Columns beside fields and figures that conditions may name.
constexpr std::array<const char*, 4> kColumns{"number", "status", "origin", "key"};
/// The figures first that studies compare; the rest by name.
constexpr std::array<const char*, 6> kLeading{"energy", "area",        "delay",
                                              "flips",  "flips_model", "cells"};

SweepRow row_of(const Statement& select) {
  SweepRow row;
  row.number = select.integer(0);
  row.key = select.text(1);
  const auto fields = nlohmann::ordered_json::parse(select.text(2));
  for (const auto& [name, value] : fields.items()) {
    row.fields[name] = value_from_json(value);
  }
  row.seed = select.integer(3);
  row.versions = select.text(4);
  row.command = select.text(5);
  row.status = select.text(6);
  row.origin = select.text(7);
  row.code = select.text(8);
  row.message = select.text(9);
  return row;
}

std::vector<SweepRow> all_rows(Database& database) {
  std::vector<SweepRow> rows;
  Statement select = database.prepare(
      "SELECT number, key, fields, seed, versions, command, status, origin, code, message "
      "FROM points ORDER BY number");
  while (select.step()) rows.push_back(row_of(select));
  std::map<std::string, SweepRow*> by_key;
  for (SweepRow& row : rows) by_key[row.key] = &row;
  Statement figures = database.prepare("SELECT key, name, value, unit, origin FROM figures");
  while (figures.step()) {
    const auto found = by_key.find(figures.text(0));
    if (found == by_key.end()) continue;
    found->second->figures[figures.text(1)] = {figures.number(2), figures.text(3), figures.text(4)};
  }
  return rows;
}

std::vector<std::string> legal_words(const std::string& name) {
  const PointField* field = find_point_field(name);
  if (field != nullptr) return field->words;
  if (name == "status") return {"done", "failed", "crashed", "waiting"};
  return {};
}

std::vector<std::string> all_names(const SweepResults& results) {
  std::vector<std::string> names = point_field_names();
  for (const std::string& figure : results.figures()) names.push_back(figure);
  names.insert(names.end(), kColumns.begin(), kColumns.end());
  return names;
}

SweepState state_of(const std::vector<SweepRow>& rows) {
  SweepState state;
  for (const SweepRow& row : rows) {
    if (row.status == "done")
      ++state.done;
    else if (row.status == "failed")
      ++state.failed;
    else if (row.status == "crashed")
      ++state.crashed;
    else
      ++state.waiting;
  }
  return state;
}

[[noreturn]] void fail_name(const std::string& option, const std::string& name,
                            const std::vector<std::string>& names) {
  const std::string closest = support::closest_word(name, names);
  support::fail_input("sweep.figure", fmt::format("{}: no point has '{}'", option, name),
                      closest.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                                      : fmt::format("did you mean {}?", closest));
}

}  // namespace

FieldValue SweepRow::value(const std::string& name) const {
  if (const auto field = fields.find(name); field != fields.end()) return field->second;
  if (const auto figure = figures.find(name); figure != figures.end()) return figure->second.value;
  if (name == "number") return number;
  if (name == "status") return status;
  if (name == "origin") return origin;
  if (name == "key") return key;
  return {};
}

std::vector<std::string> SweepResults::fields() const {
  std::vector<std::string> names;
  for (const std::string& name : point_field_names()) {
    if (std::any_of(rows.begin(), rows.end(),
                    [&](const SweepRow& row) { return row.fields.contains(name); }))
      names.push_back(name);
  }
  return names;
}

std::vector<std::string> SweepResults::varying_fields() const {
  std::vector<std::string> names = fields();
  std::erase_if(names, [&](const std::string& name) {
    return std::all_of(rows.begin(), rows.end(), [&](const SweepRow& row) {
      return row.value(name) == rows.front().value(name);
    });
  });
  return names;
}

std::vector<std::string> SweepResults::figures() const {
  std::set<std::string> all;
  for (const SweepRow& row : rows) {
    for (const auto& [name, figure] : row.figures) all.insert(name);
  }
  std::vector<std::string> names;
  for (const char* name : kLeading) {
    if (all.erase(name) > 0) names.emplace_back(name);
  }
  names.insert(names.end(), all.begin(), all.end());
  return names;
}

const SweepFigure* SweepResults::figure(const std::string& name) const {
  for (const SweepRow& row : rows) {
    if (const auto found = row.figures.find(name); found != row.figures.end())
      return &found->second;
  }
  return nullptr;
}

SweepResults read_sweep(const fs::path& directory, const std::vector<std::string>& conditions) {
  const fs::path file = directory / kSweepDatabase;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    support::fail_input("sweep.missing",
                        fmt::format("'{}' holds no {}", directory.string(), kSweepDatabase),
                        "name the folder that `pann sweep SPEC -o DIR` wrote");
  }
  Database database(file, Database::Access::read);
  require_schema(database, file);
  SweepResults results;
  Statement title = database.prepare("SELECT value FROM meta WHERE name = 'title'");
  if (title.step()) results.title = title.text(0);
  results.rows = all_rows(database);
  const ConditionNames names{all_names(results), legal_words};
  std::vector<Condition> parsed;
  for (const std::string& text : conditions) parsed.emplace_back(text, names, "--where");
  std::erase_if(results.rows, [&](const SweepRow& row) {
    return !all_hold(parsed, [&](const std::string& name) { return row.value(name); });
  });
  results.state = state_of(results.rows);
  return results;
}

void require_figure(const SweepResults& results, const std::string& option,
                    const std::string& name) {
  const std::vector<std::string> names = results.figures();
  if (std::find(names.begin(), names.end(), name) == names.end()) fail_name(option, name, names);
}

void require_name(const SweepResults& results, const std::string& option, const std::string& name) {
  std::vector<std::string> names = results.fields();
  for (const std::string& figure : results.figures()) names.push_back(figure);
  if (std::find(names.begin(), names.end(), name) == names.end()) fail_name(option, name, names);
}

}  // namespace pann::analysis
