#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <hwy/aligned_allocator.h>

#include "sim/program/compiled_design.h"
#include "sim/program/kernels.h"

namespace pann::sim {

/// Inputs that run through all their values together, and those that hold one.
struct PatternInputs {
  std::vector<std::string>
      ports;  ///< Their bits make up the pattern's number, the first port lowest.
  std::map<std::string, std::uint64_t> held{};  ///< Other inputs; those not named are 0.
};

/// Evaluates the stateless logic of a design for all patterns of some inputs, a block of kPatterns
/// after the other.
class PatternPlayer {
 public:
  static constexpr std::size_t kPatterns = kSlotWords * 64;

  /// Throws Failure(user_error, "engine.port") for ports that the design does not have, and
  /// "engine.patterns" when they have more than `most_bits` bits together.
  PatternPlayer(const CompiledDesign& design, const Kernels& kernels, const PatternInputs& inputs,
                int most_bits);

  /// Bits of a pattern's number.
  int bits() const { return static_cast<int>(pattern_slots_.size()); }
  std::uint64_t patterns() const { return std::uint64_t{1} << bits(); }
  std::uint64_t blocks() const { return (patterns() + kPatterns - 1) / kPatterns; }

  /// Evaluates patterns [block * kPatterns, (block + 1) * kPatterns); `on_counted` is called with
  /// the counted slots as soon as they hold their values, and before others take their place.
  void play(std::uint64_t block,
            const std::function<void(const CountedSlot*, std::size_t)>& on_counted);

  const std::uint64_t* values() const { return slots_.get(); }

 private:
  void load(std::uint64_t block);

  const CompiledDesign& design_;
  const Kernels& kernels_;
  std::vector<std::int32_t> pattern_slots_;  ///< By bit of the pattern's number; -1: not read.
  std::vector<bool> held_;                   ///< By Program::inputs: value when not in the pattern.
  std::vector<bool> in_pattern_;
  hwy::AlignedFreeUniquePtr<std::uint64_t[]> slots_;
};

}  // namespace pann::sim
