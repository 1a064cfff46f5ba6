// The reader of Yosys' JSON netlists: a flat netlist whose parts refer to each other, or a
// diagnostic.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "support/diagnostic.h"
#include "tb/netlist/yosys_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pann;
  try {
    const tb::Netlist netlist =
        tb::parse_yosys_json({reinterpret_cast<const char*>(data), size}, "fuzz");
    for (const tb::NetlistCell& cell : netlist.cells) {
      if (cell.parent >= netlist.instances.size()) std::abort();
      for (const tb::NetlistPin& pin : cell.pins) {
        for (const tb::NetId net : pin.bits) {
          if (net >= netlist.net_count) std::abort();
        }
      }
    }
    for (const tb::NetName& name : netlist.names) {
      for (const tb::NetId net : name.bits) {
        if (net >= netlist.net_count) std::abort();
      }
    }
  } catch (const support::Failure&) {
    // refused with a diagnostic
  }
  return 0;
}
