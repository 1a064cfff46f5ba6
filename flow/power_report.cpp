#include "flow/power_report.h"

#include <nlohmann/json.hpp>

#include "flow/glitch_uncertainty.h"

namespace pann::flow {

using Json = nlohmann::ordered_json;

namespace {

/// What settled toggles take and what is beyond; the same keys for the total and every part.
void add_parts(Json& json, const synth::Power& power, const synth::Power& functional) {
  json["functional_w"] = functional.total_w();
  json["glitch_w"] = power.total_w() - functional.total_w();
}

Json glitches_json(const synth::PowerReport& report) {
  Json list = Json::array();
  for (const synth::NetGlitches& net : report.glitches) {
    list.push_back({{"name", net.name},
                    {"toggles", net.toggles},
                    {"glitch_toggles", net.glitch_toggles},
                    {"switching_w", net.switching_w}});
  }
  return list;
}

Json modules_json(const synth::PowerReport& report) {
  Json modules = Json::array();
  for (const synth::ModulePower& module : report.modules) {
    modules.push_back(
        {{"name", module.path},
         {"module", module.module},
         {"cells", module.cells},
         {"area", module.area},
         {"internal_w", module.power.internal_w},
         {"switching_w", module.power.switching_w},
         {"leakage_w", module.power.leakage_w},
         {"energy_per_operation_fj", report.per_operation_fj(module.power.total_w())}});
    if (report.has_glitches) add_parts(modules.back(), module.power, module.functional);
  }
  return modules;
}

Json groups_json(const synth::PowerReport& report, const std::vector<synth::GroupPower>& groups) {
  Json list = Json::array();
  for (const synth::GroupPower& group : groups) {
    list.push_back({{"name", group.name},
                    {"cells", group.cells},
                    {"internal_w", group.power.internal_w},
                    {"switching_w", group.power.switching_w},
                    {"leakage_w", group.power.leakage_w},
                    {"energy_per_operation_fj", report.per_operation_fj(group.power.total_w())}});
    if (report.has_glitches) add_parts(list.back(), group.power, group.functional);
  }
  return list;
}

}  // namespace

Json to_json(const OperationEnergy& energy, const generator::DesignSpec& spec) {
  const auto operand = [](tb::OperandBits bits, bool is_signed) {
    return is_signed ? Json(static_cast<std::int64_t>(bits)) : Json(bits);
  };
  const auto pair = [&](const OperandPair& operands) {
    return Json{{"x", operand(operands.x, spec.x_signed)},
                {"w", operand(operands.w, spec.w_signed)}};
  };
  Json quantiles = Json::array();
  for (const auto& [share, value_fj] : energy.quantiles) {
    quantiles.push_back({{"share", share}, {"energy_fj", value_fj}});
  }
  return {{"mean_fj", energy.mean_fj},
          {"minimum_fj", energy.minimum_fj},
          {"quantiles", quantiles},
          {"maximum_fj", energy.maximum_fj},
          {"peak",
           {{"operation", energy.peak},
            {"operands", pair(energy.at_peak)},
            {"before", pair(energy.before_peak)}}}};
}

Json to_json(const synth::PowerReport& report) {
  Json json{{"library", report.library},
            {"corner", report.corner},
            {"voltage", report.voltage_v},
            {"synthetic", report.synthetic},
            {"clock_mhz", report.clock_mhz > 0.0 ? Json(report.clock_mhz) : Json(nullptr)},
            {"input_slew_ns", report.input_slew_s * 1e9},
            {"wires", report.wires},
            {"cells", report.cells},
            {"area", report.area},
            {"duration", report.time_s},
            {"cycles", report.cycles},
            {"operations", report.operations},
            {"internal_w", report.total.internal_w},
            {"switching_w", report.total.switching_w},
            {"leakage_w", report.total.leakage_w},
            {"total_w", report.total.total_w()},
            {"clock_pins_w", report.clock_w},
            {"clock_net_w", report.clock_net_w},
            {"clock_tree_cells", report.clock_tree.cells},
            {"clock_tree_w", report.clock_tree.power.total_w()},
            {"input_nets_w", report.input_nets_w},
            {"energy_per_operation_fj", report.energy_per_operation_fj()},
            {"annotated_pins", report.coverage.annotated_pins},
            {"total_pins", report.coverage.total_pins},
            {"missing_nets", report.coverage.missing},
            {"origins",
             {{"internal_w", "measured toggles, library's internal_power tables"},
              {"switching_w", "measured toggles, pin capacitances and the wire model"},
              {"leakage_w", "library's leakage_power by measured pin states"}}},
            {"opensta_rules",
             {{"internal_w", report.opensta.internal_w},
              {"switching_w", report.opensta.switching_w},
              {"leakage_w", report.opensta.leakage_w}}},
            {"modules", modules_json(report)},
            {"cell_types", groups_json(report, report.cell_types)},
            {"elements", groups_json(report, report.elements)}};
  if (report.wire_coverage) {
    json["wire_coverage"] = {{"nets", report.wire_coverage->nets},
                             {"covered", report.wire_coverage->covered},
                             {"missing", report.wire_coverage->missing}};
  }
  if (report.has_glitches) {
    add_parts(json, report.total, report.functional);
    json["glitch_toggles"] = report.glitch_toggles;
    json["glitches"] = glitches_json(report);
    json["glitch_uncertainty"] = {{"low", kGlitchUncertainty.low},
                                  {"high", kGlitchUncertainty.high},
                                  {"origin", glitch_uncertainty_text()}};
  }
  return json;
}

}  // namespace pann::flow
