#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "circuit/draft_manifest.h"
#include "cli/fitted.h"
#include "cli/subcommand.h"
#include "generator/manifest.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/print.h"

namespace pann::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFileName = "manifest.json";

struct ManifestArguments {
  std::vector<std::string> sources;
  std::string top;
  std::string directory;
  bool force = false;
};

/// Where it says, else beside the first source.
fs::path directory_of(const ManifestArguments& arguments) {
  if (!arguments.directory.empty()) return arguments.directory;
  const fs::path parent = fs::path(arguments.sources.front()).parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

void print_report(std::ostream& output, const circuit::DraftManifest& draft,
                  const fs::path& directory) {
  support::print(output, "{:<20} {:<9} {:>5} {:<8} {:<13} why\n", "port", "direction", "width",
                 "sign", "role");
  for (std::size_t i = 0; i < draft.ports.size(); ++i) {
    const generator::Port& port = draft.manifest.ports[i];
    support::print(output, "{:<20} {:<9} {:>5} {:<8} {:<13} {}{}\n", fitted(port.name, 20),
                   generator::name(port.direction), port.width,
                   port.is_signed ? "signed" : "unsigned", generator::name(port.role),
                   draft.ports[i].is_guess ? "a guess: " : "", draft.ports[i].reason);
  }
  for (const std::string& warning : draft.warnings)
    support::print(output, "warning: {}\n", warning);
  support::print(
      output,
      "\n{}: the kind other, which is counted and costed, with no model to check it; look "
      "over\nroles and latency ({}), then `pann sim {}`\n",
      (directory / kFileName).string(), draft.manifest.latency, directory.string());
}

nlohmann::ordered_json to_json(const circuit::DraftManifest& draft, const fs::path& directory) {
  nlohmann::ordered_json ports = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < draft.ports.size(); ++i) {
    ports.push_back({{"name", draft.ports[i].name},
                     {"role", generator::name(draft.manifest.ports[i].role)},
                     {"guess", draft.ports[i].is_guess},
                     {"reason", draft.ports[i].reason}});
  }
  return {{"file", (directory / kFileName).string()},
          {"top", draft.manifest.top},
          {"ports", std::move(ports)},
          {"warnings", draft.warnings}};
}

support::ExitCode run(const Context& context, const ManifestArguments& arguments) {
  const fs::path directory = directory_of(arguments);
  const fs::path file = directory / kFileName;
  if (fs::exists(file) && !arguments.force) {
    support::fail_input("output.kind", file.string() + " is there already",
                        "--force writes over it; -o names another directory");
  }
  const std::vector<fs::path> sources(arguments.sources.begin(), arguments.sources.end());
  const circuit::DraftManifest draft = circuit::draft_manifest(sources, arguments.top, directory);
  const std::string text = generator::to_json_text(draft.manifest);
  generator::parse_manifest(text, file.string());  // it must be one that every command takes
  support::write_file(file, text);
  write_json_report(context, "manifest", to_json(draft, directory));
  if (context.shows_report()) print_report(context.output, draft, directory);
  return support::ExitCode::ok;
}

}  // namespace

void register_manifest(Command& app, Context& context) {
  Command& command =
      app.subcommand("manifest", "Writes a first manifest for Verilog of your own, from its ports");
  auto arguments = std::make_shared<ManifestArguments>();
  command.option("files", &arguments->sources, "Verilog sources, dependencies first")
      .value("FILE")
      .require();
  command.option("--top", &arguments->top, "The top module").value("MODULE").require();
  command
      .option("-o,--output", &arguments->directory,
              "Directory for manifest.json; left out: that of the first source")
      .value("DIR");
  command.option("--force", &arguments->force, "Write over a manifest that is there");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run(context, *arguments); };
}

}  // namespace pann::cli
