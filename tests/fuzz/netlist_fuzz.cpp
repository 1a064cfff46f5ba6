// The reader of Yosys' JSON netlists: a flat netlist whose parts refer to each other, or a
// diagnostic.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "circuit/yosys_json.h"
#include "support/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pann;
  try {
    const circuit::Netlist netlist =
        circuit::parse_yosys_json({reinterpret_cast<const char*>(data), size}, "fuzz");
    for (const circuit::NetlistCell& cell : netlist.cells) {
      if (cell.parent >= netlist.instances.size()) std::abort();
      for (const circuit::NetlistPin& pin : cell.pins) {
        for (const circuit::NetId net : pin.bits) {
          if (net >= netlist.net_count) std::abort();
        }
      }
    }
    for (const circuit::NetName& name : netlist.names) {
      for (const circuit::NetId net : name.bits) {
        if (net >= netlist.net_count) std::abort();
      }
    }
  } catch (const support::Failure&) {
    // refused with a diagnostic
  }
  return 0;
}
