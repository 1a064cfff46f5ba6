#include "tb/model/output_check.h"

#include <algorithm>
#include <cassert>
#include <string>

#include <fmt/format.h>

#include "tb/model/arithmetic.h"

namespace pann::tb {

namespace {

constexpr int kDigitsPerWord = 16;

std::string hexadecimal(std::span<const std::uint64_t> words, int width) {
  std::string text;
  for (int digit = (width + 3) / 4 - 1; digit >= 0; --digit) {
    const std::uint64_t word = words[static_cast<std::size_t>(digit / kDigitsPerWord)];
    text += fmt::format("{:x}", (word >> (4 * (digit % kDigitsPerWord))) & 15U);
  }
  return text;
}

void note(sim::SimulationResult& result, std::uint64_t cycle, const sim::PinSlot& slot,
          std::span<const std::uint64_t> expected, std::span<const std::uint64_t> actual) {
  if (result.first_mismatches.size() >= sim::SimulationResult::kKeptMismatches) return;
  result.first_mismatches.push_back(
      {cycle, slot.port, hexadecimal(expected, slot.width), hexadecimal(actual, slot.width)});
}

}  // namespace

void check_outputs(const sim::Schedule& schedule, std::span<const std::uint64_t> samples,
                   sim::SimulationResult& result) {
  assert(samples.size() == schedule.expected.size());
  result.operations = schedule.operations;
  for (std::size_t cycle = 0; cycle < schedule.cycles(); ++cycle) {
    if (!schedule.flags[cycle].sampled) continue;
    ++result.checked;
    const std::size_t base = cycle * schedule.output_words;
    bool wrong = false;
    for (const sim::PinSlot& slot : schedule.outputs) {
      const auto word = [&](std::span<const std::uint64_t> words) {
        return words.subspan(base + slot.first_word, words_of(slot.width));
      };
      const auto expected = word(schedule.expected);
      const auto actual = word(samples);
      if (std::equal(expected.begin(), expected.end(), actual.begin())) continue;
      wrong = true;
      note(result, cycle, slot, expected, actual);
    }
    result.mismatches += wrong ? 1 : 0;
  }
}

}  // namespace pann::tb
