#include "tb/electrical_nets.h"

#include <optional>
#include <utility>

#include "activity/net_aliases.h"
#include "circuit/elaborate.h"
#include "sim/native/simulate_natively.h"
#include "support/diagnostic.h"

namespace pann::tb {

namespace {

/// The design's netlist, or why there is none.
struct Elaborated {
  std::optional<circuit::Netlist> netlist{};
  std::string fault{};
};

Elaborated elaborate(const DesignFiles& design) {
  try {
    return {circuit::elaborate(circuit::elaboration_request(design.directory, design.manifest))};
  } catch (const support::Failure& failure) {
    if (!sim::is_native_refusal(failure)) throw;
    return {std::nullopt, failure.diagnostics().front().message};
  }
}

std::vector<activity::ElementCount> count(const activity::Activity& activity,
                                          const Elaborated& elaborated,
                                          const generator::Manifest& manifest) {
  if (!elaborated.netlist) return activity::count_elements(activity, manifest.elements);
  return activity::count_elements(
      activity, activity::index_elements(*elaborated.netlist, activity.signals, manifest.elements));
}

}  // namespace

std::vector<activity::ElementCount> find_elements(const activity::Activity& activity,
                                                  const DesignFiles& design) {
  return count(activity, elaborate(design), design.manifest);
}

ElectricalNets merge_electrical_nets(const activity::Activity& activity,
                                     const DesignFiles& design) {
  Elaborated elaborated = elaborate(design);
  ElectricalNets nets;
  nets.elements = count(activity, elaborated, design.manifest);
  if (elaborated.netlist) {
    nets.activity = activity::merge_nets(activity, *elaborated.netlist);
    nets.instances = std::move(elaborated.netlist->instances);
  } else {
    nets.activity = activity;
    nets.note = "nets by identifier code alone: " + elaborated.fault;
  }
  return nets;
}

}  // namespace pann::tb
