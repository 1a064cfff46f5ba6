#include "synth/timing/wires.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "synth/liberty/syntax.h"

namespace pann::synth {

namespace {

constexpr double kFemtofarad = 1e-15;

const WireLoad* find_table(const Library& library, const std::string& name) {
  const auto found = std::find_if(library.wire_loads.begin(), library.wire_loads.end(),
                                  [&name](const WireLoad& load) { return load.name == name; });
  return found == library.wire_loads.end() ? nullptr : &*found;
}

/// The wire load that the library's selection has for the area; above its last range that of it.
const WireLoad* default_table(const Library& library, double area) {
  const WireLoadRange* selected = nullptr;
  for (const WireLoadRange& range : library.wire_load_by_area) {
    const bool is_larger = selected == nullptr || range.from_area > selected->from_area;
    if (range.from_area <= area && is_larger) selected = &range;
  }
  const WireLoad* by_area = selected == nullptr ? nullptr : find_table(library, selected->name);
  return by_area != nullptr ? by_area : find_table(library, library.default_wire_load);
}

}  // namespace

WireModel parse_wire_model(const std::string& text, const Library& library) {
  if (text == "none") return {.kind = WireModel::Kind::none};
  if (text == "library") return {.kind = WireModel::Kind::library};
  if (find_table(library, text) != nullptr) return {.kind = WireModel::Kind::library, .name = text};
  constexpr std::string_view kUnit = "fF";
  if (text.ends_with(kUnit)) {
    const auto value = liberty_number(std::string_view(text).substr(0, text.size() - kUnit.size()));
    if (value && *value >= 0.0) {
      return {.kind = WireModel::Kind::per_fanout, .farads_per_fanout = *value * kFemtofarad};
    }
  }
  constexpr std::string_view kSpef = ".spef";
  if (text.ends_with(kSpef) && text != kSpef) {
    return {.kind = WireModel::Kind::per_net,
            .spef = std::make_shared<const SpefFile>(read_spef(text))};
  }
  std::vector<std::string> names;
  for (const WireLoad& load : library.wire_loads) names.push_back(load.name);
  support::fail_input(
      "wire.model", fmt::format("--wire {}: no such wire model", text),
      fmt::format("none, library, a capacitance a fan-out such as 0.5fF, a file *.spef{}{}",
                  names.empty() ? "" : ", or a wire load of the library: ", fmt::join(names, " ")));
}

WireCapacitance::WireCapacitance(const WireModel& model, const Library& library, double area) {
  if (model.kind == WireModel::Kind::per_fanout) farads_per_fanout_ = model.farads_per_fanout;
  if (model.kind == WireModel::Kind::per_net) spef_ = model.spef;
  if (model.kind == WireModel::Kind::library) {
    table_ = model.name.empty() ? default_table(library, area) : find_table(library, model.name);
  }
}

std::vector<double> WireCapacitance::of_nets(const circuit::Netlist& netlist,
                                             const std::vector<double>& fanout) const {
  if (spef_ != nullptr) return net_capacitances(*spef_, netlist);
  std::vector<double> farads;
  for (const double pins : fanout) {
    farads.push_back(table_ != nullptr ? table_->capacitance_f(pins) : farads_per_fanout_ * pins);
  }
  return farads;
}

std::optional<SpefCoverage> WireCapacitance::coverage(const circuit::Netlist& netlist) const {
  if (spef_ == nullptr) return std::nullopt;
  return spef_coverage(*spef_, netlist);
}

std::string WireCapacitance::describe() const {
  if (spef_ != nullptr) return "as in " + spef_->source;
  if (table_ != nullptr) return "wire load " + table_->name;
  if (farads_per_fanout_ == 0.0) return "none";
  return fmt::format("{:g} fF a fan-out", farads_per_fanout_ / kFemtofarad);
}

}  // namespace pann::synth
