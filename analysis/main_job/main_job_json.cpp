#include "analysis/main_job/main_job_json.h"

#include <nlohmann/json.hpp>

namespace pann::analysis {

using Json = nlohmann::ordered_json;

namespace {

Json elements_json(const UnitReport& unit) {
  Json list = Json::array();
  for (const UnitElement& element : unit.elements) {
    list.push_back({{"name", element.name},
                    {"per_element", element.measured},
                    {"model", element.model ? Json(*element.model) : Json(nullptr)}});
  }
  return list;
}

Json energy_json(const UnitEnergy& energy) {
  return {{"total_fj", energy.total_fj()},
          {"internal_fj", energy.internal_fj},
          {"switching_fj", energy.switching_fj},
          {"leakage_fj", energy.leakage_fj},
          {"clock_pins_fj", energy.clock_pins_fj},
          {"output_subtraction_fj", energy.output_subtraction_fj},
          {"shared_fj", energy.shared_fj},
          {"glitch_fj", energy.glitch_fj},
          {"settled_fj", energy.settled_fj()},
          {"delays", "liberty"},
          {"origin", "measured toggles, modelled by the library's tables"}};
}

Json budget_json(const NetworkOperands& operands) {
  return {{"bits", operands.bits},
          {"given", operands.given},
          {"flips", operands.budget},
          {"macs_per_inference", operands.macs_per_inference},
          {"activation_bits", operands.activation_bits},
          {"activation_bits_by", operands.width_choice},
          {"additions_planned", operands.additions_planned},
          {"additions_measured", operands.additions_measured}};
}

}  // namespace

Json to_json(const UnitReport& unit) {
  return {{"name", unit.name},
          {"description", unit.description},
          {"note", unit.note},
          {"bits", unit.bits},
          {"given", unit.given},
          {"kind", generator::name(unit.spec.kind)},
          {"x_width", unit.spec.x_width},
          {"w_width", unit.spec.w_width},
          {"acc_width", unit.spec.acc_width},
          {"directory", unit.directory},
          {"elements_of_products", unit.elements_of_products},
          {"operations", unit.operations},
          {"cycles", unit.cycles},
          {"additions", unit.additions},
          {"checked", unit.checked},
          {"mismatches", unit.mismatches},
          {"flips", unit.flips},
          {"model_flips", unit.model_flips},
          {"elements", elements_json(unit)},
          {"cells", unit.cells},
          {"area", unit.area},
          {"x_bits_fetched", unit.traffic.x_bits},
          {"w_bits_fetched", unit.traffic.w_bits},
          {"wires", unit.wires},
          {"slowest_ns", unit.slowest_ns},
          {"inference_nj", unit.inference_nj > 0.0 ? Json(unit.inference_nj) : Json(nullptr)},
          {"energy", energy_json(unit.energy)}};
}

Json to_json(const MainJobReport& report) {
  Json json{{"network", report.network},
            {"library", report.library},
            {"corner", report.corner},
            {"synthetic", report.synthetic},
            {"voltage", report.voltage},
            {"clock_mhz", report.clock_mhz},
            {"recipe", synth::name(report.recipe)},
            {"adder_cells", report.adder_cells}};
  json["budgets"] = Json::array();
  for (const NetworkOperands& operands : report.operands)
    json["budgets"].push_back(budget_json(operands));
  json["units"] = Json::array();
  for (const UnitReport& unit : report.units) json["units"].push_back(to_json(unit));
  return json;
}

}  // namespace pann::analysis
