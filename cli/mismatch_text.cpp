#include "cli/mismatch_text.h"

#include <algorithm>
#include <ostream>
#include <span>
#include <string>

#include "sim/schedule.h"
#include "support/print.h"
#include "tb/model/schedule_builder.h"

namespace pann::cli {

namespace {

constexpr std::size_t kShownMismatches = 3;
constexpr std::size_t kWordBits = 64;

std::string hexadecimal(std::span<const std::uint64_t> words, const sim::PinSlot& pin) {
  const auto width = static_cast<std::size_t>(pin.width);
  std::string text;
  for (std::size_t digit = (width + 3) / 4; digit-- > 0;) {
    const std::size_t bit = 4 * digit;
    const std::uint64_t word = words[pin.first_word + bit / kWordBits];
    text += fmt::format("{:x}", word >> (bit % kWordBits) & 0xFU);
  }
  return text;
}

/// "x_i 7f, w_i 80": all inputs in a cycle.
std::string inputs_in(const sim::Schedule& schedule, std::size_t cycle) {
  std::string text;
  for (const sim::PinSlot& pin : schedule.inputs) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", pin.port,
                        hexadecimal(schedule.input(cycle), pin));
  }
  return text;
}

}  // namespace

void print_mismatches(std::ostream& error, const generator::Manifest& manifest,
                      const tb::OperandStreams& operands, const sim::SimulationResult& result) {
  const sim::Schedule schedule = tb::make_schedule(manifest, operands);
  support::print(
      error, "pann: {} of {} checked cycles differ from the arithmetic model [check.mismatch]\n",
      result.mismatches, result.checked);
  for (std::size_t i = 0; i < std::min(kShownMismatches, result.first_mismatches.size()); ++i) {
    const sim::Mismatch& mismatch = result.first_mismatches[i];
    // What a register holds was stored from the inputs of the cycle before.
    const std::size_t cycle =
        mismatch.cycle - (schedule.clock.empty() || mismatch.cycle == 0 ? 0 : 1);
    support::print(error, "  cycle {}: {}: {} is {}, expected {}\n", mismatch.cycle,
                   inputs_in(schedule, cycle), mismatch.port, mismatch.actual, mismatch.expected);
  }
}

}  // namespace pann::cli
