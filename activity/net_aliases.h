#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"

namespace pann::activity {

/// One bit of a named signal and the electrical net it belongs to, e.g. from a Yosys JSON netlist.
struct NetBinding {
  std::string name;       ///< As Signal::name.
  int bit = 0;            ///< Offset from the rightmost declared bit.
  std::uint64_t net = 0;  ///< Equal numbers are one net.
};

/// The activity with the bits of each net merged into one entry; signals keep their names and point
/// to the merged nets. Bindings whose signal the activity lacks are passed over; bits without a
/// binding stay nets of their own.
///
/// Throws Failure(check_failed, "activity.alias") when bits of one net do not agree, naming both.
Activity merge_nets(const Activity& activity, const std::vector<NetBinding>& bindings);

/// The names of the source and the nets they belong to, bits that nothing drives left out: what
/// merge_nets() needs to count each electrical net of a trace once.
std::vector<NetBinding> net_bindings(const circuit::Netlist& netlist);

}  // namespace pann::activity
