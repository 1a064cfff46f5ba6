#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"

namespace pann::activity {

/// The activity with the bits of each net of the design merged into one entry; signals keep their
/// names and point to the merged nets. Names of the design that the activity lacks are passed over,
/// and what nothing drives; bits that the design does not name stay nets of their own.
///
/// Throws Failure(check_failed, "activity.alias") when bits of one net do not agree, naming both.
Activity merge_nets(const Activity& activity, const circuit::Netlist& design);

/// One bit of a named word and the electrical net it belongs to.
struct NetBinding {
  std::string name;       ///< As Signal::name.
  int bit = 0;            ///< Offset from the rightmost declared bit.
  std::uint64_t net = 0;  ///< Equal numbers are one net.
};

/// The public names of a netlist, bit by bit, what nothing drives left out: for comparisons net for
/// net.
std::vector<NetBinding> net_bindings(const circuit::Netlist& netlist);

}  // namespace pann::activity
