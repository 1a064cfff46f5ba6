#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "generator/manifest.h"
#include "tb/model/unit_model.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Operation `index` of the operands.
inline Operation operation_of(const OperandStreams& operands, std::size_t index) {
  const auto part = [&](const std::vector<OperandBits>& words) -> std::span<const OperandBits> {
    if (words.empty()) return {};
    return {words.data() + index * operands.lanes, operands.lanes};
  };
  return {part(operands.x), part(operands.w)};
}

/// Whether the unit takes parts of several elements in a cycle (pann_dot, pann_array), so that an
/// element of the operands has no cycle of its own.
bool packs_elements(const generator::Manifest& manifest);

/// Operands as a unit's operations: as they are, packed into its lanes (digit_planes.h,
/// window_schedule.h), or, where weights stay in an array, its rows' weights first.
///
/// Of a stream for such an array the words w of operation r are the weights of row r, for as many
/// rows as there are; further rows have weights of zero, further w are not used. Rows operations
/// without x bring them into the array, the last row's first; then each operation is a vector x, w
/// the whole matrix, `lanes` words a row.
class PlayedOperands {
 public:
  /// `elements` must outlive it. Throws as pack_planes().
  PlayedOperands(const generator::Manifest& manifest, const OperandStreams& elements);

  const OperandStreams& streams() const { return is_packed_ ? packed_ : elements_; }

  /// The unit's operations in a stream, and one of them.
  std::size_t operations(std::size_t stream) const;
  Operation operation(std::size_t stream, std::size_t index) const;

  /// Elements of the operands in a stream, MACs of an array: what toggles and energy are counted
  /// by.
  std::uint64_t elements(std::size_t stream) const;

 private:
  const OperandStreams& elements_;
  bool is_packed_;
  std::size_t loads_;   ///< Operations of a stream that bring weights.
  std::uint64_t macs_;  ///< Of an operation.
  OperandStreams packed_;
};

}  // namespace pann::tb
