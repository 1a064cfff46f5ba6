#include "tb/engine/player.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include <fmt/format.h>

#include "support/cancellation.h"

namespace pann::tb {

namespace {

/// Bits of a cycle's sum: weights of 32 bits on up to 2^16 changes.
constexpr std::size_t kSumPlanes = 48;

hwy::AlignedFreeUniquePtr<std::uint64_t[]> zeros(std::size_t words) {
  auto memory = hwy::AllocateAligned<std::uint64_t>(std::max<std::size_t>(words, 1));
  std::fill_n(memory.get(), words, 0);
  return memory;
}

std::size_t words_of(const PinSlot& pin) {
  return (static_cast<std::size_t>(pin.width) + 63) / 64;
}

/// Cycle of the schedule that a lane plays at a step; a lane that has ended holds its last one.
std::size_t cycle_at(const Lane& lane, std::size_t step) {
  return lane.first + std::min(step, lane.cycles - 1);
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
      inputs_(job.inputs, job.schedule.input_words),
      outputs_(job.outputs, job.schedule.output_words),
      slots_(zeros(job.program.slots * kSlotWords)),
      next_(zeros(job.program.states.size() * kLaneWords)),
      previous_(zeros(job.program.counters * kLaneWords)),
      toggles_(zeros(job.program.counters * kLaneWords)),
      balance_(zeros(job.program.counters * kLaneWords)),
      ones_(zeros(job.levels ? job.program.counters * kLaneWords : 0)),
      planes_(zeros(job.weights != nullptr ? kSumPlanes * kSlotWords : 0)) {
  result_.unknown_at.assign(job.program.conditions.size(), PlayResult::kNever);
}

void Player::play(const LaneGroup& group) {
  begin_group(group);
  bool was_uniform = false;
  for (std::size_t block = 0; block < group.blocks(); ++block) {
    support::check_cancelled();
    const bool uniform = group.is_uniform(block);
    if (uniform != was_uniform) add_balance(group, uniform);
    was_uniform = uniform;
    const bool needs_samples = group.sampled == Sampled::sometimes && !job_.outputs.empty();
    if (!uniform || needs_samples) masks_ = make_masks(job_.schedule, group, block);
    std::fill_n(planes_.get(), job_.weights != nullptr ? kSumPlanes * kSlotWords : 0, 0);
    load_inputs(group, block);
    evaluate(group, uniform);
    if (!job_.program.states.empty()) {
      evaluate_stateful(block == 0);
      const Program& program = job_.program;
      count(program.counted_stateful, 0, program.counted_stateful.size(), uniform, group,
            masks_.logic);
      count(program.counted_registers, 0, program.counted_registers.size(), uniform, group,
            masks_.registers);
    }
    if (job_.weights != nullptr) write_sums(group, block, uniform);
    check_conditions(group, block);
    compare(group, block, uniform);
  }
  if (was_uniform) add_balance(group, false);
}

void Player::begin_group(const LaneGroup& group) {
  inputs_.begin_group(job_.schedule.values, group);
  outputs_.begin_group(job_.schedule.expected, group);
  const Program& program = job_.program;
  std::fill_n(next_.get(), program.states.size() * kLaneWords, 0);
  std::fill_n(previous_.get(), program.counters * kLaneWords, 0);
}

void Player::load_inputs(const LaneGroup& group, std::size_t block) {
  for (std::size_t i = 0; i < inputs_.packs().size(); ++i) {
    const PackedPins::Pack& pack = inputs_.packs()[i];
    for (std::size_t column = 0; column < kLaneWords; ++column) {
      inputs_.gather(i, group, block, column, job_.kernels, matrices_);
      for (std::size_t bit = 0; bit < pack.targets.size(); ++bit) {
        if (pack.targets[bit] < 0) continue;
        std::uint64_t* target =
            slot(job_.program.inputs[static_cast<std::size_t>(pack.targets[bit])]) + column;
        for (std::size_t t = 0; t < kSteps; ++t)
          target[t * kLaneWords] = pack.at(matrices_, t, bit);
      }
    }
  }
}

void Player::count(const std::vector<CountedSlot>& counted, std::size_t first, std::size_t number,
                   bool uniform, const LaneGroup& group, const CountMasks& masks) {
  if (number == 0) return;
  if (job_.weights != nullptr) add_changes(counted.data() + first, number, uniform, group, masks);
  const CounterArrays counters{previous_.get(), toggles_.get(), balance_.get(),
                               job_.levels ? ones_.get() : nullptr};
  if (uniform) {
    job_.kernels.count_all(counted.data() + first, number, slots_.get(), counters, group.mask);
  } else {
    job_.kernels.count_masked(counted.data() + first, number, slots_.get(), counters, masks);
  }
}

void Player::add_changes(const CountedSlot* slots, std::size_t number, bool uniform,
                         const LaneGroup& group, const CountMasks& masks) {
  CountMasks all;
  if (uniform) all.toggles.fill(group.mask);
  job_.kernels.add_changes(slots, number, slots_.get(), previous_.get(), job_.weights->data(),
                           uniform ? all : masks, planes_.get());
}

/// Turns the block's bit-sliced sums into numbers and writes those of counted cycles.
void Player::write_sums(const LaneGroup& group, std::size_t block, bool uniform) {
  for (std::size_t t = 0; t < kSteps; ++t) {
    for (std::size_t column = 0; 64 * column < group.lanes.size(); ++column) {
      BitMatrix sums{};
      for (std::size_t plane = 0; plane < kSumPlanes; ++plane) {
        sums[plane] = planes_[plane * kSlotWords + t * kLaneWords + column];
      }
      job_.kernels.transpose(sums.data());
      const std::uint64_t counted =
          uniform ? group.mask[column] : masks_.registers.toggles[t][column];
      for (std::uint64_t bits = counted; bits != 0; bits &= bits - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
        (*job_.sums)[cycle_at(group.lanes[64 * column + lane], block * kSteps + t)] = sums[lane];
      }
    }
  }
}

void Player::evaluate(const LaneGroup& group, bool uniform) {
  const Program& program = job_.program;
  count(program.counted_inputs, 0, program.counted_inputs.size(), uniform, group, masks_.logic);
  for (const Run& run : program.stateless) {
    job_.kernels.block[run.table](program.operations.data() + run.first, run.count, slots_.get());
    count(program.counted, run.first_counted, run.counted, uniform, group, masks_.logic);
  }
}

/// Step by step: stored bits take the next values of the step before, then the logic behind them.
void Player::evaluate_stateful(bool first_block) {
  const Program& program = job_.program;
  for (std::size_t t = 0; t < kSteps; ++t) {
    for (std::size_t i = 0; i < program.states.size(); ++i) {
      std::uint64_t* state = slot(program.states[i].slot) + t * kLaneWords;
      if (first_block && t == 0) {
        std::fill_n(state, kLaneWords, 0);
      } else {
        std::copy_n(next_.get() + i * kLaneWords, kLaneWords, state);
      }
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
  for (std::size_t i = 0; i < job_.program.counters; ++i) {
    for (std::size_t word = 0; word < kLaneWords; ++word) {
      const std::size_t place = i * kLaneWords + word;
      const auto ones =
          static_cast<std::uint64_t>(std::popcount(previous_[place] & group.mask[word]));
      balance_[place] += entering ? ~ones + 1 : ones;
    }
  }
}

void Player::check_conditions(const LaneGroup& group, std::size_t block) {
  for (std::size_t i = 0; i < job_.program.conditions.size(); ++i) {
    const SlotLiteral& condition = job_.program.conditions[i];
    const std::uint64_t flip = condition.inverted ? ~std::uint64_t{0} : 0;
    for (std::size_t lane = 0; lane < group.lanes.size(); ++lane) {
      for (std::size_t t = 0; t < kSteps && block * kSteps + t < group.lanes[lane].cycles; ++t) {
        const std::uint64_t word = slot(condition.slot)[t * kLaneWords + lane / 64] ^ flip;
        if (((word >> (lane % 64)) & 1U) != 0) continue;
        std::size_t& first = result_.unknown_at[i];
        first = std::min(first, cycle_at(group.lanes[lane], block * kSteps + t));
      }
    }
  }
}

void Player::compare(const LaneGroup& group, std::size_t block, bool uniform) {
  if (outputs_.packs().empty() || (uniform && group.sampled == Sampled::never)) return;
  std::array<LaneWord, kSteps> wrong{};
  for (std::size_t i = 0; i < outputs_.packs().size(); ++i) compare_pack(group, i, block, wrong);
  keep_mismatches(group, block, uniform, wrong);
}

void Player::compare_pack(const LaneGroup& group, std::size_t index, std::size_t block,
                          std::array<LaneWord, kSteps>& wrong) {
  const PackedPins::Pack& pack = outputs_.packs()[index];
  for (std::size_t column = 0; column < kLaneWords && 64 * column < group.lanes.size(); ++column) {
    outputs_.gather(index, group, block, column, job_.kernels, matrices_);
    for (std::size_t bit = 0; bit < pack.targets.size(); ++bit) {
      const SlotLiteral& output = job_.program.outputs[static_cast<std::size_t>(pack.targets[bit])];
      const std::uint64_t* actual = slot(output.slot) + column;
      const std::uint64_t flip = output.inverted ? ~std::uint64_t{0} : 0;
      for (std::size_t t = 0; t < kSteps; ++t) {
        wrong[t][column] |= actual[t * kLaneWords] ^ flip ^ pack.at(matrices_, t, bit);
      }
    }
  }
}

void Player::keep_mismatches(const LaneGroup& group, std::size_t block, bool uniform,
                             const std::array<LaneWord, kSteps>& wrong) {
  const bool all = uniform && group.sampled == Sampled::always;
  for (std::size_t t = 0; t < kSteps; ++t) {
    const LaneWord& sampled = all ? group.mask : masks_.samples.toggles[t];
    for (std::size_t column = 0; column < kLaneWords; ++column) {
      for (std::uint64_t bits = wrong[t][column] & sampled[column]; bits != 0; bits &= bits - 1) {
        const auto lane = 64 * column + static_cast<std::size_t>(std::countr_zero(bits));
        ++result_.mismatches;
        keep_mismatch(group, block, t, lane);
      }
    }
  }
}

void Player::keep_mismatch(const LaneGroup& group, std::size_t block, std::size_t step,
                           std::size_t lane) {
  const std::size_t cycle = cycle_at(group.lanes[lane], block * kSteps + step);
  std::vector<Mismatch>& kept = result_.first_mismatches;
  if (kept.size() == SimulationResult::kKeptMismatches && kept.back().cycle < cycle) return;
  const Schedule& schedule = job_.schedule;
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

}  // namespace pann::tb
