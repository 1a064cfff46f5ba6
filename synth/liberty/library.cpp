#include "synth/liberty/library.h"

#include <algorithm>

namespace pann::synth {

bool Cell::is_latch() const {
  return std::any_of(sequentials.begin(), sequentials.end(),
                     [](const Sequential& state) { return state.is_latch; });
}

const Pin* Cell::find_pin(std::string_view pin) const {
  const auto found = std::find_if(pins.begin(), pins.end(),
                                  [pin](const Pin& candidate) { return candidate.name == pin; });
  return found == pins.end() ? nullptr : &*found;
}

const Cell* Library::find(std::string_view cell) const {
  const auto found = std::lower_bound(
      cells.begin(), cells.end(), cell,
      [](const Cell& candidate, std::string_view wanted) { return candidate.name < wanted; });
  return found == cells.end() || found->name != cell ? nullptr : &*found;
}

void Library::add_default_units(const std::vector<std::string>& units) {
  for (const std::string& unit : units) {
    if (std::find(default_units.begin(), default_units.end(), unit) != default_units.end())
      continue;
    default_units.push_back(unit);
  }
}

double Library::voltage_v(const Cell& cell, const Pin& pin) const {
  for (const SupplyPin& supply : cell.supplies) {
    if (supply.name == pin.related_power_pin && supply.voltage_v) return *supply.voltage_v;
  }
  return conditions.voltage_v;
}

double WireLoad::capacitance_f(double fanout) const {
  if (fanout_length.empty()) return fanout * slope * capacitance_f_per_length;
  const auto above = std::find_if(fanout_length.begin(), fanout_length.end(),
                                  [fanout](const auto& point) { return point.first >= fanout; });
  double length = 0.0;
  if (above == fanout_length.end()) {
    length = fanout_length.back().second + slope * (fanout - fanout_length.back().first);
  } else if (above == fanout_length.begin() || above->first == fanout) {
    length = above->second;
  } else {
    const auto& [low, low_length] = *(above - 1);
    length = low_length + (above->second - low_length) * (fanout - low) / (above->first - low);
  }
  return length * capacitance_f_per_length;
}

}  // namespace pann::synth
