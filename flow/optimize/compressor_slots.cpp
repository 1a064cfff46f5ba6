#include "flow/optimize/compressor_slots.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "support/diagnostic.h"

namespace pann::flow {

using circuit::NetId;
using circuit::Netlist;

namespace {

constexpr std::string_view kBlock = "g_column";
constexpr std::string_view kCompressor = "u_add";
constexpr std::string_view kCell = ".u_one.u_adder";  ///< As adders.v of `pann synth` names them.
constexpr std::array<std::string_view, 3> kInputs{"a_i", "b_i", "c_i"};

struct Place {
  std::string above;  ///< The instance that holds the heap, and a dot.
  std::string block;
  std::string compressor;
};

/// Where the cell "u_mul.g_column5.u_add0.u_one.u_adder" is; nothing for one elsewhere.
std::optional<Place> place_of(std::string path) {
  if (!path.ends_with(kCell)) return std::nullopt;
  path.resize(path.size() - kCell.size());
  const std::size_t dot = path.rfind('.');
  if (dot == std::string::npos || path.compare(dot + 1, kCompressor.size(), kCompressor) != 0) {
    return std::nullopt;
  }
  const std::string block = path.substr(0, dot);
  const std::size_t name = block.rfind('.') == std::string::npos ? 0 : block.rfind('.') + 1;
  if (block.compare(name, kBlock.size(), kBlock) != 0) return std::nullopt;
  return Place{path.substr(0, name), block.substr(name), path.substr(dot + 1)};
}

const synth::AdderCell* adder_of(const synth::Pdk& pdk, const std::string& type) {
  if (pdk.full_adder && pdk.full_adder->cell == type) return &*pdk.full_adder;
  if (pdk.half_adder && pdk.half_adder->cell == type) return &*pdk.half_adder;
  return nullptr;
}

}  // namespace

CompressorSlots::CompressorSlots(const Netlist& netlist, const synth::Pdk& pdk) {
  std::set<std::string> heaps;
  for (std::uint32_t cell = 0; cell < netlist.cells.size(); ++cell) {
    const auto place = place_of(netlist.cells[cell].name);
    const synth::AdderCell* adder = adder_of(pdk, netlist.cells[cell].type);
    if (!place || adder == nullptr) continue;
    heaps.insert(place->above);
    add_compressor(netlist, cell, place->block, place->compressor, *adder);
  }
  if (heaps.size() == 1) return;
  support::fail_input("optimize.heap",
                      heaps.empty() ? "the mapped design has no bit heap of adder cells"
                                    : "the design has more than one bit heap",
                      "optimize a unit of one heap (--multiplier heap), on a library with full "
                      "adder cells");
}

void CompressorSlots::add_compressor(const Netlist& netlist, std::uint32_t cell,
                                     const std::string& block, const std::string& name,
                                     const synth::AdderCell& adder) {
  std::size_t column = 0;
  while (column < identity_.size() && identity_[column].block != block) ++column;
  if (column == identity_.size()) {
    identity_.push_back({block, {}, {}});
    columns_.emplace_back();
  }
  const auto& pins = netlist.cells[cell].pins;
  const auto inputs_on = [&](NetId net) {
    return std::count_if(pins.begin(), pins.end(), [net](const circuit::NetlistPin& pin) {
      return pin.direction == generator::Direction::input && pin.bits == std::vector{net};
    });
  };
  for (std::size_t i = 0; i < adder.inputs.size(); ++i) {
    for (std::uint32_t pin = 0; pin < pins.size(); ++pin) {
      if (pins[pin].name != adder.inputs[i] || pins[pin].bits.size() != 1) continue;
      const NetId net = pins[pin].bits.front();
      if (circuit::is_constant_net(net) || inputs_on(net) > 1) continue;
      generator::ColumnWiring& wiring = identity_[column];
      wiring.source.push_back(wiring.slots.size());
      wiring.slots.push_back(name + '.' + std::string(kInputs[i]));
      columns_[column].push_back({net, cell, pin});
    }
  }
}

void CompressorSlots::rewire(const HeapWiring& wiring, Netlist& netlist) const {
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const std::vector<Slot>& slots = columns_[c];
    for (std::size_t i = 0; i < slots.size(); ++i) {
      netlist.cells[slots[i].cell].pins[slots[i].pin].bits.front() = slots[wiring[c].source[i]].net;
    }
  }
}

}  // namespace pann::flow
