#include "sim/native/player.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include <fmt/format.h>

#include "support/cancellation.h"

namespace pann::sim {

namespace {

/// Bits of a cycle's sum: weights of 32 bits on up to 2^16 changes.
constexpr std::size_t kSumPlanes = 48;

/// One counter more takes what is not counted.
std::size_t counter_words(const Program& program) {
  return (program.counters + 1) * kLaneWords;
}

std::size_t words_of(const PinSlot& pin) {
  return (static_cast<std::size_t>(pin.width) + 63) / 64;
}

/// Cycle of the schedule that a lane plays at a step before its end.
std::size_t cycle_at(const Lane& lane, std::size_t step) {
  return lane.first + step;
}

std::string hexadecimal(const std::vector<std::uint64_t>& words, int width) {
  std::string text;
  for (int digit = (width + 3) / 4 - 1; digit >= 0; --digit) {
    const std::uint64_t word = words[static_cast<std::size_t>(digit / 16)];
    text += "0123456789abcdef"[(word >> (4 * (digit % 16))) & 15U];
  }
  return text;
}

/// Keeps the first mismatches in order of cycle; those of one cycle stay in the order they came in.
void sort_and_cut(std::vector<Mismatch>& mismatches) {
  std::stable_sort(mismatches.begin(), mismatches.end(),
                   [](const Mismatch& a, const Mismatch& b) { return a.cycle < b.cycle; });
  if (mismatches.size() > SimulationResult::kKeptMismatches) {
    mismatches.resize(SimulationResult::kKeptMismatches);
  }
}

}  // namespace

CounterSum& CounterSum::operator+=(const CounterSum& other) {
  toggles += other.toggles;
  balance += other.balance;
  ones += other.ones;
  return *this;
}

void PlayResult::merge(const PlayResult& other) {
  counters.resize(std::max(counters.size(), other.counters.size()));
  for (std::size_t i = 0; i < other.counters.size(); ++i) counters[i] += other.counters[i];
  mismatches += other.mismatches;
  unknown_at.resize(std::max(unknown_at.size(), other.unknown_at.size()), kNever);
  for (std::size_t i = 0; i < other.unknown_at.size(); ++i) {
    unknown_at[i] = std::min(unknown_at[i], other.unknown_at[i]);
  }
  first_mismatches.insert(first_mismatches.end(), other.first_mismatches.begin(),
                          other.first_mismatches.end());
  sort_and_cut(first_mismatches);
}

Player::Player(const PlayJob& job)
    : job_(job),
      inputs_(job.prepared.inputs(job.has_state())),
      slots_(scratch_words(job.program.slots * kSlotWords)),
      next_(scratch_words(job.program.states.size() * kLaneWords)),
      previous_(scratch_words(counter_words(job.program))),
      toggles_(zero_words(counter_words(job.program))),
      balance_(zero_words(counter_words(job.program))),
      ones_(zero_words(job.levels ? counter_words(job.program) : 0)),
      planes_(zero_words(job.weights != nullptr ? kSumPlanes * kSlotWords : 0)),
      wrong_(zero_words(kSlotWords)) {
  std::fill_n(slots_.get(), kSlotWords, 0);  // slot 0: the constant
  for (const PinMap& pin : job.inputs) {
    for (const std::int32_t bit : pin.bits) {
      input_slots_.push_back(bit < 0 ? -1 : job.program.inputs[static_cast<std::size_t>(bit)]);
    }
  }
  for (const PinMap& pin : job.outputs) {
    for (const std::int32_t bit : pin.bits) {
      compared_.push_back(job.program.outputs[static_cast<std::size_t>(bit)]);
    }
  }
  result_.unknown_at.assign(job.program.conditions.size(), PlayResult::kNever);
}

void Player::play(std::size_t index, const InitialStates& initial) {
  const LaneGroup& group = job_.prepared.groups(job_.has_state())[index];
  const Program& program = job_.program;
  begin_group();
  bool was_uniform = false;
  for (std::size_t i = 0; i < group.blocks(); ++i) {
    support::check_cancelled();
    const Block block{group, index, i, group.is_uniform(i)};
    // A uniform first block enters its own balance (Kernels::count_from_first).
    if (block.uniform != was_uniform && !block.begins_uniform()) add_balance(group, block.uniform);
    was_uniform = block.uniform;
    const bool needs_samples =
        !compared_.empty() && (block.begins_uniform() || group.sampled == Sampled::sometimes);
    if (!block.uniform || needs_samples) masks_ = make_masks(job_.schedule(), group, i);
    std::fill_n(planes_.get(), job_.weights != nullptr ? kSumPlanes * kSlotWords : 0, 0);
    load_inputs(block);
    evaluate(block);
    if (job_.has_state()) {
      evaluate_stateful(block, initial);
      count(program.counted_stateful, 0, program.counted_stateful.size(), block, masks_.logic);
      count(program.counted_registers, 0, program.counted_registers.size(), block,
            masks_.registers);
    }
    if (job_.weights != nullptr) write_sums(block);
    check_conditions(block);
    compare(block);
  }
  if (was_uniform) add_balance(group, false);
}

void Player::begin_group() {
  const Program& program = job_.program;
  std::fill_n(next_.get(), program.states.size() * kLaneWords, 0);
  std::fill_n(previous_.get(), counter_words(program), 0);
}

void Player::load_inputs(const Block& block) {
  for (std::size_t bit = 0; bit < input_slots_.size(); ++bit) {
    if (input_slots_[bit] < 0) continue;
    std::memcpy(slot(static_cast<std::uint32_t>(input_slots_[bit])),
                inputs_.at(block.group_index, block.index, bit),
                kSlotWords * sizeof(std::uint64_t));
  }
}

CounterArrays Player::counters() {
  return {previous_.get(), toggles_.get(), balance_.get(), job_.levels ? ones_.get() : nullptr};
}

void Player::count(const std::vector<CountedSlot>& counted, std::size_t first, std::size_t number,
                   const Block& block, const CountMasks& masks) {
  if (number == 0) return;
  const CountedSlot* slots = counted.data() + first;
  if (job_.weights != nullptr) add_changes(slots, number, block, masks);
  if (!block.uniform) {
    job_.kernels.count_masked(slots, number, slots_.get(), counters(), masks);
    return;
  }
  const Kernels::Count all =
      block.begins_uniform() ? job_.kernels.count_from_first : job_.kernels.count_all;
  all(slots, number, slots_.get(), counters(), block.group.mask);
}

void Player::add_changes(const CountedSlot* slots, std::size_t number, const Block& block,
                         const CountMasks& masks) {
  CountMasks all;
  if (block.uniform) all.toggles.fill(block.group.mask);
  if (block.begins_uniform()) all.toggles[0] = {};
  job_.kernels.add_changes(slots, number, slots_.get(), previous_.get(), job_.weights->data(),
                           block.uniform ? all : masks, planes_.get());
}

/// Turns the block's bit-sliced sums into numbers and writes those of counted cycles.
void Player::write_sums(const Block& block) {
  const LaneGroup& group = block.group;
  for (std::size_t t = block.begins_uniform() ? 1 : 0; t < kSteps; ++t) {
    for (std::size_t column = 0; 64 * column < group.lanes.size(); ++column) {
      std::array<std::uint64_t, 64> sums{};
      for (std::size_t plane = 0; plane < kSumPlanes; ++plane) {
        sums[plane] = planes_[plane * kSlotWords + t * kLaneWords + column];
      }
      job_.kernels.transpose(sums.data());
      const std::uint64_t counted =
          block.uniform ? group.mask[column] : masks_.registers.toggles[t][column];
      for (std::uint64_t bits = counted; bits != 0; bits &= bits - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
        (*job_.sums)[cycle_at(group.lanes[64 * column + lane], block.index * kSteps + t)] =
            sums[lane];
      }
    }
  }
}

void Player::evaluate(const Block& block) {
  const Program& program = job_.program;
  const bool counts_at_once = block.uniform && !block.begins_uniform() && job_.weights == nullptr;
  count(program.counted_inputs, 0, program.counted_inputs.size(), block, masks_.logic);
  for (const Run& run : program.stateless) {
    const Operation* operations = program.operations.data() + run.first;
    if (counts_at_once && run.counted > 0) {
      job_.kernels.counted_block[run.table](operations, run.count, slots_.get(), counters(),
                                            block.group.mask);
      continue;
    }
    job_.kernels.block[run.table](operations, run.count, slots_.get());
    count(program.counted, run.first_counted, run.counted, block, masks_.logic);
  }
}

/// Step by step: stored bits take the next values of the step before, then the logic behind them.
void Player::evaluate_stateful(const Block& block, const InitialStates& initial) {
  const Program& program = job_.program;
  for (std::size_t t = 0; t < kSteps; ++t) {
    const bool begins = block.index == 0 && t == 0;
    const std::uint64_t* stored = begins && !initial.empty() ? initial.data() : next_.get();
    for (std::size_t i = 0; i < program.states.size(); ++i) {
      std::copy_n(stored + i * kLaneWords, kLaneWords,
                  slot(program.states[i].slot) + t * kLaneWords);
    }
    for (const Run& run : program.stateful) {
      job_.kernels.step[run.table](program.operations.data() + run.first, run.count, slots_.get(),
                                   t);
    }
    for (std::size_t i = 0; i < program.states.size(); ++i) {
      const SlotLiteral& next = program.states[i].next;
      const std::uint64_t* value = slot(next.slot) + t * kLaneWords;
      const std::uint64_t flip = next.inverted ? ~std::uint64_t{0} : 0;
      for (std::size_t word = 0; word < kLaneWords; ++word) {
        next_[i * kLaneWords + word] = value[word] ^ flip;
      }
    }
  }
}

/// A stretch in which all lanes count every step needs its rises minus falls only as the difference
/// between the values at its end and at its beginning.
void Player::add_balance(const LaneGroup& group, bool entering) {
  job_.kernels.add_balance(job_.program.counters, counters(), group.mask, entering ? -1 : 1);
}

void Player::check_conditions(const Block& block) {
  for (std::size_t i = 0; i < job_.program.conditions.size(); ++i) {
    const SlotLiteral& condition = job_.program.conditions[i];
    const std::uint64_t flip = condition.inverted ? ~std::uint64_t{0} : 0;
    const std::vector<Lane>& lanes = block.group.lanes;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      const std::size_t first = block.index * kSteps;
      for (std::size_t t = 0; t < kSteps && first + t < lanes[lane].cycles; ++t) {
        const std::uint64_t word = slot(condition.slot)[t * kLaneWords + lane / 64] ^ flip;
        if (((word >> (lane % 64)) & 1U) != 0) continue;
        std::size_t& at = result_.unknown_at[i];
        at = std::min(at, cycle_at(lanes[lane], first + t));
      }
    }
  }
}

