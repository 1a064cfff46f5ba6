#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"

namespace fs = std::filesystem;

namespace {

// The arrows of the design, one way only: a folder may include itself and what stands before it.
// Within a folder with rooms, the rooms in their order; "" is the folder itself.
struct Layer {
  std::string_view folder;
  std::vector<std::string_view> rooms;
};

const std::vector<Layer> kLayers{
    {"support", {"", "gzip", "simd"}},
    {"generator", {"", "verilog", "arith", "units", "testbench"}},
    {"circuit", {""}},
    {"activity", {"", "files", "vcd", "trace"}},
    {"sim", {"", "program", "native", "delay"}},
    {"tb", {"stimulus", "model", "exact", "verilator", "icarus", ""}},
    {"synth", {"liberty", "pdk", "timing", "power", "yosys"}},
    {"flow", {"", "choice", "optimize", "spice"}},
    {"analysis",
     {"", "network", "onnx", "report", "main_job", "study", "reproduce", "reproduce/items",
      "sweep/spec", "sweep"}},
    {"cli", {"options", "manual", "", "explore", "import", "power", "toggles", "sweep"}},
};

/// Position of a file in the order of folders and rooms; nothing (-1) for an unknown place.
int place_of(std::string_view path) {
  const std::string_view folder = path.substr(0, path.find('/'));
  const std::size_t name = path.rfind('/');
  const std::string_view room =
      name <= folder.size() ? "" : path.substr(folder.size() + 1, name - folder.size() - 1);
  int place = 0;
  for (const Layer& layer : kLayers) {
    const auto found = std::find(layer.rooms.begin(), layer.rooms.end(), room);
    if (layer.folder == folder) {
      return found == layer.rooms.end() ? -1
                                        : place + static_cast<int>(found - layer.rooms.begin());
    }
    place += static_cast<int>(layer.rooms.size());
  }
  return -1;
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

using Includes = std::map<std::string, std::vector<std::string>>;

/// Headers and sources of the layers, with what they include of the project.
Includes project_includes(const fs::path& root) {
  Includes includes;
  for (const Layer& layer : kLayers) {
    for (const auto& entry : fs::recursive_directory_iterator(root / layer.folder)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      for (const std::string& path : own_includes(entry.path())) {
        if (path.find('/') == std::string::npos) continue;  // generated into the build folder
        includes[fs::relative(entry.path(), root).string()].push_back(path);
      }
    }
  }
  return includes;
}

/// The first circle of headers that include each other, as a list; empty where there is none.
std::vector<std::string> find_circle(const Includes& includes) {
  std::set<std::string> done;
  std::vector<std::string> path;
  const auto visit = [&](const auto& self, const std::string& file) -> bool {
    if (std::find(path.begin(), path.end(), file) != path.end()) {
      path.push_back(file);
      return true;
    }
    if (!done.insert(file).second) return false;
    path.push_back(file);
    if (const auto found = includes.find(file); found != includes.end()) {
      for (const std::string& next : found->second) {
        if (self(self, next)) return true;
      }
    }
    path.pop_back();
    return false;
  };
  for (const auto& [file, ignored] : includes) {
    if (visit(visit, file)) return path;
  }
  return {};
}

}  // namespace

TEST_CASE("no folder and no room includes a header of one to its right") {
  const fs::path root = pann::test::kSourceDirectory;
  std::size_t checked = 0;
  for (const auto& entry : project_includes(root)) {
    const auto& file = entry.first;
    const auto& paths = entry.second;
    CHECK_MESSAGE(place_of(file) >= 0, file << " lies in a folder that the layers do not name");
    for (const std::string& path : paths) {
      CHECK_MESSAGE(fs::exists(root / path),
                    file << " includes " << path << ": includes are relative to the root");
      CHECK_MESSAGE(place_of(path) <= place_of(file), file << " includes " << path);
      ++checked;
    }
  }
  CHECK(checked > 0);
}

TEST_CASE("no headers include each other in a circle") {
  const std::vector<std::string> circle =
      find_circle(project_includes(pann::test::kSourceDirectory));
  std::string text;
  for (const std::string& file : circle) text += file + " ";
  CHECK_MESSAGE(circle.empty(), text);
}

TEST_CASE("no file of the layers is longer than 500 lines and no folder holds more than 40 files") {
  const fs::path root = pann::test::kSourceDirectory;
  for (const Layer& layer : kLayers) {
    std::map<std::string, int> files;
    for (const auto& entry : fs::recursive_directory_iterator(root / layer.folder)) {
      if (!entry.is_regular_file()) continue;
      ++files[entry.path().parent_path().string()];
      const fs::path extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream stream(entry.path());
      int lines = 0;
      for (std::string line; std::getline(stream, line);) ++lines;
      CHECK_MESSAGE(lines <= 500, entry.path().string() << ": " << lines << " lines");
    }
    for (const auto& folder : files) {
      CHECK_MESSAGE(folder.second <= 40, folder.first << ": " << folder.second);
    }
  }
}

TEST_CASE("clang-tidy looks at the headers of every folder of the house") {
  std::ifstream stream(fs::path(pann::test::kSourceDirectory) / ".clang-tidy");
  std::string filter;
  while (std::getline(stream, filter) && filter.rfind("HeaderFilterRegex: ", 0) != 0) continue;
  const std::regex pattern(
      filter.substr(filter.find('\'') + 1, filter.rfind('\'') - filter.find('\'') - 1));
  for (const Layer& layer : kLayers) {
    const std::string header = "/home/x/" + std::string(layer.folder) + "/some.h";
    CHECK_MESSAGE(std::regex_search(header, pattern), header);
  }
}

TEST_CASE("the layer checks see a wrong arrow and a circle") {
  CHECK(place_of("activity/activity.h") > place_of("circuit/netlist.h"));
  CHECK(place_of("activity/vcd/vcd_reader.h") > place_of("activity/activity.h"));
  CHECK(place_of("tb/measure.h") > place_of("tb/stimulus/operands.h"));
  CHECK(place_of("tb/attic/a.h") < 0);
  CHECK(place_of("attic/a.h") < 0);
  CHECK(find_circle({{"a.h", {"b.h"}}, {"b.h", {"c.h"}}, {"c.h", {"a.h"}}}).size() == 4);
  CHECK(find_circle({{"a.h", {"b.h", "c.h"}}, {"b.h", {"c.h"}}}).empty());
}
