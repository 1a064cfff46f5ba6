#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/library_options.h"
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
    Json corners = Json::array();
    for (const synth::PdkCorner& corner : pdk.corners) {
      corners.push_back(
          {{"name", corner.name}, {"corner", corner.corner}, {"found", !corner.files.empty()}});
    }
    libraries.push_back({{"name", pdk.name},
                         {"title", pdk.title},
                         {"corner", pdk.corner},
                         {"corners", std::move(corners)},
                         {"found", found},
                         {"synthetic", pdk.synthetic},
                         {"adder_cells", pdk.full_adder.has_value()},
                         {"clock_mhz", pdk.clock_mhz}});
    if (!context.shows_report()) continue;
    support::print(context.output, "{:<12} {:<8} {:<19} {}\n", pdk.name,
                   found ? "found" : "not here", pdk.corner, pdk.title);
    for (const synth::PdkCorner& corner : pdk.corners) {
      support::print(context.output, "{:<12} {:<8} {:<19} --corner {}\n", "",
                     corner.files.empty() ? "not here" : "found", corner.corner, corner.name);
    }
  }
  write_json_report(context, "pdk.list", {{"libraries", std::move(libraries)}});
  return support::ExitCode::ok;
}

struct AddArguments {
  synth::Pdk pdk{};
  std::vector<std::string> files{};
  std::vector<std::string> corners{};  ///< CORNER=FILE
};

/// The corners of `CORNER=FILE` words: several of one name are files of one corner.
std::vector<synth::PdkCorner> named_corners(const std::vector<std::string>& words) {
  std::vector<synth::PdkCorner> corners;
  for (const std::string& word : words) {
    const std::size_t sign = word.find('=');
    const std::string name = word.substr(0, sign);
    if (sign == std::string::npos || !synth::is_library_word(name) || sign + 1 == word.size()) {
      support::fail_input("pdk.corner", fmt::format("--corner {}: not CORNER=FILE", word),
                          "a name of letters, digits, _ and -, and a Liberty file: ss=slow.lib");
    }
    const auto known = std::find_if(corners.begin(), corners.end(),
                                    [&name](const auto& corner) { return corner.name == name; });
    synth::PdkCorner& corner =
        known == corners.end() ? corners.emplace_back(synth::PdkCorner{name, "", {}}) : *known;
    corner.files.push_back(std::filesystem::absolute(word.substr(sign + 1)));
  }
  return corners;
}

/// What mapping at one corner and power at another rest on: the same cells.
void require_same_cells(const synth::Library& library, const synth::Library& other,
                        const std::string& corner) {
  std::vector<std::string> missing;
  for (const synth::Cell& cell : library.cells) {
    if (other.find(cell.name) == nullptr) missing.push_back(cell.name);
  }
  if (missing.empty()) return;
  constexpr std::size_t kNamed = 5;
  const std::size_t count = missing.size();
  missing.resize(std::min(count, kNamed));
  support::fail_input("pdk.corner",
                      fmt::format("corner {} lacks {} cells of the library: {}{}", corner, count,
                                  fmt::join(missing, ", "), count > kNamed ? ", ..." : ""),
                      "give the files of the same library at that corner");
}

support::ExitCode add(Context& context, const AddArguments& arguments) {
  synth::Pdk pdk = arguments.pdk;
  pdk.corners = named_corners(arguments.corners);
  std::vector<NamedPath> inputs;
  for (const std::string& file : arguments.files) {
    inputs.push_back({"FILE", file});
    pdk.files.push_back(std::filesystem::absolute(file));
  }
  for (const synth::PdkCorner& corner : pdk.corners) {
    for (const auto& file : corner.files) inputs.push_back({"--corner", file.string()});
  }
  claim_outputs(context, {{"--json", context.json}}, inputs);
  const synth::Library library = synth::read_library(pdk.files);
  if (pdk.title.empty()) pdk.title = library.name;
  pdk.corner = conditions_text(library);
  for (synth::PdkCorner& corner : pdk.corners) {
    const synth::Library other = synth::read_library(corner.files);
    require_same_cells(library, other, corner.name);
    corner.corner = conditions_text(other);
  }
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
  const auto arguments = std::make_shared<AddArguments>();
  synth::Pdk* const pdk = &arguments->pdk;
  command.option("name", &pdk->name, "What --pdk will take").require();
  command.option("--liberty", &arguments->files, "Its Liberty files").value("FILE").require();
  command
      .option("--corner", &arguments->corners,
              "The same cells at another corner, by its name and Liberty file; may be repeated")
      .value("CORNER=FILE");
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
  command.action = [&context, arguments] { return add(context, *arguments); };
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
