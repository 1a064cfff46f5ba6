#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sim/native/native_engine.h"

namespace pann::sim {

/// All combinations of two inputs against a model.
struct ExhaustiveCheck {
  std::string x;  ///< Input ports; together at most kMostBits bits.
  std::string w;
  std::string output;                           ///< Compared output, at most 64 bits.
  std::map<std::string, std::uint64_t> held{};  ///< Other inputs; those not named are 0.
  /// Writes what the output must be for pairs of bit patterns; higher bits are ignored. Called with
  /// some thousand pairs at a time, from several threads.
  std::function<void(std::span<const std::uint64_t> x, std::span<const std::uint64_t> w,
                     std::span<std::uint64_t> expected)>
      model;

  static constexpr int kMostBits = 40;
};

/// A pair for which the output is wrong.
struct WrongPair {
  std::uint64_t x = 0;
  std::uint64_t w = 0;
  std::uint64_t expected = 0;
  std::uint64_t actual = 0;

  friend bool operator==(const WrongPair&, const WrongPair&) = default;
};

struct ExhaustiveResult {
  static constexpr std::size_t kKeptPairs = 10;

  std::uint64_t checked = 0;  ///< 2^(bits of x and w).
  std::uint64_t wrong = 0;
  std::vector<WrongPair> first;  ///< By w, then x, of the bit patterns; at most kKeptPairs.
};

/// Compares every pair. The output must not depend on stored bits. Throws Failure(user_error):
/// "engine.port", "engine.patterns".
ExhaustiveResult check_exhaustively(const NativeDesign& design, const ExhaustiveCheck& check,
                                    const EngineOptions& options = {});

}  // namespace pann::sim
