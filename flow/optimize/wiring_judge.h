#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "flow/optimize/compressor_slots.h"
#include "flow/optimize/wave_circuit.h"
#include "sim/schedule.h"
#include "synth/liberty/library.h"
#include "synth/power/cell_power.h"
#include "synth/timing/delays.h"
#include "tb/measure.h"

namespace pann::flow {

/// What a wiring comes to.
struct WiringCost {
  double energy_fj = 0.0;    ///< An operation, glitches and leakage in.
  double critical_ns = 0.0;  ///< The critical path.
};

/// Everything that is the same for all wirings of one mapped netlist, kept in memory: the library,
/// its cells' functions, the operands as a schedule, the waves of all nets. A wiring costs what
/// differs from the one accepted last: delays and slews anew, waves and energies of the cone behind
/// the moved pins. The figures are those of measure_gates() and compute_power().
class WiringJudge {
 public:
  struct Setup {
    const tb::DesignFiles& files;
    const circuit::Netlist& netlist;
    const synth::Pdk& pdk;
    const synth::Library& library;
    const tb::OperandStreams& operands;
    double input_slew_s = 0.1e-9;
    double clock_mhz = 0.0;  ///< Leakage is by its period, or the netlist's own where that is
                             ///< longer.
  };
  /// Judges the netlist as it is and accepts that. Throws Failure as CompressorSlots, WaveCircuit
  /// and sim::run() do; user_error "optimize.slow" beyond 4 microseconds.
  explicit WiringJudge(const Setup& setup);

  const HeapWiring& identity() const { return slots_.identity(); }
  const WiringCost& start() const { return start_; }

  /// Plays the operands through the netlist with that wiring, on one thread. Nothing where it has
  /// a combinational loop, a critical path beyond `longest_ns`, or gives a register or an output
  /// another value.
  std::optional<WiringCost> judge(const HeapWiring& wiring, double longest_ns);
  /// The next ones are held against the wiring that was judged last.
  void accept();

 private:
  /// What power follows from, as of one wiring.
  struct State {
    std::vector<synth::EdgePair> loads;
    std::vector<synth::EdgePair> slews;
    std::vector<synth::NetActivity> nets;
    std::vector<synth::BoundCell> cells;
    std::vector<double> dynamic_j;  ///< By cell, over all operations.
    std::vector<double> leakage_w;
  };

  void start_nets(const synth::ArcDelays& delays);
  void take_activity(State& state, const std::vector<circuit::NetId>& nets) const;
  void add_energy(State& state, std::size_t cell);
  double energy_fj(const State& state) const;

  Setup setup_;
  sim::Schedule schedule_;
  circuit::CellFunctions functions_;
  CompressorSlots slots_;
  circuit::Netlist netlist_;
  WaveCircuit waves_;
  std::unordered_map<const synth::Cell*, synth::CellPower> models_;
  double time_s_ = 0.0;
  State accepted_;
  State tried_;
  WiringCost start_;
};

}  // namespace pann::flow
