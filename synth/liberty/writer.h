#pragma once

#include <functional>
#include <string>

#include "synth/liberty/library.h"

namespace pann::synth {

/// What a written library holds beside cells, areas, pins, functions and delays.
struct LibertyWriteOptions {
  bool power = false;        ///< internal_power and leakage_power groups.
  bool constraints = false;  ///< setup and hold.
  /// Delays under a condition (`when`) beside those without; mappers use one delay a pin pair.
  bool conditional_delays = false;
  /// Cells that mappers must leave alone get `dont_use : true`; those marked in the library always
  /// do.
  std::function<bool(const Cell&)> keep_off = [](const Cell&) { return false; };
  std::string comment{};  ///< The library's comment attribute; empty: none.
};

/// The library as one Liberty file in ns, pF, V and nW, its templates named by their size. Tools
/// that read one file only (abc), or choke on a dialect, get the libraries of any number of files
/// and units this way. Equal libraries give equal bytes.
std::string to_liberty_text(const Library& library, const LibertyWriteOptions& options = {});

}  // namespace pann::synth
