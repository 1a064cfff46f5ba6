#include <ostream>
#include <vector>

#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "cli/subcommand.h"
#include "support/tools.h"
#include "synth/pdk/pdk.h"

namespace pann::cli {

namespace {

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
  fmt::print(output, "{:<10} {:<19} {:>8}  at least {:<6} {}\n", need.program, words(status),
             status.version.empty() ? "-" : status.version, need.minimum, need.purpose);
  if (status.state != ToolState::good) {
    fmt::print(output, "{:<10} install it with: apt-get install {}\n", "", need.package);
  }
}

nlohmann::ordered_json tool_json(const ToolStatus& status) {
  const auto& need = status.requirement;
  return {{"name", need.program},      {"state", words(status)},  {"required", need.required},
          {"version", status.version}, {"minimum", need.minimum}, {"path", status.path.string()},
          {"package", need.package},   {"purpose", need.purpose}};
}

void print_library(std::ostream& output, const synth::Pdk& pdk) {
  fmt::print(output, "{:<12} {:<8} {}\n", pdk.name, pdk.files.empty() ? "missing" : "found",
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

support::ExitCode run(const Context& context) {
  bool usable = true;
  nlohmann::ordered_json tools = nlohmann::ordered_json::array();
  for (const support::ToolRequirement& requirement : support::tool_requirements()) {
    const ToolStatus status = support::probe_tool(requirement);
    usable = usable && (status.state == ToolState::good || !requirement.required);
    if (context.shows_report()) print_tool(context.output, status);
    tools.push_back(tool_json(status));
  }
  nlohmann::ordered_json libraries = nlohmann::ordered_json::array();
  usable = report_libraries(context, libraries) && usable;
  write_json_report(context, "doctor",
                    {{"usable", usable}, {"tools", tools}, {"libraries", libraries}});
  if (context.shows_report()) {
    context.output << (usable ? "\nAll that `pann run` needs is there.\n"
                              : "\nSomething that `pann run` needs is missing or too old.\n");
  }
  return usable ? support::ExitCode::ok : support::ExitCode::tool_failed;
}

}  // namespace

void register_doctor(Command& app, Context& context) {
  Command& command = app.subcommand("doctor", "What is installed, what is missing, how to get it");
  add_common_options(command, context);
  command.action = [&context] { return run(context); };
}

}  // namespace pann::cli
