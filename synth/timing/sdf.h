#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "synth/timing/delays.h"

namespace pann::synth {

/// What the header of a written SDF file says.
struct SdfHeader {
  std::string design;
  std::string program = "pann";
  std::string version{};
  double voltage_v = 0.0;
  double temperature_c = 25.0;
};

/// Delays as SDF 3.0 (IEEE 1497): one ABSOLUTE IOPATH an arc, min:typ:max all filled, in ns;
/// instances with '.' between levels. With conditional delays each becomes a COND.
std::string to_sdf(const SdfHeader& header, const circuit::Netlist& netlist,
                   const ArcDelays& delays);

/// One IOPATH of an SDF file.
struct SdfPath {
  std::string from;       ///< Pin; empty for a DEVICE delay.
  std::string from_edge;  ///< "posedge", "negedge" or empty.
  std::string to;
  std::string condition;  ///< Text of COND; empty where there is none.
  bool has_rise = false;  ///< "()" leaves a delay as it is.
  bool has_fall = false;
  DelayTriple rise;
  DelayTriple fall;
  std::uint64_t line = 0;
};

struct SdfCell {
  std::string type;
  std::string instance;  ///< '.' between levels, whatever the file's divider.
  std::vector<SdfPath> paths;
  std::uint64_t line = 0;
};

struct SdfFile {
  std::string source;
  std::string design;
  std::vector<SdfCell> cells;
};

/// Reads the delays of an SDF file (versions 2.1 to 4.0): IOPATH of ABSOLUTE delays; timing checks,
/// interconnect and everything else are passed over. Missing members of a triple take those that
/// are there.
///
/// Throws Failure(user_error): "sdf.syntax" with file and line, "sdf.increment" for INCREMENT
/// delays, "sdf.scale" for a TIMESCALE that is none.
SdfFile parse_sdf(std::string_view text, const std::string& source);
SdfFile read_sdf(const std::filesystem::path& path);

/// Replaces the delays of a netlist by those of an SDF file. Where one entry stands for all
/// conditions of a pair of pins, those of the file are joined in it: typical is the mean of the
/// least and the greatest typical delay. Throws Failure(user_error) with all
/// faults: "sdf.instance", "sdf.cell-type", "sdf.path" for what the netlist does not have.
void apply_sdf(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays);

}  // namespace pann::synth
