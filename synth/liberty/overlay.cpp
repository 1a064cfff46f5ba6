#include "synth/liberty/overlay.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::synth {

namespace {

class Patch {
 public:
  explicit Patch(const Library& overlay) : overlay_(overlay) {
    result_.file = overlay.files.empty() ? overlay.name : overlay.files.front();
  }

  Overlay run(Library& library) {
    check_conditions(library);
    Library patched = library;
    for (const Cell& cell : overlay_.cells) patch_cell(cell, patched);
    if (faults_.empty() && result_.cells.empty()) {
      fault("overlay.empty", fmt::format("'{}' has no group that replaces one", result_.file),
            "give cells with internal_power, timing or leakage_power groups", nullptr);
    }
    support::throw_if_any(std::move(faults_));
    library = std::move(patched);
    library.add_default_units(overlay_.default_units);
    return std::move(result_);
  }

 private:
  void fault(const char* code, std::string message, const char* hint, const Cell* cell) {
    const support::Location location{result_.file, cell == nullptr ? 0 : cell->line, std::nullopt};
    faults_.push_back({code, std::move(message), hint, location});
  }

  void check_conditions(const Library& library) {
    constexpr double kRounding = 1e-9;
    const OperatingConditions& ours = library.conditions;
    const OperatingConditions& theirs = overlay_.conditions;
    if (std::abs(ours.voltage_v - theirs.voltage_v) <= kRounding &&
        std::abs(ours.temperature_c - theirs.temperature_c) <= kRounding) {
      return;
    }
    fault("overlay.conditions",
          fmt::format("the overlay is for {} V and {} C, the library for {} V and {} C",
                      theirs.voltage_v, theirs.temperature_c, ours.voltage_v, ours.temperature_c),
          "give nom_voltage and nom_temperature of the library's corner", nullptr);
  }

  void patch_cell(const Cell& given, Library& library) {
    const auto cell = std::find_if(library.cells.begin(), library.cells.end(),
                                   [&](const Cell& one) { return one.name == given.name; });
    if (cell == library.cells.end()) {
      fault("overlay.cell", fmt::format("the library has no cell '{}'", given.name),
            "an overlay replaces groups of the library's cells", &given);
      return;
    }
    bool replaces = !given.leakage.empty() || given.leakage_w;
    if (!given.leakage.empty()) cell->leakage = given.leakage;
    if (given.leakage_w) cell->leakage_w = given.leakage_w;
    for (const Pin& pin : given.pins) replaces = patch_pin(given, pin, *cell) || replaces;
    if (replaces) result_.cells.push_back(given.name);
  }

  /// Whether a group was replaced.
  bool patch_pin(const Cell& given, const Pin& from, Cell& cell) {
    const auto pin = std::find_if(cell.pins.begin(), cell.pins.end(),
                                  [&](const Pin& one) { return one.name == from.name; });
    if (pin == cell.pins.end()) {
      fault("overlay.pin", fmt::format("cell '{}' has no pin '{}'", given.name, from.name),
            "an overlay replaces groups of the cell's pins", &given);
      return false;
    }
    if (!from.internal_power.empty()) pin->internal_power = from.internal_power;
    if (!from.timing.empty()) pin->timing = from.timing;
    return !from.internal_power.empty() || !from.timing.empty();
  }

  const Library& overlay_;
  Overlay result_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

Overlay apply_overlay(const Library& overlay, Library& library) {
  return Patch(overlay).run(library);
}

Overlay apply_overlay(const std::filesystem::path& file, Library& library) {
  return apply_overlay(read_library({file}), library);
}

}  // namespace pann::synth
