#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pann::tb {

/// An operand's value modulo 2^64: two's complement, sign-extended if signed, zero-extended if not.
using OperandBits = std::uint64_t;

/// Words of 64 bits that hold a port of `width` bits.
inline std::size_t words_of(int width) {
  constexpr std::size_t kBits = 64;
  return (static_cast<std::size_t>(width) + kBits - 1) / kBits;
}

/// Words of an input port beside the operands, words_of(width) an operation.
struct PortWords {
  std::string port;
  int width = 1;
  std::vector<std::uint64_t> words;
};

/// Operands in the order in which a unit meets them, split into streams (dot products). An
/// operation takes `lanes` words of x and as many of w: those of lane l of operation i are at i *
/// lanes + l.
struct OperandStreams {
  std::string origin;              ///< "uniform [-128, 128)", "conv1 of streams_b8.npz".
  std::vector<std::size_t> first;  ///< streams() + 1 operations, from 0 to operations().
  std::vector<OperandBits> x;
  std::vector<OperandBits> w;  ///< As long as x; zeros for a unit without a second operand.

  std::size_t lanes = 1;
  std::vector<PortWords>
      others{};  ///< For units of the kind other: the inputs that are no operands.

  std::size_t streams() const { return first.empty() ? 0 : first.size() - 1; }
  std::size_t operations() const { return first.empty() ? 0 : first.back(); }
};

}  // namespace pann::tb
