#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

// The arrows of the design: a folder may include itself and what stands before it.
constexpr std::array<std::string_view, 6> kLayers{"support", "generator", "tb",
                                                  "synth",   "analysis",  "cli"};

std::size_t layer_of(std::string_view path) {
  const std::string_view folder = path.substr(0, path.find('/'));
  for (std::size_t layer = 0; layer < kLayers.size(); ++layer) {
    if (kLayers[layer] == folder) return layer;
  }
  return kLayers.size();
}

/// The paths in the `#include "..."` lines of a file.
std::vector<std::string> own_includes(const fs::path& file) {
  std::vector<std::string> paths;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    constexpr std::string_view kStart = "#include \"";
    if (line.rfind(kStart, 0) != 0) continue;
    paths.push_back(line.substr(kStart.size(), line.find('"', kStart.size()) - kStart.size()));
  }
  return paths;
}

}  // namespace

TEST_CASE("no folder includes a header of a folder to its right") {
  const fs::path root = PANN_SOURCE_DIR;
  std::size_t checked = 0;
  for (std::size_t layer = 0; layer < kLayers.size(); ++layer) {
    for (const auto& entry : fs::recursive_directory_iterator(root / kLayers[layer])) {
      const fs::path extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      for (const std::string& path : own_includes(entry.path())) {
        const std::string where = fs::relative(entry.path(), root).string() + " includes " + path;
        CHECK_MESSAGE(fs::exists(root / path), where << ": includes are relative to the root");
        CHECK_MESSAGE(layer_of(path) <= layer, where);
        ++checked;
      }
    }
  }
  CHECK(checked > 0);
}

TEST_CASE("the layer check sees a wrong arrow") {
  CHECK(layer_of("tb/activity/activity.h") > layer_of("generator/manifest.h"));
  CHECK(layer_of("cli/run_cli.h") == kLayers.size() - 1);
}
