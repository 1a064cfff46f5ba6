#pragma once

#include <cstdint>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "flow/optimize/waves.h"
#include "sim/delay/delay_engine.h"
#include "sim/schedule.h"

namespace pann::flow {

/// A netlist played gate by gate through a whole schedule, all waves kept: after a change of pins
/// or delays only what follows from it is played again. Registers take the same values whatever
/// changes; a change that would give them, or a compared output, others is refused.
class WaveCircuit {
 public:
  /// `functions` and `schedule` must outlive it; the latter is of `netlist`. Throws
  /// Failure(user_error, "optimize.registers") for flip-flops that store at the falling edge.
  WaveCircuit(const circuit::Netlist& netlist, const circuit::CellFunctions& functions,
              const sim::Schedule& schedule);

  /// Plays the netlist with other nets on its pins and other delays (pin_delays() of it: the same
  /// pins in the same order at each call). False, and nothing may be asked, where it has a
  /// combinational loop or a register or compared output would take another value.
  bool play(const circuit::Netlist& netlist, const std::vector<sim::PinDelay>& delays);

  /// What the last play() came to is what the next one starts from.
  void accept();

  /// The nets that the last play() played again.
  const std::vector<circuit::NetId>& changed() const { return changed_; }
  /// Toggles of a net that count, and the share of counted cycles that settle to 1, by the last
  /// play().
  std::uint64_t toggles(circuit::NetId net) const;
  double high(circuit::NetId net) const;

 private:
  struct Input {
    static constexpr std::uint32_t kState = ~std::uint32_t{0};

    std::uint32_t pin = kState;  ///< Of the cell; kState: its stored bit.
    std::uint32_t line = 0;      ///< The net, or behind the nets the stored bit.
    std::array<WaveDelay, 2> after{};

    friend bool operator==(const Input&, const Input&) = default;
  };
  struct Gate {
    std::uint32_t cell = 0;
    std::uint32_t line = 0;  ///< Its net.
    const circuit::TruthTable* table = nullptr;
    bool is_register = false;
    std::vector<Input> inputs;
  };
  struct FlipFlop {
    std::uint32_t cell = 0;
    std::uint32_t line = 0;
    const circuit::FlipFlopFunction* function = nullptr;
  };
  /// Where a delay goes: inputs of gates, by edges.
  struct DelayPlace {
    std::uint32_t gate = 0;
    std::uint32_t input = 0;
    bool fall = true;  ///< Of the input.
    bool rise = true;
  };

  void add_gates(const circuit::Netlist& netlist, const circuit::CellFunctions& functions);
  void settle_sources(const circuit::Netlist& netlist);
  void find_places(const circuit::Netlist& netlist, const std::vector<sim::PinDelay>& delays);
  void take_over(const circuit::Netlist& netlist, const std::vector<sim::PinDelay>& delays);
  bool find_order();
  void play_changed();
  bool keeps_results() const;
  const Wave& wave(std::uint32_t line) const {
    return is_changed_[line] ? tried_[line] : waves_[line];
  }

  const sim::Schedule& schedule_;
  std::size_t cycles_;
  std::vector<Gate> gates_;  ///< As played last.
  std::vector<Gate> accepted_;
  std::vector<FlipFlop> flip_flops_;
  std::vector<std::vector<DelayPlace>> places_;  ///< By delay.
  std::vector<std::uint32_t> gate_of_;           ///< By line; kNoGate: a source.
  std::vector<std::uint32_t> order_;
  std::vector<Wave> waves_;  ///< By line, accepted.
  std::vector<Wave> tried_;
  std::vector<bool> is_changed_;
  std::vector<bool> is_fixed_;  ///< Lines whose settled values may not change.
  std::vector<circuit::NetId> changed_;
  std::uint64_t counted_cycles_ = 0;
  bool is_first_ = true;
};

}  // namespace pann::flow
