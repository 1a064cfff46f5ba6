#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "synth/liberty/library.h"

namespace pann::synth {

/// A full or half adder of a library: what a techmap puts in the place of Yosys' `$fa`.
struct AdderCell {
  std::string cell;
  std::vector<std::string> inputs;  ///< Two for a half adder, three for a full one.
  std::string sum;
  std::string carry;
  bool inverted_outputs = false;  ///< Sum and carry are inverted (ASAP7).
};

/// The same cells at another process, voltage and temperature.
struct PdkCorner {
  std::string name;    ///< As --corner takes it: "ss".
  std::string corner;  ///< "ss 1.60 V 100 C".
  std::vector<std::filesystem::path> files;
};

/// What the project knows of a cell library beside its Liberty files.
struct Pdk {
  std::string name;    ///< As --pdk takes it; "name:corner" at a corner other than its own.
  std::string title;   ///< One line for `pann pdk list`.
  std::string corner;  ///< "tt 1.80 V 25 C".
  std::vector<std::filesystem::path> files;
  std::vector<PdkCorner> corners{};   ///< Others that the library is given at.
  std::vector<std::string> keep_off;  ///< Patterns of cells that mapping leaves alone.
  std::optional<AdderCell> full_adder;
  std::optional<AdderCell> half_adder;
  double clock_mhz = 100.0;    ///< Clock of reports and constraints unless another is asked for.
  double input_slew_ns = 0.1;  ///< Transition time at the inputs of the design.
  bool synthetic = false;      ///< Made from stated assumptions: relative figures only.
};

/// The libraries that the project knows, those whose files are not on this machine with an empty
/// `files`; the last is `generic`, of the project's own making, whose file is written to the cache.
std::vector<Pdk> built_in_pdks();

/// These and the user's own (`pann pdk add`).
std::vector<Pdk> known_pdks();

/// The library of that name, or at another of its corners where the name is "name:corner". Throws
/// Failure(user_error): "pdk.unknown" listing the names, "pdk.corner" listing the corners,
/// "pdk.missing" where its files are not on this machine, saying how to get them.
Pdk find_pdk(const std::string& name);

/// The name of the library `name`, which may name a corner, at `corner`.
std::string name_at_corner(const std::string& name, const std::string& corner);

/// The library used where none is named: osu018 as Debian ships it, else the first that is on this
/// machine, `generic` where there is no other.
Pdk default_pdk();

/// A library of the user's own, given by its Liberty files alone.
Pdk pdk_of_files(std::vector<std::filesystem::path> files);

/// Whether mapping must leave the cell alone: kept off by the descriptor, or by the file's
/// `dont_use`.
bool is_kept_off(const Pdk& pdk, const Cell& cell);

}  // namespace pann::synth
