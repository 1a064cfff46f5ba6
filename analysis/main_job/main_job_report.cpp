#include "analysis/main_job/main_job_report.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/cells.h"
#include "flow/glitch_uncertainty.h"

namespace pann::analysis {

namespace {

using Units = std::vector<const UnitReport*>;

/// Energy is counted flips times a library's tables: worth what the library is.
Origin energy_origin(const MainJobReport& report) {
  return report.synthetic ? Origin::synthetic : Origin::tabulated;
}

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// The unit at its budget, which leads to its folder.
TableCell unit_cell(const UnitReport& unit) {
  return {.number = {},
          .text = unit.given ? unit.name + ", as given"
                             : fmt::format("{}, b\u00a0=\u00a0{}", unit.name, unit.bits),
          .folder = unit.directory + "/"};
}

TableCell count(std::uint64_t value) {
  return cell(static_cast<double>(value));
}

double per_element(std::uint64_t value, const UnitReport& unit) {
  return static_cast<double>(value) / static_cast<double>(unit.elements_of_products);
}

Table cost_table(const MainJobReport& report) {
  const Origin energy = energy_origin(report);
  Table table{"costs",
              "One element of a dot product, by unit and budget",
              {{"unit", "", {}},
               {"b", "bits", {}},
               {"flips", "", Origin::measured},
               {"model", "", Origin::modelled},
               {"energy", "fJ", energy},
               {"internal", "fJ", energy},
               {"clock pins", "fJ", energy},
               {"switching", "fJ", energy},
               {"leakage", "fJ", energy},
               {"glitches", "fJ", energy},
               {"subtraction", "fJ", energy},
               {"inference", "nJ", energy},
               {"cycles", "", Origin::measured},
               {"cells", "", Origin::measured},
               {"area", "", Origin::measured},
               {"checked", "cycles", Origin::measured},
               {"mismatches", "", Origin::measured}},
              {}};
  for (const UnitReport& unit : report.units) {
    const UnitEnergy& cost = unit.energy;
    table.rows.push_back({unit_cell(unit), cell(unit.bits), cell(unit.flips),
                          cell(unit.model_flips), cell(cost.total_fj()), cell(cost.internal_fj),
                          cell(cost.clock_pins_fj), cell(cost.switching_fj), cell(cost.leakage_fj),
                          cell(cost.glitch_fj), cell(cost.output_subtraction_fj),
                          unit.inference_nj > 0.0 ? cell(unit.inference_nj) : TableCell{},
                          cell(per_element(unit.cycles, unit)), count(unit.cells), cell(unit.area),
                          count(unit.checked), count(unit.mismatches)});
  }
  return table;
}

/// What every unit was fed, where that is not all of the operands.
std::vector<std::string> skipped_passes(const MainJobReport& report) {
  std::vector<std::string> lines;
  for (const UnitReport& unit : report.units) {
    if (!unit.note.empty())
      lines.push_back(
          fmt::format("{}, {}: {}.", unit.name, group_title(unit.bits, unit.given), unit.note));
  }
  return lines;
}

ReportSection cost_section(const MainJobReport& report, const std::string& command) {
  ReportSection section{
      "costs",
      "What an operation costs",
      {"Flips are measured on the RTL and divided by the elements of the dot products, zeros "
       "too; the model is the paper's, and only elements that it has are summed up. Every "
       "cycle is checked against the unit's arithmetic, "
       "on the RTL and on the netlist.",
       fmt::format("Energy is from gate-level toggles with the cells' delays and the "
                   "tables of the library. Wires: {}.",
                   report.units.empty() ? "none" : report.units.front().wires),
       fmt::format(
           "Glitches (part of energy): what toggles beyond the settled ones take, uncertain "
           "by {}. Inference: every multiply-accumulate of the network at the energy of "
           "its unit.",
           flow::glitch_uncertainty_text()),
       "Clock pins (part of internal): the registers' own energy at the clock's edges, whether "
       "they change or "
       "not. Subtraction (part of energy): positive minus negative, which these netlists "
       "compute in every "
       "cycle; the paper counts one an output."},
      {},
      {cost_table(report)},
      command};
  for (std::string& line : skipped_passes(report)) section.paragraphs.push_back(std::move(line));
  return section;
}

using EnergyParts = std::vector<std::pair<const char*, double (*)(const UnitEnergy&)>>;

/// Energy of all units at one budget, one bar a unit, its parts one on the other.
Plot energy_plot(const MainJobReport& report, const Units& units, const std::string& id,
                 const std::string& title, const EnergyParts& parts) {
  Plot plot;
  plot.id = id;
  plot.title = title;
  plot.y_label = "energy per element of a dot product (fJ)";
  plot.kind = PlotKind::stacked_bars;
  for (const UnitReport* unit : units) plot.categories.push_back(unit->name);
  for (const auto& [name, part] : parts) {
    PlotSeries series{name, energy_origin(report), {}};
    for (std::size_t i = 0; i < units.size(); ++i)
      series.points.push_back({static_cast<double>(i), part(units[i]->energy)});
    plot.series.push_back(series);
  }
  return plot;
}

const EnergyParts& parts_by_place() {
  static const EnergyParts kParts{
      {"clock pins", [](const UnitEnergy& e) { return e.clock_pins_fj; }},
      {"other internal", [](const UnitEnergy& e) { return e.internal_fj - e.clock_pins_fj; }},
      {"switching", [](const UnitEnergy& e) { return e.switching_fj; }},
      {"leakage", [](const UnitEnergy& e) { return e.leakage_fj; }}};
  return kParts;
}

const EnergyParts& parts_by_toggles() {
  static const EnergyParts kParts{
      {"settled toggles, clock pins, leakage", [](const UnitEnergy& e) { return e.settled_fj(); }},
      {"glitches", [](const UnitEnergy& e) { return e.glitch_fj; }}};
  return kParts;
}

/// The elements that the paper's model has, measured beside modelled.
Plot flips_plot(const UnitReport& unit) {
  Plot plot;
  plot.id = fmt::format("flips-{}-{}", group_name(unit.bits, unit.given), unit.name);
  std::replace(plot.id.begin(), plot.id.end(), '_', '-');
  plot.title = fmt::format("Bit flips of {}", unit.name);
  plot.y_label = "flips per element of a dot product";
  plot.kind = PlotKind::bars;
  PlotSeries measured{"flips", Origin::measured, {}};
  PlotSeries model{"flips", Origin::modelled, {}};
  for (const UnitElement& element : unit.elements) {
    if (!element.model) continue;
    const auto place = static_cast<double>(plot.categories.size());
    plot.categories.push_back(spaced(element.name));
    measured.points.push_back({place, element.measured});
    model.points.push_back({place, *element.model});
  }
  plot.series = {measured, model};
  return plot;
}

/// Every element of every unit; those without a model too.
Table flips_table(const Units& units, const std::string& group) {
  Table table{"flips-" + group,
              "Bit flips per element of a dot product",
              {{"unit", "", {}},
               {"element", "", {}},
               {"measured", "flips", Origin::measured},
               {"model", "flips", Origin::modelled}},
              {}};
  for (const UnitReport* unit : units) {
    for (const UnitElement& element : unit->elements) {
      table.rows.push_back(
          {cell(unit->name), cell(element.name), cell(element.measured), cell(element.model)});
    }
  }
  return table;
}

std::string budget_text(const NetworkOperands& operands) {
  if (operands.given) {
    return fmt::format(
        "x of {} bits, w of {}: {:.1f} bit flips on an unsigned MAC by the paper's model. PANN "
        "takes the same codes as numbers of additions, R = {:.3f} an element.",
        operands.x_bits, operands.w_bits, operands.budget, operands.additions_measured);
  }
  return fmt::format(
      "{:.1f} bit flips an operation by the paper's model. PANN at that budget: x of {} bits, "
      "R = {:.3f} additions an element; x by {}.",
      operands.budget, operands.activation_bits, operands.additions_measured,
      operands.width_choice);
}

ReportSection budget_section(const MainJobReport& report, const NetworkOperands& operands) {
  const Units units = report.units_on(operands);
  const std::string group = group_name(operands.bits, operands.given);
  ReportSection section;
  section.id = group;
  section.title = operands.given
                      ? "The network as it was quantized elsewhere"
                      : fmt::format("The budget of an unsigned {}-bit MAC", operands.bits);
  section.paragraphs = {budget_text(operands)};
  section.plots.push_back(
      energy_plot(report, units, "energy-" + group, "Energy by part", parts_by_place()));
  section.plots.push_back(energy_plot(report, units, "glitches-" + group,
                                      "Energy without and with glitches", parts_by_toggles()));
  for (const UnitReport* unit : units) {
    // Where PANN's counter sits does not change what its adders see.
    if (unit->spec.sequencer != generator::Sequencer::local)
      section.plots.push_back(flips_plot(*unit));
  }
  section.tables.push_back(flips_table(units, group));
  return section;
}

ReportSection files_section(const MainJobReport& report) {
  Table table{"files",
              "Files beside this page",
              {{"unit", "", {}}, {"folder", "", {}}, {"what it is", "", {}}},
              {}};
  for (const UnitReport& unit : report.units) {
    const std::string folder = unit.directory + "/";
    table.rows.push_back({unit_cell(unit),
                          {.number = {}, .text = folder, .folder = folder},
                          cell(unit.description)});
  }
  return {"files",
          "Files",
          {"Each folder holds rtl/ (Verilog and its manifest), netlist/ (what Yosys made of it, "
           "with the script that runs by hand too) and the activity of the netlist as SAIF, one "
           "file a pass. report.json has every figure of this page with all its digits."},
          {},
          {table},
          ""};
}

}  // namespace

Report to_report(const MainJobReport& report, const std::string& command) {
  Report page;
  page.title = "What a MAC costs";
  page.paragraphs = {fmt::format("Operands of {}; library {}{}, {:.2f} V, {:.0f} MHz.",
                                 report.network, report.library,
                                 report.synthetic ? " (synthetic: relative figures only)" : "",
                                 report.voltage, report.clock_mhz)};
  page.sections.push_back(cost_section(report, command));
  for (const NetworkOperands& operands : report.operands)
    page.sections.push_back(budget_section(report, operands));
  page.sections.push_back(files_section(report));
  return page;
}

}  // namespace pann::analysis
