#include "flow/spice/spice_tables.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/csv.h"

namespace pann::flow {

using Json = nlohmann::ordered_json;

namespace {

Json gate_json(const GateLevel& gate, std::size_t nets) {
  return {{"delays", gate.name},
          {"mean_fj", gate.mean_fj},
          {"difference_percent", gate.difference_percent},
          {"half_width_percent", gate.half_width_percent},
          {"correlation", gate.correlation},
          {"toggles", gate.total_toggles},
          {"equal_nets", gate.equal_nets},
          {"nets", nets},
          {"settle_ns", gate.settle_ns},
          {"operations_fj", gate.operations_fj}};
}

Json nets_json(const SpiceComparison& comparison, const circuit::Netlist& netlist) {
  const std::vector<std::string> labels = circuit::net_labels(netlist);
  Json nets = Json::array();
  for (const circuit::NetId net : comparison.nets) {
    Json entry{{"name", labels[net]}, {"crossings", comparison.crossings[net]}};
    for (const GateLevel& gate : comparison.gates) entry[gate.name] = gate.toggles[net];
    nets.push_back(std::move(entry));
  }
  return nets;
}

}  // namespace

Json to_json(const SpiceComparison& comparison, const circuit::Netlist& netlist) {
  Json gates = Json::array();
  for (const GateLevel& gate : comparison.gates) {
    gates.push_back(gate_json(gate, comparison.nets.size()));
  }
  return {{"operations", comparison.operations_fj.size()},
          {"voltage_v", comparison.voltage_v},
          {"temperature_c", comparison.temperature_c},
          {"period_ns", comparison.times.period_ns},
          {"max_step_ns", comparison.times.max_step_ns},
          {"checked", comparison.run.checked},
          {"mismatches", comparison.run.mismatches},
          {"simulations", comparison.run.simulations},
          {"resumed", comparison.run.resumed},
          {"spice",
           {{"mean_fj", comparison.mean_fj},
            {"crossings", comparison.total_crossings},
            {"mean_settle_ns", comparison.mean_settle_ns},
            {"last_settle_ns", comparison.last_settle_ns},
            {"operations_fj", comparison.operations_fj}}},
          {"critical_path_ns", comparison.critical_ns},
          {"gate_level", gates},
          {"nets", nets_json(comparison, netlist)}};
}

std::string spice_series_csv(const SpiceComparison& comparison,
                             const tb::OperandStreams& operands) {
  std::string text = "operation,x,w,spice_fj";
  for (const GateLevel& gate : comparison.gates) text += fmt::format(",{}_fj", gate.name);
  text += '\n';
  for (std::size_t i = 0; i < comparison.operations_fj.size(); ++i) {
    const std::uint64_t w = operands.w.empty() ? 0 : operands.w[i * operands.lanes];
    text += fmt::format("{},{},{},{}", i, static_cast<std::int64_t>(operands.x[i * operands.lanes]),
                        static_cast<std::int64_t>(w), comparison.operations_fj[i]);
    for (const GateLevel& gate : comparison.gates) {
      text += fmt::format(",{}", gate.operations_fj[i]);
    }
    text += '\n';
  }
  return text;
}

std::string spice_nets_csv(const SpiceComparison& comparison, const circuit::Netlist& netlist) {
  const std::vector<std::string> labels = circuit::net_labels(netlist);
  std::string text = "net,crossings";
  for (const GateLevel& gate : comparison.gates) text += ',' + gate.name;
  text += '\n';
  for (const circuit::NetId net : comparison.nets) {
    text += fmt::format("{},{}", support::csv_field(labels[net]), comparison.crossings[net]);
    for (const GateLevel& gate : comparison.gates) text += fmt::format(",{}", gate.toggles[net]);
    text += '\n';
  }
  return text;
}

}  // namespace pann::flow
