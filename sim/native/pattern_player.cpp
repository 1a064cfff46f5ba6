#include "sim/native/pattern_player.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/program/small_table.h"
#include "support/diagnostic.h"

namespace pann::sim {

namespace {

const CompiledPort& input_port(const CompiledDesign& design, const std::string& name) {
  for (const CompiledPort& port : design.ports) {
    if (port.name == name && port.direction == generator::Direction::input) return port;
  }
  support::fail_input("engine.port", fmt::format("'{}' has no input '{}'", design.top, name),
                      "name an input port of the design");
}

/// Bit `bit` of the numbers 64 word to 64 word + 63.
std::uint64_t pattern_word(std::size_t bit, std::uint64_t word) {
  if (bit < kSmallInputs) return kVariable[bit];
  return ((word >> (bit - kSmallInputs)) & 1U) != 0 ? ~std::uint64_t{0} : 0;
}

}  // namespace

PatternPlayer::PatternPlayer(const CompiledDesign& design, const Kernels& kernels,
                             const PatternInputs& inputs, int most_bits)
    : design_(design),
      kernels_(kernels),
      held_(design.program.inputs.size(), false),
      in_pattern_(design.program.inputs.size(), false),
      slots_(hwy::AllocateAligned<std::uint64_t>(design.program.slots * kSlotWords)) {
  std::fill_n(slots_.get(), design.program.slots * kSlotWords, 0);
  for (const std::string& name : inputs.ports) {
    for (const std::int32_t input : input_port(design, name).bits) {
      pattern_slots_.push_back(
          input < 0
              ? -1
              : static_cast<std::int32_t>(design.program.inputs[static_cast<std::size_t>(input)]));
      if (input >= 0) in_pattern_[static_cast<std::size_t>(input)] = true;
    }
  }
  if (bits() > most_bits) {
    support::fail_input("engine.patterns",
                        fmt::format("the operands have {} bits together; all pairs are enumerated "
                                    "for up to {}",
                                    bits(), most_bits),
                        "take narrower operands, or a sample (without --exact)");
  }
  for (const auto& [name, value] : inputs.held) {
    const CompiledPort& port = input_port(design, name);
    for (std::size_t bit = 0; bit < port.bits.size() && bit < 64; ++bit) {
      if (port.bits[bit] >= 0) {
        held_[static_cast<std::size_t>(port.bits[bit])] = ((value >> bit) & 1U) != 0;
      }
    }
  }
}

/// Slots are used again while playing, so that every block sets all inputs anew.
void PatternPlayer::load(std::uint64_t block) {
  for (std::size_t input = 0; input < held_.size(); ++input) {
    if (in_pattern_[input]) continue;
    std::fill_n(slots_.get() + design_.program.inputs[input] * kSlotWords, kSlotWords,
                held_[input] ? ~std::uint64_t{0} : 0);
  }
  for (std::size_t bit = 0; bit < pattern_slots_.size(); ++bit) {
    if (pattern_slots_[bit] < 0) continue;
    std::uint64_t* slot = slots_.get() + static_cast<std::size_t>(pattern_slots_[bit]) * kSlotWords;
    for (std::size_t word = 0; word < kSlotWords; ++word) {
      slot[word] = pattern_word(bit, block * kSlotWords + word);
    }
  }
}

void PatternPlayer::play(std::uint64_t block,
                         const std::function<void(const CountedSlot*, std::size_t)>& on_counted) {
  load(block);
  const Program& program = design_.program;
  if (on_counted) on_counted(program.counted_inputs.data(), program.counted_inputs.size());
  for (const Run& run : program.stateless) {
    kernels_.block[run.table](program.operations.data() + run.first, run.count, slots_.get());
    if (on_counted && run.counted > 0) {
      on_counted(program.counted.data() + run.first_counted, run.counted);
    }
  }
}

}  // namespace pann::sim
