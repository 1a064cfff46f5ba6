#pragma once

#include <filesystem>

#include "generator/manifest.h"

namespace pann::tb {

/// A design on disk: its manifest and where the files of the manifest lie.
struct DesignFiles {
  std::filesystem::path directory;
  generator::Manifest manifest;
};

}  // namespace pann::tb
