#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/manifest.h"

namespace pann::circuit {

/// A port of a draft: why it has its role, in words, and whether that is a guess.
struct DraftPort {
  std::string name;
  std::string reason;
  bool is_guess = true;
};

/// A manifest made from a design's ports, for its user to look over.
struct DraftManifest {
  generator::Manifest manifest;
  std::vector<DraftPort> ports;       ///< In the order of `manifest.ports`.
  std::vector<std::string> warnings;  ///< What no role says, and what to do about it.
};

/// A first manifest of the kind `other` for a user's own Verilog: Yosys says ports, directions,
/// widths and registers; roles and signs are guessed from names, directions, widths and what the
/// registers are clocked by. Elements: all nets, and one a module instance of the first level.
///
/// `directory` is where the manifest will lie: the sources are named relative to it. Throws as
/// elaborate(); Failure(user_error, "manifest.draft") for sources outside `directory` and for names
/// that a manifest cannot hold.
DraftManifest draft_manifest(const std::vector<std::filesystem::path>& sources,
                             const std::string& top, const std::filesystem::path& directory);

}  // namespace pann::circuit
