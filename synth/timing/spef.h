#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "circuit/netlist.h"

namespace pann::synth {

/// A pin or port that a net of a SPEF file joins.
struct SpefEnd {
  std::string instance;  ///< Empty: a port of the design.
  std::string pin;       ///< Of a port, its name.
  bool drives = false;   ///< An output of a cell, an input of the design.
};

/// Resistance between two nodes of a net.
struct SpefResistor {
  std::string from;
  std::string to;
  double ohms = 0.0;
};

/// How the wire of a net is spread, of a *D_NET with *RES: nodes are called as the file calls them.
struct SpefWire {
  std::uint64_t line = 0;
  std::map<std::string, SpefEnd> ends;           ///< By node.
  std::map<std::string, double> capacitances_f;  ///< By node; coupling counts as to ground.
  std::vector<SpefResistor> resistors;
};

/// The wires of a SPEF file (IEEE 1481) by net: hierarchy levels parted by '.', no backslashes.
struct SpefFile {
  std::string source;
  std::map<std::string, double> nets;       ///< The total capacitance that it gives, F.
  std::map<std::string, SpefWire> wires{};  ///< Of those with resistances.
};

/// Reads the nets of a SPEF file, *D_NET and *R_NET alike; of a triple the typical value counts.
/// The bits of words are written as *BUS_DELIMITER has it, levels as *DIVIDER has it.
///
/// Throws Failure(user_error) with file and line: "spef.syntax", also for keywords that the
/// standard does not have and for a net without *END, "spef.unit" for a *C_UNIT that is none,
/// "spef.name" for an index that *NAME_MAP lacks, "spef.capacitance" for a number that is none or
/// negative, "spef.resistance" for one that is none, negative or before *R_UNIT,
/// "spef.duplicate" for a net that comes twice.
SpefFile parse_spef(std::string_view text, const std::string& source);
SpefFile read_spef(const std::filesystem::path& path);

/// The capacitances by the netlist's nets, 0 for those that the file leaves out. Throws
/// Failure(user_error, "spef.net") naming the nets of the file that the netlist does not have.
std::vector<double> net_capacitances(const SpefFile& spef, const circuit::Netlist& netlist);

/// What of the netlist a SPEF file speaks about.
struct SpefCoverage {
  std::uint64_t nets = 0;  ///< That join two pins or ports, constants left out.
  std::uint64_t covered = 0;
  std::vector<std::string> missing{};  ///< Names of the rest, all of them.

  bool complete() const { return covered == nets; }
};

/// Every name of every net as SPEF files have them: the bit of a vector with its index, a scalar
/// also as bit 0 of one.
std::unordered_map<std::string, circuit::NetId> nets_by_name(const circuit::Netlist& netlist);

SpefCoverage spef_coverage(const SpefFile& spef, const circuit::Netlist& netlist);

}  // namespace pann::synth
