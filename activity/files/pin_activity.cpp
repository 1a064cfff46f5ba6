#include "activity/files/pin_activity.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "activity/bit_index.h"
#include "activity/tick.h"

namespace pann::activity {

namespace {

NetCounts constant_counts(circuit::NetId net, std::uint64_t duration) {
  NetCounts counts;
  if (net == circuit::kNetZero) counts.time_low = duration;
  if (net == circuit::kNetOne) counts.time_high = duration;
  if (net == circuit::kNetUnknown) counts.time_unknown = duration;
  if (net == circuit::kNetFloating) counts.time_floating = duration;
  return counts;
}

/// The names of each module instance's levels: a level may itself hold dots, in a flattened name.
std::vector<std::vector<std::string>> instance_levels(const circuit::Netlist& netlist) {
  std::vector<std::vector<std::string>> levels(netlist.instances.size());
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < netlist.instances.size(); ++i) {
    places.emplace(netlist.instances[i].path, i);
  }
  // Parents have shorter paths; the longest known one is the parent.
  std::vector<std::size_t> order(levels.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return netlist.instances[a].path.size() < netlist.instances[b].path.size();
  });
  for (const std::size_t i : order) {
    const std::string_view path = netlist.instances[i].path;
    if (path.empty()) continue;
    std::size_t dot = path.rfind('.');
    while (dot != std::string_view::npos && dot > 0 && !places.contains(path.substr(0, dot))) {
      dot = path.rfind('.', dot - 1);
    }
    const bool has_parent = dot != std::string_view::npos && places.contains(path.substr(0, dot));
    if (has_parent) levels[i] = levels[places.at(path.substr(0, dot))];
    levels[i].emplace_back(has_parent ? path.substr(dot + 1) : path);
  }
  return levels;
}

class Annotator {
 public:
  Annotator(const Activity& activity, const circuit::Netlist& netlist)
      : activity_(activity),
        matches_(match_nets(netlist, BitIndex(activity.signals))),
        labels_(circuit::net_labels(netlist)) {}

  void add(const std::vector<std::string>& instance, const std::string& pin,
           const std::vector<circuit::NetId>& bits) {
    for (std::size_t bit = 0; bit < bits.size(); ++bit) {
      SaifNet entry{instance, pin, std::nullopt, {}};
      if (bits.size() > 1) entry.index = static_cast<int>(bit);
      add_bit(std::move(entry), bits[bit]);
    }
  }

  PinActivity take() { return std::move(result_); }

 private:
  void add_bit(SaifNet entry, circuit::NetId net) {
    ++result_.total_pins;
    if (circuit::is_constant_net(net)) {
      entry.counts = constant_counts(net, activity_.duration);
    } else if (matches_[net]) {
      entry.counts = activity_.nets[*matches_[net]];
    } else {
      result_.missing.push_back(fmt::format("{}{}{} (net {})", fmt::join(entry.instance, "/"),
                                            entry.instance.empty() ? "" : "/", entry.name,
                                            labels_[net]));
      return;
    }
    result_.pins.push_back(std::move(entry));
  }

  const Activity& activity_;
  std::vector<std::optional<circuit::NetId>> matches_;
  std::vector<std::string> labels_;
  PinActivity result_;
};

}  // namespace

PinActivity annotate_pins(const Activity& activity, const circuit::Netlist& netlist) {
  Annotator annotator(activity, netlist);
  for (const circuit::NetlistPort& port : netlist.ports) annotator.add({}, port.name, port.bits);
  const auto levels = instance_levels(netlist);
  for (const circuit::NetlistCell& cell : netlist.cells) {
    std::vector<std::string> path = levels[cell.parent];
    const std::string& above = netlist.instances[cell.parent].path;
    path.push_back(above.empty() ? cell.name : cell.name.substr(above.size() + 1));
    for (const circuit::NetlistPin& pin : cell.pins) annotator.add(path, pin.name, pin.bits);
  }
  return annotator.take();
}

std::string to_power_tcl(const PinActivity& pins, const Activity& activity,
                         double clock_period_seconds) {
  require_tick(activity, "activities a clock period rest on seconds");
  const double seconds = static_cast<double>(activity.duration) * activity.tick_seconds;
  const double periods = seconds / clock_period_seconds;
  std::string text =
      "# Toggles a clock period and duty of every port and pin, for OpenSTA before 3.0.\n";
  for (const SaifNet& pin : pins.pins) {
    const double duty = activity.duration == 0 ? 0.0
                                               : static_cast<double>(pin.counts.time_high) /
                                                     static_cast<double>(activity.duration);
    const double toggles = periods > 0 ? static_cast<double>(pin.counts.toggles()) / periods : 0.0;
    const std::string name =
        pin.name + (pin.index ? fmt::format("[{}]", *pin.index) : std::string());
    // A port's pin is found as a port; braces keep brackets and backslashes from Tcl.
    if (pin.instance.empty()) {
      text += fmt::format("set_power_activity -input_ports [get_ports {{{}}}]", name);
      text += fmt::format(" -activity {:.9g} -duty {:.9g}\n", toggles, duty);
    } else {
      text += fmt::format("sta::set_power_pin_activity [get_pins {{{}/{}}}] {:.9g} {:.9g}\n",
                          fmt::join(pin.instance, "/"), name, toggles, duty);
    }
  }
  return text;
}

}  // namespace pann::activity