void Player::compare(const Block& block) {
  const bool never =
      block.uniform && !block.begins_uniform() && block.group.sampled == Sampled::never;
  if (compared_.empty() || never) return;
  const LaneBits& expected = job_.prepared.expected(job_.has_state());
  std::fill_n(wrong_.get(), kSlotWords, 0);
  for (std::size_t bit = 0; bit < compared_.size(); ++bit) {
    job_.kernels.compare(slot(compared_[bit].slot),
                         expected.at(block.group_index, block.index, bit),
                         compared_[bit].inverted ? ~std::uint64_t{0} : 0, wrong_.get());
  }
  keep_mismatches(block);
}

void Player::keep_mismatches(const Block& block) {
  const LaneGroup& group = block.group;
  const bool all = block.uniform && !block.begins_uniform() && group.sampled == Sampled::always;
  for (std::size_t t = 0; t < kSteps; ++t) {
    const LaneWord& sampled = all ? group.mask : masks_.samples.toggles[t];
    for (std::size_t column = 0; column < kLaneWords; ++column) {
      const std::uint64_t wrong = wrong_[t * kLaneWords + column];
      for (std::uint64_t bits = wrong & sampled[column]; bits != 0; bits &= bits - 1) {
        const auto lane = 64 * column + static_cast<std::size_t>(std::countr_zero(bits));
        ++result_.mismatches;
        keep_mismatch(block, t, lane);
      }
    }
  }
}

