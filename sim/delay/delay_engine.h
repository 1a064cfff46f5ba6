#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "sim/native/native_engine.h"
#include "sim/schedule.h"
#include "sim/simulation.h"

namespace pann::sim {

struct DelayNetwork;

/// Which edge of an input a delay is for.
enum class CauseEdge : std::uint8_t { either, rise, fall };

/// Delay from a pin of a cell to one of its outputs, as an IOPATH of SDF gives it. A flip-flop's
/// outputs follow its clock pin and the pins that clear and preset it.
struct PinDelay {
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};  ///< The pin never causes that edge.

  std::uint32_t cell = 0;  ///< Index in Netlist::cells.
  std::string from;
  std::string to;
  std::uint64_t rise_fs = kNone;  ///< To a rising output, femtoseconds.
  std::uint64_t fall_fs = kNone;  ///< To a falling output.
  CauseEdge cause = CauseEdge::either;
};

/// Delay of the wire to an input of a cell, as INTERCONNECT, PORT and NETDELAY of SDF give it: that
/// input changes so long after the net. On its way, too, a pulse that is shorter vanishes or passes
/// (PulseModel). The wire is part of the net: its toggles are those at the driver.
struct WireDelay {
  std::uint32_t cell = 0;  ///< Index in Netlist::cells.
  std::string pin;
  std::uint64_t rise_fs = 0;  ///< Of a rise of the net, femtoseconds.
  std::uint64_t fall_fs = 0;
};

/// All delays of a netlist.
struct NetlistDelays {
  std::vector<PinDelay> pins;
  std::vector<WireDelay> wires{};
};

/// What becomes of a pulse that is shorter than the delay of the gate that it reaches.
enum class PulseModel : std::uint8_t {
  /// It vanishes, as Icarus Verilog treats specify paths: a change that is due takes place if the
  /// output still wants it then.
  inertial,
  transport,  ///< It passes, as through a wire.
};

/// A netlist with delays, compiled; cheap to copy, may be used by several threads at once.
class DelayDesign {
 public:
  DelayDesign(NativeDesign zero_delay, std::shared_ptr<const DelayNetwork> network);

  /// The same netlist for the native engine, with every net as Activity::nets.
  const NativeDesign& zero_delay() const { return zero_delay_; }
  const DelayNetwork& network() const { return *network_; }

 private:
  NativeDesign zero_delay_;
  std::shared_ptr<const DelayNetwork> network_;
};

/// How a schedule is played with delays; threads change no count.
struct DelaySimulationOptions {
  unsigned threads = 0;  ///< 0: all of the machine's.
  PulseModel pulses = PulseModel::inertial;
};

/// When the last net came to rest.
struct LatestChange {
  std::uint64_t time_fs = 0;  ///< Since the clock's edge or the operands' change; 0: no change.
  std::size_t cycle = 0;      ///< Of the schedule.
  circuit::NetId net = 0;     ///< At the far end of its wire, where that has a delay.
};

/// Registers behind clock gates whose input changed before the gated clock arrived. They store what
/// it was at the clock's edge all the same, as if a clock tree had evened out the gate's delay.
struct ClockRaces {
  std::uint64_t count = 0;
  std::string first{};        ///< Instance of the first one.
  std::size_t cycle = 0;      ///< Of the schedule.
  std::uint64_t time_fs = 0;  ///< When the gated clock arrived, since the clock's edge.
};

/// What a schedule comes to with delays and without.
struct DelaySimulation {
  /// Activity: all toggles, NetId by NetId; `glitches` of them are beyond the settled ones. Levels
  /// are those of the settled values. Outputs are compared where each cycle has come to rest.
  SimulationResult result;
  SimulationResult settled;  ///< The native engine's, zero delay; the same nets.
  LatestChange latest;       ///< Over the cycles that count, since the edge before it.
  /// Registers (latches apart) store at both edges: half a cycle must last as long.
  bool half_cycles = false;
  /// How often several inputs of a gate changed at the very same time in cycles that count: other
  /// simulators may take them one after the other and see pulses of no length.
  std::uint64_t simultaneous = 0;
  ClockRaces races{};
};

/// Compiles a netlist with delays. Pins of combinational cells without a delay act at once, so do
/// the outputs of flip-flops without one. Of several delays of a pair of pins the shorter counts.
/// Wires of a clock's path have none: clocks come to all flip-flops at once, but for those behind
/// clock gates, which the gated clock reaches after the delays of its gates, buffers and wires.
///
/// Throws Failure(user_error) as compile() of the native engine does, and "delay.pin" for delays of
/// pins that the cell lacks, "delay.range" for delays of more than 4 microseconds.
DelayDesign compile_with_delays(const circuit::Netlist& netlist,
                                const circuit::CellFunctions& functions,
                                const NetlistDelays& delays,
                                const std::vector<std::string>& registers = {});

/// Plays a schedule event by event (docs/engines.md): a cycle begins with the clock's rising edge,
/// at which operands change and flip-flops store what their inputs have settled to, and lasts until
/// nothing moves any more; where flip-flops store at the falling edge, it follows then, likewise.
/// Clocks come to flip-flops at once, through whatever buffers and inverters, gated ones after the
/// delays of their path; where latches are, the clock falls once all is at rest. A register behind
/// a gate stores what its input was at the clock's edge. Whether all that is shorter than the
/// clock's period is the caller's question: `latest`.
///
/// Throws as run() of the native engine does.
DelaySimulation run(const DelayDesign& design, const Schedule& schedule,
                    const DelaySimulationOptions& options = {});

/// The toggles of every cycle, each net's with its weight, glitches included; as run_series() of
/// the native engine.
std::vector<std::uint64_t> run_series(const DelayDesign& design, const Schedule& schedule,
                                      const std::vector<std::uint32_t>& weights,
                                      const DelaySimulationOptions& options = {});

}  // namespace pann::sim
