#pragma once

#include <cstddef>

namespace pann::activity {

/// Traces are read in pieces of this many bytes, which stay in the second-level cache.
inline constexpr std::size_t kPiece = 256U << 10U;

}  // namespace pann::activity