void Player::keep_mismatch(const Block& block, std::size_t step, std::size_t lane) {
  const std::size_t cycle = cycle_at(block.group.lanes[lane], block.index * kSteps + step);
  std::vector<Mismatch>& kept = result_.first_mismatches;
  if (kept.size() == SimulationResult::kKeptMismatches && kept.back().cycle < cycle) return;
  const Schedule& schedule = job_.schedule();
  for (const PinMap& pin : job_.outputs) {
    std::vector<std::uint64_t> expected(words_of(pin.pin));
    std::vector<std::uint64_t> actual(words_of(pin.pin));
    for (std::size_t word = 0; word < expected.size(); ++word) {
      expected[word] = schedule.expected[cycle * schedule.output_words + pin.pin.first_word + word];
    }
    for (std::size_t bit = 0; bit < pin.bits.size(); ++bit) {
      const SlotLiteral& output = job_.program.outputs[static_cast<std::size_t>(pin.bits[bit])];
      const std::uint64_t word = slot(output.slot)[step * kLaneWords + lane / 64];
      const bool value = (((word >> (lane % 64)) & 1U) != 0) != output.inverted;
      actual[bit / 64] |= static_cast<std::uint64_t>(value) << (bit % 64);
    }
    if (actual == expected) continue;
    kept.push_back({cycle, pin.pin.port, hexadecimal(expected, pin.pin.width),
                    hexadecimal(actual, pin.pin.width)});
  }
  sort_and_cut(kept);
}

PlayResult Player::finish() const {
  PlayResult result = result_;
  result.counters.resize(job_.program.counters);
  for (std::size_t i = 0; i < result.counters.size(); ++i) {
    std::uint64_t balance = 0;
    for (std::size_t word = 0; word < kLaneWords; ++word) {
      const std::size_t place = i * kLaneWords + word;
      result.counters[i].toggles += toggles_[place];
      balance += balance_[place];
      if (job_.levels) result.counters[i].ones += ones_[place];
    }
    result.counters[i].balance = static_cast<std::int64_t>(balance);
  }
  return result;
}

}  // namespace pann::sim
