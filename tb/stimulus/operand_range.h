#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Holds every signed and unsigned 64-bit value.
__extension__ using WideInteger = __int128;

/// The integers from `low` to `high`, both included.
struct OperandRange {
  WideInteger low = 0;
  WideInteger high = 0;

  bool contains(WideInteger value) const { return low <= value && value <= high; }
  bool contains(const OperandRange& other) const { return low <= other.low && other.high <= high; }
  friend bool operator==(const OperandRange&, const OperandRange&) = default;
};

/// One operand as the unit takes it.
struct OperandPort {
  generator::Operand operand = generator::Operand::x;
  int width = 8;
  bool is_signed = true;
  bool is_magnitude = false;  ///< Of a signed value: -(2^b - 1) to 2^b - 1.
};

/// The values that a port can hold: [-2^(b-1), 2^(b-1)) or [0, 2^b).
OperandRange legal_range(const OperandPort& port);

/// "x (8 bits, signed): legal are -128 to 127", the second half of a diagnostic.
std::string describe(const OperandPort& port);

/// Half-open, as the paper writes ranges: "[-128, 128)".
std::string to_string(const OperandRange& range);

/// The value of an operand, from its bits.
WideInteger value_of(OperandBits bits, bool is_signed);

/// Reads "A:B", decimal, A to B both included, each from -2^63 to 2^64 - 1. Throws
/// Failure(user_error, "stimulus.range-syntax") naming `option` for anything else, and where A > B.
OperandRange parse_operand_range(std::string_view option, std::string_view text);

}  // namespace pann::tb
