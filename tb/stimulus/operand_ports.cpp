#include "tb/stimulus/operand_ports.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "generator/units/emit.h"

namespace pann::tb {

using generator::Manifest;
using generator::Operand;
using generator::Port;
using generator::Role;

OperandPorts operand_ports(const Manifest& manifest) {
  OperandPorts ports;
  if (const Port* x = manifest.find(Role::x)) {
    ports.x = OperandPort{Operand::x, x->lane_width(), x->is_signed};
  }
  if (const Port* w = manifest.find(Role::w)) {
    ports.w = OperandPort{Operand::w, w->lane_width(), w->is_signed};
  } else if (manifest.find(Role::negative) != nullptr) {
    ports.w = OperandPort{Operand::w, manifest.design.w_width, manifest.design.w_signed};
  }
  ports.is_sign_ordered = manifest.design.sign_ordered;
  if (ports.is_sign_ordered && ports.w) {
    ports.w->is_signed = true;
    ports.w->is_magnitude = true;
  }
  ports.macs = static_cast<std::uint64_t>(generator::array_cells(manifest.design));
  ports.shares_w = generator::packs_elements(manifest.design);
  ports.lanes = ports.shares_w ? static_cast<std::size_t>(ports.macs)
                               : static_cast<std::size_t>(std::max(
                                     {manifest.lanes(Role::x), manifest.lanes(Role::w), 1}));
  ports.is_clocked = manifest.is_clocked();
  ports.repeats = manifest.design.kind == generator::Kind::pann_mac;
  if (manifest.design.kind != generator::Kind::other) return ports;
  for (const Port& port : manifest.ports) {
    if (port.role == Role::other_input) ports.others.push_back(port);
  }
  return ports;
}

OperandPorts operand_ports(const generator::DesignSpec& spec) {
  // Asked for several times of one design in turn, and only its modules tell.
  thread_local std::optional<std::pair<generator::DesignSpec, OperandPorts>> last;
  if (!last || !(last->first == spec)) {
    last.emplace(spec, operand_ports(generator::manifest_of(spec)));
  }
  return last->second;
}

}  // namespace pann::tb
