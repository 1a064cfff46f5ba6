#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "activity/files/saif.h"
#include "circuit/netlist.h"

namespace pann::activity {

/// A trace's activity carried to the pins of a netlist, as power tools want it.
struct PinActivity {
  /// Each top-level port bit and each bit of each pin of each cell, driven or read, with the counts
  /// of its net; the instance path is the cell's.
  std::vector<SaifNet> pins;
  std::uint64_t total_pins = 0;
  std::vector<std::string> missing;  ///< Pins whose net the trace lacks, "cell/pin (net NAME)".

  std::uint64_t annotated_pins() const { return total_pins - missing.size(); }
};

/// Finds each net of the netlist in the activity by any of its names, (name, bit) first and then as
/// a name that ends in "[index]". A constant net never toggles; unconnected pins are none.
PinActivity annotate_pins(const Activity& activity, const circuit::Netlist& netlist);

/// Tcl commands that set the same activity in OpenSTA before 3.0, which reads no SAIF: toggles a
/// clock period of `clock_period_seconds`. Its own `set_power_activity -pins` does not work in
/// those versions; the command below it does.
std::string to_power_tcl(const PinActivity& pins, const Activity& activity,
                         double clock_period_seconds);

}  // namespace pann::activity
