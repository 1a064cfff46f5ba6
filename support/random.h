#pragma once

#include <array>
#include <cstdint>

namespace pann::support {

/// The project's only source of random numbers: xoshiro256** 1.0, seeded through SplitMix64
/// (D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47, 2021).
///
/// Standard-library distributions differ between implementations and libm differs between machines;
/// everything here uses integer arithmetic or the exactly rounded operations + - * / sqrt, so that
/// a seed gives the same numbers everywhere (built without fused multiply-add,
/// cmake/PannTargets.cmake).
class Random {
 public:
  /// A stream of its own for each (seed, stream) pair.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  /// 64 uniform bits.
  std::uint64_t next();

  /// Uniform in [0, bound), unbiased (Lemire's method). `bound` must not be 0.
  std::uint64_t below(std::uint64_t bound);

  /// Uniform in [low, high], both included. The span must be below 2^64.
  std::int64_t between(std::int64_t low, std::int64_t high);

  /// Uniform in [0, 1), 53 bits.
  double unit();

  /// Standard normal N(0, 1) by Marsaglia's polar method.
  double normal();

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_ = 0.0;
  bool has_spare_ = false;
};

/// Natural logarithm from + - * / only (argument reduction and the atanh series; relative error
/// below 1e-15), the same bits on every machine. Requires x > 0 and finite.
double portable_log(double x);

}  // namespace pann::support
