#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/netlist.h"

namespace pann::synth {

/// The wire capacitances of a SPEF file (IEEE 1481), in farads: the total that it gives for each
/// net. Resistances, and how the capacitance is spread along the net, are passed over.
struct SpefFile {
  std::string source;
  std::map<std::string, double> nets;  ///< Hierarchy levels parted by '.', no backslashes.
};

/// Reads the nets of a SPEF file, *D_NET and *R_NET alike; of a triple the typical value counts.
/// The bits of words are written as *BUS_DELIMITER has it, levels as *DIVIDER has it.
///
/// Throws Failure(user_error) with file and line: "spef.syntax", also for keywords that the
/// standard does not have and for a net without *END, "spef.unit" for a *C_UNIT that is none,
/// "spef.name" for an index that *NAME_MAP lacks, "spef.capacitance" for a number that is none or
/// negative, "spef.duplicate" for a net that comes twice.
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

SpefCoverage spef_coverage(const SpefFile& spef, const circuit::Netlist& netlist);

}  // namespace pann::synth
