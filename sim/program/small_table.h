#pragma once

#include <array>
#include <cstdint>

namespace pann::sim {

/// Truth tables of up to six variables in one word: bit i is the value where variable k holds bit k
/// of i; tables of fewer variables repeat.
inline constexpr int kSmallInputs = 6;

inline constexpr std::array<std::uint64_t, kSmallInputs> kVariable{
    0xaaaaaaaaaaaaaaaaULL, 0xccccccccccccccccULL, 0xf0f0f0f0f0f0f0f0ULL,
    0xff00ff00ff00ff00ULL, 0xffff0000ffff0000ULL, 0xffffffff00000000ULL};

/// The table with variable `v` fixed at 0 or 1, no longer depending on it.
constexpr std::uint64_t cofactor(std::uint64_t table, int v, bool value) {
  const int shift = 1 << v;
  const std::uint64_t ones = kVariable[static_cast<std::size_t>(v)];
  const std::uint64_t half = value ? table & ones : table & ~ones;
  return value ? half | (half >> shift) : half | (half << shift);
}

constexpr bool depends_on(std::uint64_t table, int v) {
  return cofactor(table, v, false) != cofactor(table, v, true);
}

/// The table with variable `v` complemented.
constexpr std::uint64_t complement_input(std::uint64_t table, int v) {
  const std::uint64_t ones = kVariable[static_cast<std::size_t>(v)];
  return (cofactor(table, v, true) & ~ones) | (cofactor(table, v, false) & ones);
}

/// `table` with variable `v` replaced by the function `inner` of the same variables.
constexpr std::uint64_t substitute(std::uint64_t table, int v, std::uint64_t inner) {
  return (inner & cofactor(table, v, true)) | (~inner & cofactor(table, v, false));
}

}  // namespace pann::sim
