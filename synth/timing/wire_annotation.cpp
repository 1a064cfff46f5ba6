#include "synth/timing/wire_annotation.h"

#include <fmt/format.h>

#include "circuit/bit_names.h"

namespace pann::synth {

WireAnnotator::WireAnnotator(const SdfFile& file, const circuit::Netlist& netlist,
                             const ArcDelays& delays)
    : file_(file), delays_(delays) {
  for (const circuit::NetName& name : netlist.names) {
    add_name(name.name, name.left, name.right, name.bits);
  }
  for (const circuit::NetlistPort& port : netlist.ports) {
    add_name(port.name, circuit::port_left(port.bits.size()), 0, port.bits);
    if (port.direction != generator::Direction::output) continue;
    outputs_.insert(port.bits.begin(), port.bits.end());
  }
  for (const circuit::NetId net : outputs_) ends_of_net_.emplace(net, Place{WireEnd::kPort, net});
  for (std::uint32_t i = 0; i < delays.cells.size(); ++i) {
    const BoundCell& bound = delays.cells[i];
    for (std::uint32_t pin = 0; pin < bound.nets.size(); ++pin) {
      const std::string name =
          netlist.cells[bound.instance].name + "." + bound.cell->pins[pin].name;
      nets_[name] = bound.nets[pin];
      if (bound.cell->pins[pin].is_output()) continue;
      ends_[name] = {i, pin};
      ends_of_net_.emplace(bound.nets[pin], Place{i, pin});
    }
  }
}

void WireAnnotator::add_name(const std::string& word, int left, int right,
                             const std::vector<circuit::NetId>& bits) {
  if (bits.size() == 1) nets_.emplace(word, bits.front());
  for (std::size_t bit = 0; bit < bits.size(); ++bit) {
    const int index = circuit::declared_index(left, right, bit);
    nets_.emplace(circuit::bit_name(word, index), bits[bit]);
  }
}

void WireAnnotator::annotate(const SdfCell& cell) {
  for (const SdfWire& wire : cell.wires) apply(cell, wire);
}

std::vector<WireEnd> WireAnnotator::ends() const {
  std::vector<WireEnd> result;
  for (const auto& [place, wire] : wires_) {
    if (wire.rise != DelayTriple() || wire.fall != DelayTriple()) result.push_back(wire);
  }
  return result;
}

void WireAnnotator::fault(const SdfWire& wire, std::string message) {
  constexpr std::size_t kMaximumFaults = 20;
  const bool is_zero = wire.rise == DelayTriple() && wire.fall == DelayTriple();
  if (is_zero || faults_.size() >= kMaximumFaults) return;
  faults_.push_back({"sdf.wire", std::move(message),
                     "is the file for this netlist? delays to ports of modules inside are not "
                     "known: write them to the pins of cells",
                     support::Location{file_.source, wire.line, std::nullopt}});
}

void WireAnnotator::apply(const SdfCell& cell, const SdfWire& wire) {
  const std::string above =
      cell.instance.empty() || cell.instance == "*" ? "" : cell.instance + ".";
  switch (wire.kind) {
    case SdfWire::Kind::interconnect: {
      const auto from = nets_.find(above + wire.from);
      const auto to = nets_.find(above + wire.to);
      if (from == nets_.end() || to == nets_.end()) {
        fault(wire, fmt::format("INTERCONNECT: no pin or port '{}'",
                                above + (from == nets_.end() ? wire.from : wire.to)));
      } else if (from->second != to->second) {
        fault(wire,
              fmt::format("INTERCONNECT: '{}' and '{}' are not one net", from->first, to->first));
      } else {
        apply_port(cell, wire, to->first);
      }
      return;
    }
    case SdfWire::Kind::port:
      apply_port(cell, wire, above + wire.to);
      return;
    case SdfWire::Kind::net:
      apply_net(wire, above + wire.to);
      return;
  }
}

/// An input of a cell, or an output of the design by one of its net's names.
std::optional<WireAnnotator::Place> WireAnnotator::end_of(const std::string& name) const {
  if (const auto pin = ends_.find(name); pin != ends_.end()) return pin->second;
  const auto net = nets_.find(name);
  if (net == nets_.end() || outputs_.count(net->second) == 0) return std::nullopt;
  return Place{WireEnd::kPort, net->second};
}

/// INSTANCE * with a PORT is for that pin of every cell of the type.
void WireAnnotator::apply_port(const SdfCell& cell, const SdfWire& wire, const std::string& to) {
  if (cell.instance == "*" && wire.kind == SdfWire::Kind::port) {
    for (std::uint32_t i = 0; i < delays_.cells.size(); ++i) {
      const Cell& kind = *delays_.cells[i].cell;
      const Pin* pin = kind.name == cell.type ? kind.find_pin(wire.to) : nullptr;
      if (pin == nullptr || pin->is_output()) continue;
      take({i, static_cast<std::uint32_t>(pin - kind.pins.data())}, wire);
    }
    return;
  }
  if (const auto place = end_of(to)) {
    take(*place, wire);
  } else {
    fault(wire, fmt::format("'{}' is no input of a cell and no output of the design", to));
  }
}

void WireAnnotator::apply_net(const SdfWire& wire, const std::string& name) {
  const auto net = nets_.find(name);
  if (net == nets_.end()) {
    fault(wire, fmt::format("NETDELAY: no net '{}'", name));
    return;
  }
  const auto [begin, end] = ends_of_net_.equal_range(net->second);
  for (auto at = begin; at != end; ++at) take(at->second, wire);
}

void WireAnnotator::take(const Place& place, const SdfWire& wire) {
  WireEnd& known = wires_[place];
  known.cell = place.first;
  known.pin = place.second;
  if (wire.has_rise) known.rise = wire.rise;
  if (wire.has_fall) known.fall = wire.fall;
}

}  // namespace pann::synth
