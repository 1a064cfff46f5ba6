#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <hwy/aligned_allocator.h>

namespace pann::bench {

/// The loop that the engine is measured by: random AND, OR, XOR and ANDNOT gates, interpreted one
/// after the other over some words of lanes, each net's change from its last value counted by XOR
/// and population count. Compiled for each instruction set, as the engine is.
class BareLoop {
 public:
  BareLoop(std::size_t gates, std::size_t inputs, std::size_t words);

  /// One evaluation of every gate in every lane.
  void run();

  std::uint64_t toggles() const;

  struct Gate {
    std::uint8_t type = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
  };

 private:
  std::size_t inputs_;
  std::size_t words_;
  std::vector<Gate> gates_;
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> values_;
  std::vector<std::uint64_t> toggles_;  ///< Eight partial sums a gate.
};

}  // namespace pann::bench
