#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/design_options.h"
#include "support/output.h"
#include "tb/measure.h"

namespace pann::cli {

/// What `pann sim` and others work on: a directory with a manifest, or a kind that is emitted on
/// the fly into a temporary directory, which lives as long as this object.
class DesignTarget {
 public:
  /// Throws Failure(user_error): "target.unknown" when `text` is neither a kind nor a directory,
  /// "target.option" when design options go with a directory, and as emission and manifests do.
  DesignTarget(const std::string& text, const DesignArguments& arguments,
               const std::vector<std::string>& include = {});

  const tb::DesignFiles& files() const { return files_; }

 private:
  std::unique_ptr<support::TemporaryDirectory> temporary_;
  tb::DesignFiles files_;
};

/// Adds `--include DIR...`: folders of included files beside those that a manifest names.
/// `folders` must outlive the parsing.
void add_include_option(Command& command, std::vector<std::string>& folders);

/// Adds them to a manifest. Throws Failure(user_error, "include.folder") for what is no directory.
void add_include(const std::vector<std::string>& folders, generator::Manifest& manifest);

/// "booth4, x 8 bits unsigned, w 8 bits signed, accumulator 32 bits".
std::string describe(const generator::Manifest& manifest);

/// The design as asked for: kind, top and what its kind takes.
nlohmann::ordered_json design_json(const generator::Manifest& manifest);

}  // namespace pann::cli
