#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synth/liberty/library.h"

namespace pann::synth {

/// Groups that take the place of a library's: what somebody has measured better than the library
/// says (docs/power.md).
struct Overlay {
  std::string file;
  std::vector<std::string> cells;  ///< Whose groups were replaced, by name.
};

/// Replaces groups of `library` by those of `overlay`, cell by cell: a pin's internal_power groups
/// by those of the overlay's pin where that has any, likewise its timing groups, and the cell's
/// leakage groups and cell_leakage_power. All else stays.
///
/// Throws Failure(user_error) with all faults: "overlay.cell" and "overlay.pin" for what the
/// library lacks, with file and line; "overlay.conditions" for other voltages or temperatures;
/// "overlay.empty" where nothing would be replaced.
Overlay apply_overlay(const Library& overlay, Library& library);

/// The same from a Liberty file. Throws as read_library, too.
Overlay apply_overlay(const std::filesystem::path& file, Library& library);

}  // namespace pann::synth
