#include "tb/electrical_nets.h"

#include <utility>

#include "activity/net_aliases.h"
#include "circuit/elaborate.h"
#include "support/diagnostic.h"

namespace pann::tb {

ElectricalNets merge_electrical_nets(const activity::Activity& activity,
                                     const DesignFiles& design) {
  circuit::Netlist netlist;
  try {
    netlist = circuit::elaborate(circuit::elaboration_request(design.directory, design.manifest));
  } catch (const support::Failure& failure) {
    return {
        activity, {}, "nets by identifier code alone: " + failure.diagnostics().front().message};
  }
  return {activity::merge_nets(activity, activity::net_bindings(netlist)),
          std::move(netlist.instances),
          {}};
}

}  // namespace pann::tb
