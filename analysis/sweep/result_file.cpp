#include "analysis/sweep/result_file.h"

#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/sweep/spec/point_text.h"
#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::analysis {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kChunkSchema = "pann.sweep.chunk";
constexpr const char* kResultSchema = "pann.sweep.results";
constexpr int kVersion = 1;

Json figure_json(const flow::CostRow& row) {
  return Json::array({row.name, row.value, row.unit, row.origin});
}

flow::CostRow figure_from(const Json& json) {
  return {json.at(0).get<std::string>(), json.at(1).get<double>(), json.at(2).get<std::string>(),
          json.at(3).get<std::string>()};
}

Json result_json(const PointResult& result) {
  Json figures = Json::array();
  for (const flow::CostRow& row : result.figures) figures.push_back(figure_json(row));
  return {{"key", result.key},         {"done", result.is_done},    {"passing", result.is_passing},
          {"code", result.code},       {"message", result.message}, {"origin", result.origin},
          {"seconds", result.seconds}, {"figures", figures}};
}

PointResult result_from(const Json& json) {
  PointResult result;
  json.at("key").get_to(result.key);
  json.at("done").get_to(result.is_done);
  json.at("passing").get_to(result.is_passing);
  json.at("code").get_to(result.code);
  json.at("message").get_to(result.message);
  json.at("origin").get_to(result.origin);
  json.at("seconds").get_to(result.seconds);
  for (const Json& figure : json.at("figures")) result.figures.push_back(figure_from(figure));
  return result;
}

/// The JSON of a file of that schema; `use` reads it.
template <class Use>
void read_schema(const fs::path& file, const char* schema, const char* code, const Use& use) {
  const std::string text = support::read_file(file);
  std::string fault;
  try {
    const Json json = Json::parse(text);
    if (json.at("schema") == schema && json.at("version") == kVersion) {
      use(json);
      return;
    }
    fault = "it has another schema or version";
  } catch (const Json::exception& exception) {
    fault = exception.what();
  }
  support::fail_input(
      code, fmt::format("'{}' is no {} of version {}: {}", file.string(), schema, kVersion, fault),
      "run `pann sweep` again with the same program for all workers");
}

}  // namespace

SweepFolder::SweepFolder(const fs::path& sweep)
    : root_(sweep / "work"),
      chunks_(root_ / "chunks"),
      results_(root_ / "results"),
      journal_(root_ / "journal") {}

fs::path SweepFolder::chunk_file(const std::string& name) const {
  return chunks_ / (name + ".json");
}

void SweepFolder::create() const {
  for (const fs::path& folder : {chunks_, results_, journal_}) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) continue;
    support::fail_input("output.directory",
                        fmt::format("cannot make '{}': {}", folder.string(), error.message()),
                        "choose a folder with -o that can be written");
  }
}

void SweepFolder::remove() const {
  std::error_code error;
  fs::remove_all(root_, error);
}

std::string to_json_text(const SweepChunk& chunk) {
  Json points = Json::array();
  for (const SweepChunk::Entry& entry : chunk.entries) {
    points.push_back({{"key", entry.key}, {"fields", fields_json(entry.point)}});
  }
  const Json json{{"schema", kChunkSchema},
                  {"version", kVersion},
                  {"one_by_one", chunk.one_by_one},
                  {"points", points}};
  return json.dump() + '\n';
}

SweepChunk read_chunk(const fs::path& file) {
  SweepChunk chunk;
  chunk.name = file.stem().string();
  read_schema(file, kChunkSchema, "sweep.chunk", [&](const Json& json) {
    json.at("one_by_one").get_to(chunk.one_by_one);
    for (const Json& entry : json.at("points")) {
      chunk.entries.push_back(
          {entry.at("key").get<std::string>(), point_from_json(entry.at("fields"))});
    }
  });
  return chunk;
}

std::string to_json_text(const std::vector<PointResult>& results) {
  Json list = Json::array();
  for (const PointResult& result : results) list.push_back(result_json(result));
  const Json json{{"schema", kResultSchema}, {"version", kVersion}, {"results", list}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::vector<PointResult> read_results(const fs::path& file) {
  std::vector<PointResult> results;
  read_schema(file, kResultSchema, "sweep.results", [&](const Json& json) {
    for (const Json& entry : json.at("results")) results.push_back(result_from(entry));
  });
  return results;
}

}  // namespace pann::analysis
