#include "synth/liberty/source.h"

#include "support/gzip/gunzip.h"
#include "support/input.h"

namespace pann::synth {

std::string gunzip(const std::string& packed, const std::string& name, std::size_t limit) {
  return support::gunzip(packed, name, {"liberty", limit, "is it a Liberty file?"});
}

LibertySource read_liberty_source(const std::filesystem::path& path) {
  LibertySource source{path.string(), support::read_file(path, kMaximumLibertyBytes)};
  if (support::is_gzip(source.text)) source.text = gunzip(source.text, source.name);
  return source;
}

}  // namespace pann::synth
