#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "cli/subcommand.h"
#include "flow/pdk_check.h"
#include "support/progress.h"
#include "synth/pdk/descriptor.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

support::ExitCode list(const Context& context) {
  Json libraries = Json::array();
  for (const synth::Pdk& pdk : synth::known_pdks()) {
    const bool found = !pdk.files.empty();
    libraries.push_back({{"name", pdk.name},
                         {"title", pdk.title},
                         {"corner", pdk.corner},
                         {"found", found},
                         {"synthetic", pdk.synthetic},
                         {"adder_cells", pdk.full_adder.has_value()},
                         {"clock_mhz", pdk.clock_mhz}});
    if (!context.shows_report()) continue;
    fmt::print(context.output, "{:<14} {:<10} {:<20} {}\n", pdk.name, found ? "found" : "not here",
               pdk.corner, pdk.title);
  }
  write_json_report(context, "pdk.list", {{"libraries", std::move(libraries)}});
  return support::ExitCode::ok;
}

support::ExitCode add(const Context& context, synth::Pdk pdk,
                      const std::vector<std::string>& files) {
  for (const std::string& file : files) pdk.files.push_back(std::filesystem::absolute(file));
  const synth::Library library = synth::read_library(pdk.files);
  if (pdk.title.empty()) pdk.title = library.name;
  pdk.corner =
      fmt::format("{:g} V {:g} C", library.conditions.voltage_v, library.conditions.temperature_c);
  const std::filesystem::path path = synth::add_descriptor(pdk);
  if (context.shows_report()) {
    fmt::print(
        context.output,
        "'{}' ({} cells) is known from now on; its descriptor, to be edited by hand, is {}\n",
        pdk.name, library.cells.size(), path.string());
  }
  write_json_report(context, "pdk.add", {{"name", pdk.name}, {"descriptor", path.string()}});
  return support::ExitCode::ok;
}

support::ExitCode check(const Context& context, const std::string& name) {
  support::Progress progress(context.quiet);
  const std::vector<flow::PdkCheck> checks = flow::check_pdk(synth::find_pdk(name), progress);
  progress.stage("");
  Json results = Json::array();
  bool all = true;
  for (const flow::PdkCheck& one : checks) {
    all = all && (one.passed || one.skipped);
    const char* verdict = one.passed ? "ok" : one.skipped ? "skipped" : "FAILED";
    results.push_back({{"name", one.name}, {"verdict", verdict}, {"detail", one.detail}});
    if (context.shows_report()) {
      fmt::print(context.output, "{:<24} {:<8} {}\n", one.name, verdict, one.detail);
    }
  }
  write_json_report(context, "pdk.check", {{"pdk", name}, {"checks", std::move(results)}});
  return all ? support::ExitCode::ok : support::ExitCode::check_failed;
}

void register_add(CLI::App& parent, Context& context) {
  CLI::App& command = *parent.add_subcommand("add", "Makes a library known by name");
  auto pdk = std::make_shared<synth::Pdk>();
  auto files = std::make_shared<std::vector<std::string>>();
  command.add_option("name", pdk->name, "What --pdk will take")->required();
  command.add_option("--liberty", *files, "Its Liberty files")->type_name("FILE")->required();
  command.add_option("--title", pdk->title, "One line for `pann pdk list`");
  command.add_option("--keep-off", pdk->keep_off,
                     "Patterns of cells that mapping leaves alone (* for any characters)");
  command.add_option("--clock-mhz", pdk->clock_mhz, "Clock of reports and constraints")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--input-slew", pdk->input_slew_ns, "Transition time at the inputs in ns")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  add_common_options(command, context);
  set_action(command, context, [&context, pdk, files] { return add(context, *pdk, *files); });
}

}  // namespace

void register_pdk(CLI::App& app, Context& context) {
  CLI::App& command = *app.add_subcommand("pdk", "The cell libraries: list, add, check");
  command.require_subcommand(1);
  CLI::App& listing = *command.add_subcommand("list", "Every library that --pdk takes");
  add_common_options(listing, context);
  set_action(listing, context, [&context] { return list(context); });
  register_add(command, context);
  CLI::App& checking = *command.add_subcommand(
      "check", "Maps, simulates and measures an 8x8 MAC with a library and says what works");
  auto name = std::make_shared<std::string>();
  checking.add_option("name", *name, "The library")->required();
  add_common_options(checking, context);
  set_action(checking, context, [&context, name] { return check(context, *name); });
}

}  // namespace pann::cli
