#include "analysis/sweep/point_key.h"

#include <filesystem>
#include <utility>

#include <nlohmann/json.hpp>

#include "analysis/reproduce/mapped_units.h"
#include "analysis/sweep/spec/point_text.h"
#include "support/cache.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/tools.h"
#include "tb/measure.h"

namespace pann::analysis {

namespace {

/// Rises where equal fields mean something else than before.
constexpr const char* kKeyVersion = "pann.sweep.point 1";

std::string hash_of_file(const std::filesystem::path& path) {
  return support::content_hash({support::read_file(path)});
}

/// Asking a program takes a process: the answer is kept under the program's place, size and age.
std::string probed_version(const std::string& program) {
  const std::string key = support::content_hash({program, support::program_fingerprint(program)});
  const auto entry =
      support::cached_directory("tool-version", key, [&](const std::filesystem::path& draft) {
        std::string version;
        for (const support::ToolRequirement& tool : support::tool_requirements()) {
          if (tool.program == program) version = support::probe_tool(tool).version;
        }
        support::write_file(draft / "version", version);
      });
  return support::read_file(entry / "version");
}

std::vector<std::string> tools_of(const SweepPoint& point) {
  switch (point.engine) {
    case tb::Engine::verilator:
      return {"yosys", "verilator", "g++"};
    case tb::Engine::icarus:
      return {"yosys", "iverilog"};
    case tb::Engine::automatic:
    case tb::Engine::native:
      break;
  }
  return {"yosys"};
}

}  // namespace

PointKeys::PointKeys(std::string version)
    : version_(std::move(version)), build_(hash_of_file("/proc/self/exe")) {}

const std::string& PointKeys::tool(const std::string& program) {
  const auto found = tools_.find(program);
  if (found != tools_.end()) return found->second;
  return tools_[program] = probed_version(program);
}

const std::string& PointKeys::library(const std::string& name) {
  const auto found = libraries_.find(name);
  if (found != libraries_.end()) return found->second;
  return libraries_[name] = fingerprint_of(synth::find_pdk(name));
}

const std::string& PointKeys::file(const std::string& path) {
  const auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  return files_[path] = hash_of_file(path);
}

std::string PointKeys::versions(const SweepPoint& point) {
  nlohmann::ordered_json json{{"pann", version_}, {"build", build_}};
  for (const std::string& program : tools_of(point)) json[program] = tool(program);
  if (point.is_mapped()) json["library"] = library(point.library);
  if (!tb::distribution_from_name(point.stimulus)) json["operands"] = file(point.stimulus);
  return json.dump();
}

std::string PointKeys::key(const SweepPoint& point) {
  return support::content_hash({kKeyVersion, canonical_text(point), versions(point)});
}

}  // namespace pann::analysis
