#include "tb/electrical_nets.h"

#include <utility>

#include "support/diagnostic.h"
#include "tb/activity/net_aliases.h"
#include "tb/netlist/elaborate.h"

namespace pann::tb {

ElectricalNets merge_electrical_nets(const Activity& activity, const DesignFiles& design) {
  Netlist netlist;
  try {
    netlist = elaborate(elaboration_request(design.directory, design.manifest));
  } catch (const support::Failure& failure) {
    return {
        activity, {}, "nets by identifier code alone: " + failure.diagnostics().front().message};
  }
  return {merge_nets(activity, net_bindings(netlist)), std::move(netlist.instances), {}};
}

}  // namespace pann::tb
