#include "analysis/reproduce/event_energies.h"

#include <optional>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "activity/elements.h"
#include "activity/signal_bits.h"
#include "analysis/reproduce/map_unit.h"
#include "generator/units/split_accumulators.h"
#include "synth/power/power.h"
#include "synth/si_units.h"

namespace pann::analysis {

namespace {

using circuit::NetId;
using synth::kFemto;
using synth::kSecondsPerNanosecond;

constexpr int kPredictedAccumulatorBits = 32;
constexpr int kPredictedFlipFlops = 2 * kPredictedAccumulatorBits;

/// What a net is to the model; outside: the subtraction, the clock, and what inputs drive.
enum class NetClass { sum, carry, stored, enable, outside };

/// Every net as often 0 as 1, and flipping as often as every other.
activity::Activity even_activity(const circuit::Netlist& netlist) {
  constexpr std::uint64_t kFlips = 1000;
  activity::Activity activity;
  activity.signals = activity::signals_of(netlist, true);
  activity.nets.assign(
      netlist.net_count,
      {.rises = kFlips / 2, .falls = kFlips / 2, .time_low = kFlips / 2, .time_high = kFlips / 2});
  activity.duration = kFlips;
  activity.operations = kFlips / 2;
  return activity;
}

/// The class of what a cell at this place of the hierarchy drives, where no element names it.
NetClass class_at(const std::string& path) {
  if (path.rfind(generator::kSubtractionInstance, 0) == 0) return NetClass::outside;
  return path.empty() ? NetClass::enable : NetClass::stored;
}

/// What an element says of its nets, whatever their place; nothing for control and clock.
std::optional<NetClass> class_of_element(const std::string& element) {
  if (element == "accumulator_input" || element == "output_subtraction") return NetClass::outside;
  if (element == "accumulator_sum") return NetClass::sum;
  if (element == "accumulator_carries") return NetClass::carry;
  const bool is_stored = element == "accumulator_register" || element == "accumulator_feedback";
  return is_stored ? std::optional(NetClass::stored) : std::nullopt;
}

std::vector<NetClass> classes_of_nets(const MappedUnit& unit) {
  std::vector<NetClass> classes(unit.netlist.net_count, NetClass::outside);
  for (const circuit::NetlistCell& cell : unit.netlist.cells) {
    for (const circuit::NetlistPin& pin : cell.pins) {
      if (pin.direction != generator::Direction::output) continue;
      for (const NetId net : pin.bits) {
        classes[net] = class_at(unit.netlist.instances[cell.parent].path);
      }
    }
  }
  // The first element that names a net says more than its place.
  const auto elements = activity::index_elements(activity::signals_of(unit.netlist, true),
                                                 unit.files.manifest.elements);
  for (auto element = elements.rbegin(); element != elements.rend(); ++element) {
    const auto known = class_of_element(element->name);
    if (!known) continue;
    for (const activity::ElementBits::Weight& weight : element->nets) {
      classes[weight.net] = *known;
    }
  }
  return classes;
}

struct ClassSum {
  double total_fj = 0.0;
  std::size_t nets = 0;

  double mean_fj() const { return nets == 0 ? 0.0 : total_fj / static_cast<double>(nets); }
};

ClassSum sum_of(const synth::PowerReport& power, const std::vector<NetClass>& classes,
                NetClass wanted) {
  ClassSum sum;
  for (std::size_t net = circuit::kFirstWire; net < classes.size(); ++net) {
    if (classes[net] != wanted || power.toggle_j[net] == 0.0) continue;
    sum.total_fj += power.toggle_j[net] * kFemto;
    ++sum.nets;
  }
  return sum;
}

}  // namespace

generator::DesignSpec prediction_spec(int x_bits) {
  generator::DesignSpec spec;
  spec.kind = generator::Kind::pann_mac;
  spec.x_width = x_bits;
  spec.acc_width = kPredictedAccumulatorBits;
  spec.x_signed = false;
  return spec;
}

PannEventEnergies pann_event_energies(const MeasuredLibrary& library, int x_bits) {
  const MappedUnit unit = map_unit(prediction_spec(x_bits), library, {.adder_cells = true});
  const activity::Activity activity = even_activity(unit.netlist);
  const synth::PowerReport power = synth::compute_power(
      {unit.files.manifest, unit.netlist, library.library, activity},
      {.clock_mhz = 1.0, .input_slew_s = library.pdk.input_slew_ns * kSecondsPerNanosecond});
  const std::vector<NetClass> classes = classes_of_nets(unit);
  const auto flips_of_clock = static_cast<double>(activity.nets.front().toggles());
  return {
      .sum = sum_of(power, classes, NetClass::sum).mean_fj(),
      .carry = sum_of(power, classes, NetClass::carry).mean_fj(),
      .stored = sum_of(power, classes, NetClass::stored).total_fj / kPredictedFlipFlops,
      .enable = sum_of(power, classes, NetClass::enable).total_fj / 2.0,
      .clock_edge = power.clock_w * power.time_s * kFemto / (flips_of_clock * kPredictedFlipFlops)};
}

double predicted_clock_fj(const PannFlips& flips, const PannEventEnergies& energies) {
  return flips.clock_edges * energies.clock_edge;
}

double predicted_fj(const PannFlips& flips, const PannEventEnergies& energies) {
  return flips.sums * energies.sum + flips.carries * energies.carry +
         flips.registers * energies.stored + flips.enables * energies.enable +
         predicted_clock_fj(flips, energies);
}

}  // namespace pann::analysis
