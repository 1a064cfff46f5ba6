#include "generator/design_kinds.h"

namespace pann::generator {

const std::vector<Kind>& arithmetic_kinds() {
  static const std::vector<Kind> kinds{Kind::multiplier, Kind::adder,     Kind::accumulator,
                                       Kind::mac,        Kind::split_mac, Kind::pann_mac,
                                       Kind::dot,        Kind::pann_dot,  Kind::sad_mac,
                                       Kind::shift_mac,  Kind::mac_array, Kind::pann_array};
  return kinds;
}

const std::vector<Kind>& weighted_kinds() {
  static const std::vector<Kind> kinds{
      Kind::multiplier, Kind::mac,     Kind::split_mac, Kind::pann_mac,  Kind::dot,
      Kind::pann_dot,   Kind::sad_mac, Kind::shift_mac, Kind::mac_array, Kind::pann_array};
  return kinds;
}

const std::vector<Kind>& multiplying_kinds() {
  static const std::vector<Kind> kinds{Kind::multiplier, Kind::mac, Kind::split_mac,
                                       Kind::mac_array};
  return kinds;
}

const std::vector<Kind>& heap_kinds() {
  static const std::vector<Kind> kinds{Kind::multiplier, Kind::mac, Kind::split_mac, Kind::dot,
                                       Kind::mac_array};
  return kinds;
}

const std::vector<Kind>& heap_sum_kinds() {
  static const std::vector<Kind> kinds{Kind::mac, Kind::dot};
  return kinds;
}

const std::vector<Kind>& gated_kinds() {
  static const std::vector<Kind> kinds{Kind::mac, Kind::split_mac, Kind::pann_mac, Kind::dot};
  return kinds;
}

const std::vector<Kind>& fanout_kinds() {
  static const std::vector<Kind> kinds{Kind::mac, Kind::split_mac, Kind::pann_mac, Kind::dot,
                                       Kind::pann_array};
  return kinds;
}

const std::vector<Kind>& accumulating_kinds() {
  static const std::vector<Kind> kinds{
      Kind::accumulator, Kind::mac,     Kind::split_mac, Kind::pann_mac,  Kind::dot,
      Kind::pann_dot,    Kind::sad_mac, Kind::shift_mac, Kind::mac_array, Kind::pann_array};
  return kinds;
}

const std::vector<Kind>& biased_kinds() {
  static const std::vector<Kind> kinds{Kind::accumulator, Kind::mac, Kind::split_mac,
                                       Kind::pann_mac,    Kind::dot, Kind::sad_mac,
                                       Kind::shift_mac};
  return kinds;
}

const std::vector<Kind>& lane_kinds() {
  static const std::vector<Kind> kinds{Kind::pann_dot, Kind::pann_array};
  return kinds;
}

}  // namespace pann::generator
