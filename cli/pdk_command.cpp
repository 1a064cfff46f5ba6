#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/output_paths.h"
#include "cli/subcommand.h"
#include "flow/pdk_check.h"
#include "support/print.h"
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
    support::print(context.output, "{:<12} {:<8} {:<19} {}\n", pdk.name,
                   found ? "found" : "not here", pdk.corner, pdk.title);
  }
  write_json_report(context, "pdk.list", {{"libraries", std::move(libraries)}});
  return support::ExitCode::ok;
}

support::ExitCode add(Context& context, synth::Pdk pdk, const std::vector<std::string>& files) {
  std::vector<NamedPath> inputs;
  for (const std::string& file : files) inputs.push_back({"FILE", file});
  claim_outputs(context, {{"--json", context.json}}, inputs);
  for (const std::string& file : files) pdk.files.push_back(std::filesystem::absolute(file));
  const synth::Library library = synth::read_library(pdk.files);
  if (pdk.title.empty()) pdk.title = library.name;
  pdk.corner =
      fmt::format("{:g} V {:g} C", library.conditions.voltage_v, library.conditions.temperature_c);
  const std::filesystem::path path = synth::add_descriptor(pdk);
  if (context.shows_report()) {
    support::print(
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
  progress.clear();
  Json results = Json::array();
  bool all = true;
  for (const flow::PdkCheck& one : checks) {
    all = all && (one.passed || one.skipped);
    const char* verdict = one.passed ? "ok" : one.skipped ? "skipped" : "FAILED";
    results.push_back({{"name", one.name}, {"verdict", verdict}, {"detail", one.detail}});
    if (context.shows_report()) {
      support::print(context.output, "{:<24} {:<8} {}\n", one.name, verdict, one.detail);
    }
  }
  write_json_report(context, "pdk.check", {{"pdk", name}, {"checks", std::move(results)}});
  return all ? support::ExitCode::ok : support::ExitCode::check_failed;
}

void register_add(Command& parent, Context& context) {
  Command& command = parent.subcommand("add", "Makes a library known by name");
  auto pdk = std::make_shared<synth::Pdk>();
  auto files = std::make_shared<std::vector<std::string>>();
  command.option("name", &pdk->name, "What --pdk will take").require();
  command.option("--liberty", files.get(), "Its Liberty files").value("FILE").require();
  command.option("--title", &pdk->title, "One line for `pann pdk list`");
  command.option("--keep-off", &pdk->keep_off,
                 "Patterns of cells that mapping leaves alone (* for any characters)");
  command.option("--clock-mhz", &pdk->clock_mhz, "Clock of reports and constraints")
      .above(0)
      .show_default();
  command.option("--input-slew", &pdk->input_slew_ns, "Transition time at the inputs in ns")
      .at_least(0)
      .show_default();
  add_common_options(command, context);
  command.action = [&context, pdk, files] { return add(context, *pdk, *files); };
}

}  // namespace

void register_pdk(Command& app, Context& context) {
  Command& command = app.subcommand("pdk", "The cell libraries: list, add, check");
  Command& listing = command.subcommand("list", "Every library that --pdk takes");
  add_common_options(listing, context);
  listing.action = [&context] { return list(context); };
  register_add(command, context);
  Command& checking = command.subcommand(
      "check", "Maps, simulates and measures an 8x8 MAC with a library and says what works");
  auto name = std::make_shared<std::string>();
  checking.option("name", name.get(), "The library").require();
  add_common_options(checking, context);
  checking.action = [&context, name] { return check(context, *name); };
}

}  // namespace pann::cli
