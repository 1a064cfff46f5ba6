#pragma once

#include <algorithm>

#include "synth/liberty/library.h"
#include "synth/pdk/pdk.h"
#include "test_data.h"

namespace pann::test {

/// Whether the library that most gates of the tests are of is on this machine. Debian 13 has none:
/// where it is missing, says that the test is skipped.
inline bool osu018_is_here() {
  const auto known = synth::known_pdks();
  const bool found = std::any_of(known.begin(), known.end(), [](const synth::Pdk& pdk) {
    return pdk.name == "osu018" && !pdk.files.empty();
  });
  if (!found) say_skipped("the library osu018 (qflow-tech-osu018) is not installed");
  return found;
}

/// The library itself, read once.
inline const synth::Library& osu018() {
  static const synth::Library library = synth::read_library(synth::find_pdk("osu018").files);
  return library;
}

}  // namespace pann::test
