#include "cli/design_target.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/design_json.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"

namespace pann::cli {

namespace fs = std::filesystem;
using generator::DesignSpec;

DesignTarget::DesignTarget(const std::string& text, const DesignArguments& arguments,
                           const std::vector<std::string>& include) {
  if (const auto kind = generator::kind_from_name(text)) {
    const DesignSpec spec = to_spec(*kind, arguments);
    temporary_ = std::make_unique<support::TemporaryDirectory>();
    files_ = {temporary_->path(), generator::emit_into(spec, temporary_->path())};
    return;
  }
  std::error_code error;
  if (!fs::is_directory(text, error)) {
    support::fail_input(
        "target.unknown", fmt::format("'{}' is neither a kind nor a directory", text),
        fmt::format("kinds: {}; directories: of `pann gen` or `pann synth`", kind_names()));
  }
  if (arguments.any()) {
    support::fail_input("target.option",
                        fmt::format("design options do not go with the directory '{}'", text),
                        "its manifest says what the design is; give a KIND to emit another one");
  }
  files_ = {text, generator::read_manifest(text)};
  add_include(include, files_.manifest);
}

void add_include_option(Command& command, std::vector<std::string>& folders) {
  command
      .option("--include", &folders,
              "Folders of files that the sources include, beside those of the manifest")
      .value("DIR");
}

void add_include(const std::vector<std::string>& folders, generator::Manifest& manifest) {
  for (const std::string& folder : folders) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
      support::fail_input("include.folder", fmt::format("--include: '{}' is no directory", folder),
                          "name folders that exist");
    }
    manifest.include.push_back(fs::absolute(folder).string());
  }
}

std::string describe(const generator::Manifest& manifest) {
  return generator::title_of(manifest.design);
}

nlohmann::ordered_json design_json(const generator::Manifest& manifest) {
  nlohmann::ordered_json json = generator::applicable_json(manifest.design);
  json["top"] = manifest.top;
  return json;
}

}  // namespace pann::cli
