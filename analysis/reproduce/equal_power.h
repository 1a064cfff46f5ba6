#pragma once

#include <memory>

#include "analysis/mse.h"
#include "analysis/reproduce/workbench.h"

namespace pann::analysis {

/// PANN at the model power of an unsigned b-bit MAC, with the bx~ and R of Eq. (19).
struct EqualPower {
  int bits = 0;         ///< b.
  double budget = 0.0;  ///< P.
  WidthChoice choice;
  int weight_bits = 0;  ///< Two's complement bits that hold every weight.
  std::shared_ptr<const tb::OperandStreams> operands;  ///< x uniform in [0, 2^bx~), w by Eq. (12).
};

/// Draws `elements` activations and uniform weights, quantized by Eq. (12), in streams of the
/// default length.
EqualPower equal_power(int bits, std::size_t elements, std::uint64_t seed);

generator::DesignSpec mac_spec(int bits);
generator::DesignSpec pann_spec(const EqualPower& setting, generator::Sequencer sequencer);

}  // namespace pann::analysis
