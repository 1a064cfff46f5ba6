#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "synth/pdk/pdk.h"

namespace pann::flow {

/// Where the transistor level of a library is.
struct SpiceSources {
  std::filesystem::path cells;   ///< Cells as `.subckt`, packed with gzip or not.
  std::filesystem::path models;  ///< Transistors: model cards, or a file of `.lib` sections.
  std::string corner{};          ///< Section of `models`; empty: all of it is taken.
};

/// What options name, `models` as FILE or FILE:SECTION; what they leave empty is sought in a folder
/// `spice` beside the library's Liberty files (cells.spice, models.spice, either with .gz).
///
/// Throws Failure(user_error, "spice.sources") saying what is missing and which options give it.
SpiceSources spice_sources(const synth::Pdk& pdk, const std::string& cells,
                           const std::string& models);

/// One cell at transistor level.
struct SpiceCell {
  std::vector<std::string> ports;  ///< In the order of the `.subckt` line.
  std::string text;                ///< From `.subckt` to `.ends`, both included.
};

/// The cells of a file by their names.
using SpiceCells = std::map<std::string, SpiceCell>;

/// Reads a file of subcircuits. Throws Failure(user_error): "input.read", "liberty.gzip",
/// "spice.subckt" with file and line for one that does not end or is there twice.
SpiceCells read_spice_cells(const std::filesystem::path& file);

/// The same from text; `source` names it in messages.
SpiceCells parse_spice_cells(const std::string& text, const std::string& source);

/// The text of a file, unpacked where it is packed with gzip.
std::string read_spice_text(const std::filesystem::path& file);

}  // namespace pann::flow
