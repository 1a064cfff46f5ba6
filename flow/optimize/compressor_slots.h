#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "generator/arith/heap_wiring.h"
#include "synth/pdk/pdk.h"

namespace pann::flow {

using generator::ColumnWiring;
using generator::HeapWiring;

/// The pins that slots are, in a mapped netlist of a heap whose compressors are adder cells.
class CompressorSlots {
 public:
  /// Finds the compressors: the library's adder cells in the place of those of blocks
  /// g_column<n>, at any depth. Tied inputs and two inputs of a compressor on one net stay where
  /// they are. Throws Failure(user_error, "optimize.heap") where there are none, or two heaps.
  CompressorSlots(const circuit::Netlist& netlist, const synth::Pdk& pdk);

  /// Every bit where the reduction put it; columns of a single slot are left out.
  const HeapWiring& identity() const { return identity_; }

  /// Puts the bits of `netlist`, the one of before or one that was rewired, where `wiring` has
  /// them, which must have the shape of identity(). That it has no combinational loop is for the
  /// caller to find out.
  void rewire(const HeapWiring& wiring, circuit::Netlist& netlist) const;

 private:
  struct Slot {
    circuit::NetId net = 0;
    std::uint32_t cell = 0;
    std::uint32_t pin = 0;
  };

  void add_compressor(const circuit::Netlist& netlist, std::uint32_t cell, const std::string& block,
                      const std::string& name, const synth::AdderCell& adder);

  HeapWiring identity_;
  std::vector<std::vector<Slot>> columns_;  ///< As identity_.
};

}  // namespace pann::flow
