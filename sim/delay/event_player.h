#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/delay/delay_engine.h"
#include "sim/delay/delay_network.h"
#include "sim/delay/event_queue.h"
#include "sim/schedule.h"

namespace pann::sim {

/// One bit of a cycle's words and the net that it stands for.
struct PinBit {
  std::size_t word = 0;
  unsigned bit = 0;
  circuit::NetId net = 0;
};

/// What all players of a schedule share.
struct DelayJob {
  const DelayNetwork& network;
  const Schedule& schedule;
  std::vector<circuit::NetId> inputs;  ///< By bit of a cycle's words: its net, kNetFloating: none.
  std::vector<PinBit> outputs;         ///< Compared.
  PulseModel pulses = PulseModel::inertial;
  const std::vector<std::uint32_t>* weights = nullptr;  ///< By net; null: no sums.
  std::vector<std::uint64_t>* sums = nullptr;           ///< By cycle.
};

/// Consecutive cycles that one player plays: the first only sets the scene.
struct DelayPiece {
  std::size_t first = 0;
  std::size_t cycles = 0;
  bool begins = true;  ///< The first cycle is compared and counted nowhere else.
};

/// What playing gave.
struct DelayCounts {
  std::vector<std::uint64_t> toggles;  ///< By net.
  LatestChange latest;
  std::uint64_t simultaneous = 0;
  /// A register behind a clock gate whose input has changed before the gated clock came.
  struct Race {
    std::size_t cycle = ~std::size_t{0};
    std::uint32_t flip_flop = 0;
    std::uint64_t time_fs = 0;  ///< When the clock came, since its edge.
  };
  std::uint64_t races = 0;
  Race first_race;
  std::uint64_t mismatches = 0;  ///< Sampled cycles in which an output is wrong.

  void merge(const DelayCounts& other);
};

/// Plays pieces of a schedule, one event after the other.
class EventPlayer {
 public:
  explicit EventPlayer(const DelayJob& job);

  void play(const DelayPiece& piece);
  const DelayCounts& counts() const { return counts_; }

 private:
  void begin();
  void play_edge(std::size_t cycle);
  void store(bool falls);
  void store_gated(std::uint32_t flip_flop, std::uint64_t now);
  void wake(const DelayFlipFlop& flip_flop);
  void toggle_clock();
  void change_inputs(std::size_t cycle);
  template <PulseModel pulses>
  std::uint64_t run_events();
  template <PulseModel pulses>
  void look_at_dirty(std::uint64_t now);
  template <PulseModel pulses>
  void change_alone(DelayGate& gate, std::uint64_t now);
  template <PulseModel pulses>
  void look_at(std::uint32_t gate, std::uint32_t rise, std::uint32_t fall, std::uint64_t now);
  bool is_due(std::uint32_t gate, std::uint64_t now);
  void schedule_transport(std::uint32_t gate, std::uint64_t time);
  void count(circuit::NetId net, bool counts);
  void toggle(circuit::NetId net, bool counts);
  void touch(const DelayReader& reader, bool rose);
  void force(std::uint32_t flip_flop);
  void compare(std::size_t cycle);

  const DelayJob& job_;
  const DelayNetwork& network_;
  std::vector<DelayGate> gates_;
  std::vector<NetValue> values_;
  std::vector<std::uint32_t> dirty_;    ///< Gates of which an input has changed.
  std::vector<std::uint32_t> clocked_;  ///< Flip-flops behind gates whose clock has come.
  std::size_t cycle_ = 0;               ///< That is played.
  std::vector<std::uint32_t> forced_;   ///< Flip-flops whose clear or preset may have changed.
  EventQueue queue_;
  /// Transport: by gate, when its output changes next, in order of time.
  std::vector<std::vector<std::uint64_t>> due_;
  std::vector<NetValue> next_;            ///< By flip-flop.
  std::vector<std::uint64_t> last_pins_;  ///< Words of the cycle before.
  bool counts_logic_ = false;
  bool counts_registers_ = false;
  std::uint64_t sum_ = 0;
  circuit::NetId moved_ = 0;  ///< The last net that changed.
  DelayCounts counts_;
};

}  // namespace pann::sim
