#include "cli/output_place.h"

#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/manifest.h"
#include "generator/testbench/testbench.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "synth/yosys/script.h"

namespace pann::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kReport = "report.json";
constexpr const char* kItems = "items";
constexpr const char* kStudy = "study.json";
constexpr const char* kNetwork = "network.json";

std::optional<OutputKind> kind_of(const fs::path& directory) {
  if (fs::exists(directory / synth::files::kNetlistJson)) return OutputKind::netlist;
  if (fs::exists(directory / kManifest)) return OutputKind::design;
  if (fs::exists(directory / kReport)) return OutputKind::run;
  if (fs::is_directory(directory / kItems)) return OutputKind::reproduction;
  if (fs::exists(directory / kStudy)) return OutputKind::study;
  if (fs::exists(directory / kNetwork)) return OutputKind::network;
  return std::nullopt;
}

const char* words(OutputKind kind) {
  switch (kind) {
    case OutputKind::design:
      return "a design of pann gen";
    case OutputKind::netlist:
      return "a netlist of pann synth";
    case OutputKind::run:
      return "results of pann run";
    case OutputKind::reproduction:
      return "results of pann reproduce";
    case OutputKind::study:
      return "results of pann explore";
    case OutputKind::network:
      return "a network";
  }
  return "?";
}

/// Names below `directory` that results of its kind consist of; nothing where they cannot be read.
std::set<std::string> results_in(const fs::path& directory) {
  std::set<std::string> names;
  try {
    const auto kind = kind_of(directory);
    if (kind == OutputKind::design) {
      const generator::Manifest manifest = generator::read_manifest(directory);
      names.insert(manifest.files.begin(), manifest.files.end());
      if (const std::string core = manifest.top + ".core"; fs::exists(directory / core)) {
        names.insert(core);
      }
      for (const std::string& name : generator::testbench_files()) {
        if (fs::exists(directory / name)) names.insert(name);
      }
    } else if (kind == OutputKind::run) {
      const auto report = nlohmann::json::parse(support::read_file(directory / kReport));
      for (const auto& unit : report.at("units"))
        names.insert(unit.at("directory").get<std::string>());
    } else if (kind == OutputKind::study) {
      const auto study = nlohmann::json::parse(support::read_file(directory / kStudy));
      for (const auto& point : study.at("energy").at("points"))
        names.insert(point.at("unit").at("directory").get<std::string>());
    } else if (kind == OutputKind::network) {
      // The samples are not among them: they may be the user's own.
      const auto network = nlohmann::json::parse(support::read_file(directory / kNetwork));
      for (const auto& layer : network.at("layers")) {
        for (const char* file : {"weight", "bias"}) {
          if (layer.contains(file)) names.insert(layer.at(file).get<std::string>());
        }
      }
    }
  } catch (const std::exception&) {
    names.clear();
  }
  return names;
}

/// Whether `name` leads to a place below the directory that it is read from.
bool stays_inside(const std::string& name) {
  const fs::path path = fs::path(name).lexically_normal();
  return path.is_relative() && !path.empty() && *path.begin() != "..";
}

}  // namespace

OutputPlace::OutputPlace(fs::path directory, OutputKind kind, bool force)
    : directory_(std::move(directory)), kind_(kind), former_(results_in(directory_)) {
  const auto there = kind_of(directory_);
  if (force || !there || *there == kind_) return;
  support::fail_input("output.kind",
                      fmt::format("'{}' holds {}: {} would be mixed with it", directory_.string(),
                                  words(*there), words(kind_)),
                      "choose another directory with -o, or say --force");
}

void OutputPlace::remove_stale(const std::set<std::string>& written) const {
  const std::set<std::string> present = written.empty() ? results_in(directory_) : written;
  for (const std::string& name : former_) {
    std::error_code error;
    if (!present.contains(name) && stays_inside(name)) fs::remove_all(directory_ / name, error);
  }
}

}  // namespace pann::cli
