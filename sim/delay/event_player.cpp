#include "sim/delay/event_player.h"

#include <algorithm>
#include <bit>

#include "support/cancellation.h"

namespace pann::sim {

void DelayCounts::merge(const DelayCounts& other) {
  toggles.resize(std::max(toggles.size(), other.toggles.size()), 0);
  for (std::size_t net = 0; net < other.toggles.size(); ++net) toggles[net] += other.toggles[net];
  simultaneous += other.simultaneous;
  mismatches += other.mismatches;
  races += other.races;
  if (other.first_race.cycle < first_race.cycle) first_race = other.first_race;
  const LatestChange& theirs = other.latest;
  if (theirs.time_fs > latest.time_fs ||
      (theirs.time_fs == latest.time_fs && theirs.cycle < latest.cycle)) {
    latest = theirs;
  }
}

EventPlayer::EventPlayer(const DelayJob& job)
    : job_(job),
      network_(job.network),
      queue_(network_.longest_delay, network_.gates.size()),
      next_(network_.flip_flops.size(), 0) {
  counts_.toggles.assign(network_.values.size(), 0);
}

void EventPlayer::begin() {
  gates_ = network_.gates;
  values_ = network_.values;
  due_.assign(job_.pulses == PulseModel::transport ? gates_.size() : 0, {});
  last_pins_.assign(job_.schedule.input_words, 0);
}

void EventPlayer::play(const DelayPiece& piece) {
  support::check_cancelled();
  begin();
  for (std::size_t step = 0; step < piece.cycles; ++step) {
    const std::size_t cycle = piece.first + step;
    cycle_ = cycle;
    const CycleFlags& flags = job_.schedule.flags[cycle];
    counts_logic_ = step > 0 && flags.counted;
    counts_registers_ = step > 0 && (flags.counted || flags.registers_counted);
    sum_ = 0;
    if (step > 0) store(false);
    toggle_clock();
    change_inputs(cycle);
    play_edge(cycle);
    if (flags.sampled && (step > 0 || piece.begins)) compare(cycle);
    if (network_.has_falling) {
      // Of the edge that ends a stream, only the rising one counts.
      counts_registers_ = counts_logic_;
      store(true);
      toggle_clock();
      play_edge(cycle);
    }
    if (job_.sums != nullptr && step > 0 && (flags.counted || flags.registers_counted)) {
      (*job_.sums)[cycle] = sum_;
    }
  }
}

/// All that follows an edge of the clock, until everything is at rest.
void EventPlayer::play_edge(std::size_t cycle) {
  const std::uint64_t latest = job_.pulses == PulseModel::inertial
                                   ? run_events<PulseModel::inertial>()
                                   : run_events<PulseModel::transport>();
  if (counts_logic_ && latest > counts_.latest.time_fs) counts_.latest = {latest, cycle, moved_};
}

/// The flip-flops of an edge take what their inputs have settled to; then their outputs begin to
/// move.
void EventPlayer::store(bool falls) {
  for (std::size_t i = 0; i < next_.size(); ++i) {
    const DelayFlipFlop& flip_flop = network_.flip_flops[i];
    if (flip_flop.falling != falls) continue;
    bool value = false;
    if (!flip_flop.is_forced(values_, value)) value = flip_flop.next.at(values_);
    next_[i] = value ? 1 : 0;
  }
  for (std::size_t i = 0; i < next_.size(); ++i) {
    const DelayFlipFlop& flip_flop = network_.flip_flops[i];
    if (flip_flop.falling != falls || flip_flop.is_gated) continue;
    if (values_[flip_flop.state] == next_[i]) continue;
    toggle(flip_flop.state, false);
    wake(flip_flop);
  }
}

/// The edge that stores is one; a clock pin has no delays from the other.
void EventPlayer::wake(const DelayFlipFlop& flip_flop) {
  for (std::uint32_t k = flip_flop.first_wake; k < flip_flop.last_wake; ++k) {
    for (const bool rose : {false, true}) touch(network_.wakes[k], rose);
  }
}

/// Where a gated clock arrives, its flip-flops store what their inputs were at the clock's edge; an
/// input that is another by now is a race.
void EventPlayer::store_gated(std::uint32_t index, std::uint64_t now) {
  const DelayFlipFlop& flip_flop = network_.flip_flops[index];
  bool forced = false;
  if (flip_flop.is_forced(values_, forced)) return;
  if (flip_flop.next.at(values_) != (next_[index] != 0)) {
    if (counts_.races++ == 0 || cycle_ < counts_.first_race.cycle) {
      counts_.first_race = {cycle_, index, now};
    }
  }
  if (values_[flip_flop.state] == next_[index]) return;
  toggle(flip_flop.state, false);
  wake(flip_flop);
}

void EventPlayer::toggle_clock() {
  for (const circuit::NetId net : network_.clock_nets) toggle(net, false);
}

void EventPlayer::change_inputs(std::size_t cycle) {
  const std::span<const std::uint64_t> pins = job_.schedule.input(cycle);
  for (std::size_t word = 0; word < pins.size(); ++word) {
    for (std::uint64_t bits = pins[word] ^ last_pins_[word]; bits != 0; bits &= bits - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
      const circuit::NetId net = job_.inputs[word * 64 + bit];
      if (net != circuit::kNetFloating) toggle(net, counts_logic_);
    }
    last_pins_[word] = pins[word];
  }
}

template <PulseModel pulses>
std::uint64_t EventPlayer::run_events() {
  queue_.restart();
  look_at_dirty<pulses>(0);
  std::uint64_t latest = 0;
  while (queue_.advance()) {
    const std::uint64_t now = queue_.time();
    const bool is_shared = queue_.is_shared();
    DelayGate& gate = gates_[queue_.gate()];
    const bool moves =
        pulses == PulseModel::inertial ? gate.value != gate.wanted : is_due(queue_.gate(), now);
    if (moves) {
      latest = now;
      gate.value = !gate.value;
      // Alone at its time, which is the rule, it needs no collecting.
      if (!is_shared && dirty_.empty() && !gate.is_reset) {
        change_alone<pulses>(gate, now);
        continue;
      }
      toggle(gate.net, counts_logic_ || (counts_registers_ && gate.is_register));
    }
    if (!is_shared) look_at_dirty<pulses>(now);
  }
  return latest;
}

/// Changes a gate's net and looks at all gates that it leads to, nothing else changing at the time.
template <PulseModel pulses>
void EventPlayer::change_alone(DelayGate& gate, std::uint64_t now) {
  count(gate.net, counts_logic_ || (counts_registers_ && gate.is_register));
  const DelayReader* const readers = network_.readers.items.data();
  const std::uint32_t last = gate.last_reader;
  const std::size_t rose = gate.value ? 1 : 0;
  for (std::uint32_t i = gate.first_reader; i < last; ++i) {
    const DelayReader& reader = readers[i];
    gates_[reader.gate].row ^= reader.mask;
    look_at<pulses>(reader.gate, reader.after[rose].rise, reader.after[rose].fall, now);
  }
}

template <PulseModel pulses>
void EventPlayer::look_at_dirty(std::uint64_t now) {
  for (const std::uint32_t index : clocked_) store_gated(index, now);
  clocked_.clear();
  for (const std::uint32_t index : forced_) force(index);
  forced_.clear();
  for (const std::uint32_t index : dirty_) {
    DelayGate& gate = gates_[index];
    look_at<pulses>(index, gate.rise, gate.fall, now);
    gate.is_dirty = false;
    gate.rise = gate.fall = DelayGate::kNoDelay;
  }
  dirty_.clear();
}

template <PulseModel pulses>
void EventPlayer::look_at(std::uint32_t index, std::uint32_t rise, std::uint32_t fall,
                          std::uint64_t now) {
  DelayGate& gate = gates_[index];
  const bool value = network_.value_of(gate);
  const bool changes = value != gate.wanted;
  gate.wanted = value;
  const std::uint32_t delay = value ? rise : fall;
  const std::uint64_t time = now + (delay == DelayGate::kNoDelay ? 0 : delay);
  if constexpr (pulses == PulseModel::inertial) {
    queue_.push_if(changes, time, index);
  } else if (changes) {
    schedule_transport(index, time);
  }
}

/// Whether the gate's output changes now; events that a later one has overtaken are not due.
bool EventPlayer::is_due(std::uint32_t gate, std::uint64_t now) {
  std::vector<std::uint64_t>& due = due_[gate];
  if (due.empty() || due.front() != now) return false;
  due.erase(due.begin());
  return true;
}

/// A new change removes those that would come at the same time or later (IEEE 1364, 14.6: transport
/// delays); what is left alternates, so the new one stays only where it is a change.
void EventPlayer::schedule_transport(std::uint32_t gate, std::uint64_t time) {
  std::vector<std::uint64_t>& due = due_[gate];
  while (!due.empty() && due.back() >= time) due.pop_back();
  const bool before = gates_[gate].value != ((due.size() & 1U) != 0);
  if (before == gates_[gate].wanted) return;
  due.push_back(time);
  queue_.push_if(true, time, gate);
}

void EventPlayer::count(circuit::NetId net, bool counts) {
  values_[net] ^= 1U;
  moved_ = net;
  counts_.toggles[net] += counts ? 1 : 0;
  if (job_.weights != nullptr && counts) sum_ += (*job_.weights)[net];
}

/// Changes a net and notes what has to be looked at once all changes of the time are known.
void EventPlayer::toggle(circuit::NetId net, bool counts) {
  count(net, counts);
  const bool rose = values_[net] != 0;
  for (const DelayReader& reader : network_.readers.of(net)) touch(reader, rose);
  const std::span<const std::uint32_t> forced = network_.asynchronous.of(net);
  forced_.insert(forced_.end(), forced.begin(), forced.end());
  for (const std::uint32_t index : network_.gated.of(net)) {
    if (rose != network_.flip_flops[index].pin_falls) clocked_.push_back(index);
  }
}

void EventPlayer::touch(const DelayReader& reader, bool rose) {
  DelayGate& gate = gates_[reader.gate];
  const DelayPair& delay = reader.after[rose ? 1 : 0];
  gate.row ^= reader.mask;
  gate.rise = std::min(gate.rise, delay.rise);
  gate.fall = std::min(gate.fall, delay.fall);
  if (!gate.is_dirty) {
    gate.is_dirty = true;
    dirty_.push_back(reader.gate);
  } else {
    counts_.simultaneous += counts_logic_ && reader.mask != 0 ? 1 : 0;
  }
}

/// Clear and preset act at once; when their cells' outputs follow is those pins' own delay.
void EventPlayer::force(std::uint32_t index) {
  const DelayFlipFlop& flip_flop = network_.flip_flops[index];
  bool value = false;
  if (flip_flop.is_forced(values_, value) && (values_[flip_flop.state] != 0) != value) {
    toggle(flip_flop.state, false);
  }
}

void EventPlayer::compare(std::size_t cycle) {
  const Schedule& schedule = job_.schedule;
  const std::uint64_t* expected = schedule.expected.data() + cycle * schedule.output_words;
  const bool right = std::all_of(job_.outputs.begin(), job_.outputs.end(), [&](const PinBit& pin) {
    return values_[pin.net] == ((expected[pin.word] >> pin.bit) & 1U);
  });
  counts_.mismatches += right ? 0 : 1;
}

}  // namespace pann::sim
