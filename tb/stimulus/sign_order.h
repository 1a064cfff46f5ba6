#pragma once

#include <cstddef>

#include "tb/stimulus/operands.h"

namespace pann::tb {

/// The operands as a unit with sign-ordered weights takes them: in every stream those of weights
/// that are not negative first, then the others, each in their order; the last operation of a sign
/// is filled up with zeros. The sums of the streams stay what they were. `lanes`: words that an
/// operation then takes.
OperandStreams ordered_by_sign(const OperandStreams& operands, std::size_t lanes);

}  // namespace pann::tb
