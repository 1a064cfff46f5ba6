#include "analysis/reproduce/mac_power.h"

namespace pann::analysis {

const std::vector<std::string>& modelled_mac_elements() {
  static const std::vector<std::string> names{"multiplier_inputs", "multiplier_operands",
                                              "accumulator_input", "accumulator_sum",
                                              "accumulator_register"};
  return names;
}

const std::vector<std::string>& counted_mac_elements() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list = modelled_mac_elements();
    list.insert(list.end(), {"multiplier_carries", "accumulator_carries"});
    return list;
  }();
  return names;
}

Ratio MacPair::ratio(const std::vector<std::string>& elements) const {
  const FlipElement top = without_signs.sum(elements);
  const FlipElement bottom = with_signs.sum(elements);
  const double value = top.best() / bottom.best();
  return {value,
          (top.confidence.value_or(0.0) + value * bottom.confidence.value_or(0.0)) / bottom.best()};
}

std::vector<MacPair> measure_mac_pairs(Workbench& bench, const std::vector<int>& bits,
                                       const std::vector<int>& acc_widths) {
  std::vector<MacPoint> points;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    for (const auto range : {tb::Range::signed_range, tb::Range::nonnegative}) {
      points.push_back({generator::Architecture::booth4, bits[i], tb::Distribution::uniform, range,
                        0, acc_widths[i]});
    }
  }
  const std::vector<FlipResult> results = measure_macs(bench, points);
  std::vector<MacPair> pairs;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    pairs.push_back({bits[i], acc_widths[i], results[2 * i], results[2 * i + 1]});
  }
  return pairs;
}

}  // namespace pann::analysis
