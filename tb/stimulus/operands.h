#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pann::tb {

/// An operand's value modulo 2^64: two's complement, sign-extended if signed, zero-extended if not.
using OperandBits = std::uint64_t;

/// Operand pairs in the order in which a unit meets them, split into streams (dot products).
struct OperandStreams {
  std::string origin;              ///< "uniform [-128, 128)", "conv1 of streams_b8.npz".
  std::vector<std::size_t> first;  ///< streams() + 1 offsets into x and w, from 0 to operations().
  std::vector<OperandBits> x;
  std::vector<OperandBits> w;  ///< As long as x; zeros for a unit without a second operand.

  std::size_t streams() const { return first.empty() ? 0 : first.size() - 1; }
  std::size_t operations() const { return x.size(); }
};

}  // namespace pann::tb
