#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/onnx/model.h"
#include "cli/structure_options.h"
#include "cli/subcommand.h"
#include "generator/design_fields.h"
#include "support/cache.h"
#include "support/print.h"
#include "support/tools.h"
#include "synth/pdk/pdk.h"

namespace pann::cli {

namespace {

struct DoctorArguments {
  bool cache = false;
  bool clear = false;
};

using support::ToolState;
using support::ToolStatus;

const char* words(const ToolStatus& status) {
  switch (status.state) {
    case ToolState::good:
      return "ok";
    case ToolState::too_old:
      return "too old";
    case ToolState::missing:
      return status.requirement.required ? "MISSING" : "missing (optional)";
  }
  return "?";
}

void print_tool(std::ostream& output, const ToolStatus& status) {
  const auto& need = status.requirement;
  support::print(output, "{:<10} {:<19} {:>8}  at least {:<6} {}\n", need.program, words(status),
                 status.version.empty() ? "-" : status.version, need.minimum, need.purpose);
  support::print(output, "{:<10} needed by: {}\n", "", need.commands);
  if (status.state != ToolState::good) {
    support::print(output, "{:<10} install it with: apt-get install {}\n", "", need.package);
  }
}

nlohmann::ordered_json tool_json(const ToolStatus& status) {
  const auto& need = status.requirement;
  return {{"name", need.program},      {"state", words(status)},  {"required", need.required},
          {"version", status.version}, {"minimum", need.minimum}, {"path", status.path.string()},
          {"package", need.package},   {"purpose", need.purpose}, {"commands", need.commands}};
}

/// What is linked into the program instead of started by it.
ToolStatus onnx_status() {
  ToolStatus status;
  status.requirement = {
      "libonnx", {}, "", "libonnx-dev libprotobuf-dev", "reads networks in ONNX", "import", false};
  status.state = analysis::can_read_onnx() ? ToolState::good : ToolState::missing;
  return status;
}

void print_linked(std::ostream& output, const ToolStatus& status) {
  const auto& need = status.requirement;
  support::print(output, "{:<10} {:<19} {:>8}  linked           {}\n", need.program, words(status),
                 "-", need.purpose);
  support::print(output, "{:<10} needed by: {}\n", "", need.commands);
  if (status.state == ToolState::good) return;
  support::print(output, "{:<10} install it with: apt-get install {}; then build pann again\n", "",
                 need.package);
}

void print_library(std::ostream& output, const synth::Pdk& pdk) {
  support::print(output, "{:<12} {:<8} {}\n", pdk.name, pdk.files.empty() ? "missing" : "found",
                 pdk.files.empty() ? pdk.title : pdk.files.front().string());
}

nlohmann::ordered_json library_json(const synth::Pdk& pdk) {
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const auto& file : pdk.files) files.push_back(file.string());
  return {
      {"name", pdk.name}, {"title", pdk.title}, {"found", !pdk.files.empty()}, {"files", files}};
}

/// The cell libraries; true when at least one is on this machine.
bool report_libraries(const Context& context, nlohmann::ordered_json& list) {
  bool any = false;
  if (context.shows_report()) {
    context.output << "\nCell libraries (Debian's qflow-tech-osu018, those below $PANN_PDK_PATH, "
                      "your own by --liberty)\n";
  }
  for (const synth::Pdk& pdk : synth::known_pdks()) {
    any = any || !pdk.files.empty();
    if (context.shows_report()) print_library(context.output, pdk);
    list.push_back(library_json(pdk));
  }
  return any;
}

constexpr double kMegabyte = 1048576.0;

/// What the cache takes, by kind; with --clear it is emptied first.
support::ExitCode run_cache(const Context& context, const DoctorArguments& arguments) {
  const std::filesystem::path root = support::cache_location();
  std::uint64_t freed = 0;
  if (arguments.clear) freed = support::trim_cache(root, 0, std::chrono::seconds(0));
  nlohmann::ordered_json kinds = nlohmann::ordered_json::array();
  std::uint64_t total = 0;
  std::string lines;
  for (const support::CacheUse& use : support::cache_use(root)) {
    total += use.bytes;
    lines += fmt::format("{:<18} {:>7} entries {:>10.1f} MB\n", use.kind, use.entries,
                         static_cast<double>(use.bytes) / kMegabyte);
    kinds.push_back({{"kind", use.kind}, {"entries", use.entries}, {"bytes", use.bytes}});
  }
  write_json_report(context, "doctor.cache",
                    {{"directory", root.string()},
                     {"bytes", total},
                     {"limit_bytes", support::cache_limit()},
                     {"freed_bytes", freed},
                     {"kinds", kinds}});
  if (!context.shows_report()) return support::ExitCode::ok;
  support::print(context.output, "cache: {}\n{}", root.string(), lines);
  if (arguments.clear)
    support::print(context.output, "cleared: {:.1f} MB\n", static_cast<double>(freed) / kMegabyte);
  support::print(context.output, "{:.1f} MB of at most {:.0f} MB (PANN_CACHE_LIMIT_MB)\n",
                 static_cast<double>(total) / kMegabyte,
                 static_cast<double>(support::cache_limit()) / kMegabyte);
  return support::ExitCode::ok;
}

support::ExitCode run(const Context& context) {
  bool usable = true;
  nlohmann::ordered_json tools = nlohmann::ordered_json::array();
  for (const support::ToolRequirement& requirement : support::tool_requirements()) {
    const ToolStatus status = support::probe_tool(requirement);
    usable = usable && (status.state == ToolState::good || !requirement.required);
    if (context.shows_report()) print_tool(context.output, status);
    tools.push_back(tool_json(status));
  }
  const ToolStatus onnx = onnx_status();
  if (context.shows_report()) print_linked(context.output, onnx);
  tools.push_back(tool_json(onnx));
  nlohmann::ordered_json libraries = nlohmann::ordered_json::array();
  usable = report_libraries(context, libraries) && usable;
  write_json_report(context, "doctor",
                    {{"usable", usable}, {"tools", tools}, {"libraries", libraries}});
  if (context.shows_report()) {
    context.output << (usable ? "\nAll that `pann run` needs is there.\n"
                              : "\nSomething that `pann run` needs is missing or too old.\n");
    const generator::DesignSpec mac;
    const std::string saving = saving_line(context, mac, {}, SavingEffort::cached);
    if (!saving.empty()) context.output << generator::title_of(mac) << ":\n" << saving;
  }
  return usable ? support::ExitCode::ok : support::ExitCode::tool_failed;
}

}  // namespace

void register_doctor(Command& app, Context& context) {
  Command& command = app.subcommand("doctor", "What is installed, what is missing, how to get it");
  add_common_options(command, context);
  const auto arguments = std::make_shared<DoctorArguments>();
  const Option& cache = command.option("--cache", &arguments->cache,
                                       "How much the cache takes, where, and its bound");
  command.option("--clear", &arguments->clear, "Empty the cache").need(cache);
  command.action = [&context, arguments] {
    return arguments->cache ? run_cache(context, *arguments) : run(context);
  };
}

}  // namespace pann::cli
