#include "tb/electrical_nets.h"

#include <vector>

#include "support/diagnostic.h"
#include "tb/activity/net_aliases.h"
#include "tb/netlist/elaborate.h"

namespace pann::tb {

Activity merge_electrical_nets(const Activity& activity, const DesignFiles& design,
                               std::string& note) {
  std::vector<NetBinding> bindings;
  try {
    bindings = net_bindings(elaborate(elaboration_request(design.directory, design.manifest)));
  } catch (const support::Failure& failure) {
    note = "nets by identifier code alone: " + failure.diagnostics().front().message;
    return activity;
  }
  return merge_nets(activity, bindings);
}

}  // namespace pann::tb
