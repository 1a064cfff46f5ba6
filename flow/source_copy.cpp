#include "flow/source_copy.h"

#include <fmt/format.h>

#include "circuit/source_files.h"
#include "support/diagnostic.h"
#include "support/printable.h"
#include "synth/yosys/script.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

bool stays_below(const fs::path& path) {
  return path.is_relative() && !path.empty() && *path.begin() != "..";
}

/// Where the copies of a folder's files go: as it lies in the design, or a folder of its own.
fs::path place_of(const fs::path& folder, const fs::path& design, std::size_t number) {
  const fs::path below = folder.lexically_relative(design);
  if (below == ".") return synth::files::kRtl;
  if (stays_below(below) && below.string().find_first_of(" \t\n\"';#") == std::string::npos) {
    return synth::files::kRtl / below;
  }
  return fs::path(synth::files::kRtl) / fmt::format("include{}", number + 1);
}

}  // namespace

std::vector<std::string> copy_sources(const generator::Manifest& manifest, const fs::path& from,
                                      support::OutputDirectory& output) {
  const circuit::ElaborationRequest request = circuit::elaboration_request(from, manifest);
  const std::vector<fs::path> folders = circuit::search_path(request);
  const fs::path design = circuit::search_path({.files = {from / "manifest.json"}, .top = {}})[0];
  std::vector<std::string> places;
  for (const fs::path& folder : folders) {
    places.push_back(place_of(folder, design, places.size()).string());
  }
  const std::vector<circuit::SourceFile> sources = circuit::source_files(request);
  bool includes = false;
  for (const circuit::SourceFile& source : sources) {
    if (source.folder == circuit::SourceFile::kListed) {
      output.add(synth::files::kRtl / source.path.lexically_relative(from), source.text);
      continue;
    }
    includes = true;
    const fs::path name = source.name.lexically_normal();
    if (!stays_below(name)) {
      support::fail_input(
          "synth.include",
          fmt::format("the included file '{}' is named by a way out of its folder: no copy of the "
                      "sources can have it",
                      support::printable(source.name.string())),
          "give its folder with --include, and leave the way to it out of the name");
    }
    output.add(places[source.folder] / name, source.text);
  }
  return includes ? places : std::vector<std::string>{};
}

}  // namespace pann::flow
