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

/// One IOPATH or DEVICE of an SDF file.
struct SdfPath {
  std::string from;         ///< Pin; empty for a DEVICE delay.
  std::string from_edge;    ///< "posedge", "negedge" or empty.
  std::string to;           ///< Empty: all outputs, of a DEVICE delay.
  std::string condition;    ///< Text of COND without blanks; empty where there is none.
  bool is_default = false;  ///< CONDELSE: for the states that no COND of the pins has.
  bool has_rise = false;    ///< "()" leaves a delay as it is.
  bool has_fall = false;
  DelayTriple rise;
  DelayTriple fall;
  std::uint64_t line = 0;
};

/// One INTERCONNECT, PORT or NETDELAY of an SDF file; the delays are 0 where "()" leaves them out.
struct SdfWire {
  enum class Kind { interconnect, port, net };
  Kind kind = Kind::interconnect;
  std::string from;  ///< Of an INTERCONNECT: the pin or port that drives.
  std::string to;    ///< The pin or port that it leads to; of a NETDELAY the net or what drives it.
  bool has_rise = false;
  bool has_fall = false;
  DelayTriple rise;
  DelayTriple fall;
  std::uint64_t line = 0;
};

struct SdfCell {
  std::string type;
  std::string instance;  ///< '.' between levels, whatever the file's divider; "*": all of `type`.
  std::vector<SdfPath> paths;
  std::vector<SdfWire> wires;  ///< Names in them are below `instance`.
  std::uint64_t line = 0;
};

struct SdfFile {
  std::string source;
  std::string design;
  std::vector<SdfCell> cells;
  bool has_timescale = false;         ///< Without one delays are in ns, the standard's default.
  std::uint64_t negative_delays = 0;  ///< Taken as 0.
  std::uint64_t first_negative_line = 0;
};

/// Reads the delays of an SDF file (versions 2.1 to 4.0): ABSOLUTE delays, IOPATH, COND, CONDELSE,
/// DEVICE, INTERCONNECT, PORT and NETDELAY; keywords in capitals or small letters. Timing checks
/// and constraints, which delay nothing, are passed over. Of a triple's missing members the typical
/// one is the mean of the others, these take the nearest that is there; "1:2" is min:typ. Negative
/// delays are 0 and counted.
///
/// Throws Failure(user_error): "sdf.syntax" with file and line, also for keywords that the standard
/// (IEEE 1497) does not have there; "sdf.increment" for INCREMENT delays; "sdf.scale" for a
/// TIMESCALE that is none; "sdf.unsupported" naming all that would change delays or pulses and is
/// not applied: RETAIN where it is not 0, LABEL, PATHPULSE, limits of pulses.
SdfFile parse_sdf(std::string_view text, const std::string& source);
SdfFile read_sdf(const std::filesystem::path& path);

/// Replaces the delays of a netlist by those of an SDF file and notes how many in
/// `delays.annotation`. A path that names an edge of its input is for that edge alone; one with a
/// condition that the library knows (sdf_cond) for the edges that it has there. Where one entry
/// stands for all conditions of a pair of pins, those of the file are joined in it: typical is the
/// mean of the least and the greatest typical delay. Delays of wires become ArcDelays::wires; of
/// several for one end the last is taken. Throws Failure(user_error) with all faults:
/// "sdf.instance", "sdf.cell-type", "sdf.path", "sdf.wire" for what the netlist does not have.
void apply_sdf(const SdfFile& file, const circuit::Netlist& netlist, ArcDelays& delays);

}  // namespace pann::synth
