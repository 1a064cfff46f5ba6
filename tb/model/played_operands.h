#pragma once

#include <cstdint>

#include "generator/manifest.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Whether the unit takes parts of several elements in a cycle (pann_dot), so that an element of
/// the operands has no cycle of its own.
bool packs_elements(const generator::Manifest& manifest);

/// Operands as a unit's operations: as they are, or packed into its lanes (digit_planes.h).
class PlayedOperands {
 public:
  /// `elements` must outlive it. Throws as pack_planes().
  PlayedOperands(const generator::Manifest& manifest, const OperandStreams& elements);

  const OperandStreams& streams() const { return is_packed_ ? packed_ : elements_; }

  /// Elements of the operands in a stream, MACs of an array: what toggles and energy are counted
  /// by.
  std::uint64_t elements(std::size_t stream) const;

 private:
  const OperandStreams& elements_;
  bool is_packed_;
  std::uint64_t macs_;  ///< Of an operation.
  OperandStreams packed_;
};

}  // namespace pann::tb
