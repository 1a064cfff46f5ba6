#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "tb/stimulus/operand_range.h"

namespace pann::tb {

/// What a unit takes, as its manifest has it.
struct OperandPorts {
  std::optional<OperandPort> x{};  ///< Only units of the kind other may lack it.
  std::optional<OperandPort> w{};
  std::size_t lanes = 1;                  ///< Words of x, and of w, an operation; where elements
                                          ///< are packed into lanes, positions
                                          ///< (played_operands.h).
  std::uint64_t macs = 1;                 ///< Of an operation: the elements of an array.
  bool shares_w = false;                  ///< One w an operation is that of all its x.
  bool is_clocked = false;                ///< Operations come as dot products, from reset on.
  bool repeats = false;                   ///< w is a number of repetitions (Eq. 12).
  bool is_sign_ordered = false;           ///< All weights of an operation have one sign.
  std::vector<generator::Port> others{};  ///< Kind other: inputs beside operands, to be drawn.

  /// The port of an operand, or null.
  const OperandPort* find(generator::Operand operand) const {
    const auto& port = operand == generator::Operand::x ? x : w;
    return port ? &*port : nullptr;
  }

  /// The operations that `vectors` MACs take; `vectors`: at least 1.
  std::uint64_t operations_of(std::uint64_t vectors) const { return (vectors - 1) / macs + 1; }
};

/// x and w are the ports with these roles; a unit whose weight is counted outside (a port with the
/// role negative) takes w as the design section has it.
OperandPorts operand_ports(const generator::Manifest& manifest);

/// The same for a unit of the generator.
OperandPorts operand_ports(const generator::DesignSpec& spec);

}  // namespace pann::tb
