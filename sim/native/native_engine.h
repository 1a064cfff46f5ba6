#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "circuit/cell_function.h"
#include "circuit/netlist.h"
#include "sim/native/prepared_schedule.h"
#include "sim/schedule.h"
#include "sim/simulation.h"

namespace pann::sim {

struct CompiledDesign;
struct Kernels;

/// A netlist compiled for the native engine; cheap to copy, may be used by several threads at once.
class NativeDesign {
 public:
  explicit NativeDesign(std::shared_ptr<const CompiledDesign> compiled);

  const CompiledDesign& compiled() const { return *compiled_; }

  /// Gates and flip-flops of the netlist.
  std::size_t cells() const;
  /// Names of the nets, as Activity::signals of every run.
  const std::vector<activity::Signal>& signals() const;
  /// Number of Activity::nets.
  std::size_t nets() const;

 private:
  std::shared_ptr<const CompiledDesign> compiled_;
};

/// What is counted.
struct CompileOptions {
  /// False: the nets that have a name in the source, as a trace shows them, renumbered. True: every
  /// net of the netlist, NetId by NetId, with the tool's own names among Activity::signals.
  bool every_net = false;
  /// Patterns of register nets (manifest): nets that show a register's value inverted count the
  /// storing edge where they are named; those that flip-flops drive always do.
  std::vector<std::string> registers{};
};

/// How a schedule is played; none of it changes a count.
struct EngineOptions {
  unsigned threads = 0;              ///< 0: all of the machine's.
  bool levels = true;                ///< False: time_low and time_high stay 0, which is faster.
  const Kernels* kernels = nullptr;  ///< Null: the best instruction set (sim/program/kernels.h).
};

/// Compiles a netlist. Throws Failure(user_error) with every fault found, as build_network does
/// (sim/program/network_builder.h).
NativeDesign compile(const circuit::Netlist& netlist, const circuit::CellFunctions& functions = {},
                     const CompileOptions& options = {});

/// Plays a schedule with zero delay and counts 0->1 and 1->0 of every net, exactly what counting
/// the trace of Verilator or Icarus gives.
///
/// Throws Failure(user_error): "engine.port" for a port that the design does not have or whose
/// width differs, or an input that the schedule leaves out; "engine.clock" when the schedule's
/// clock is not the one that the flip-flops use; "engine.reset" when a stored bit is still unknown
/// where a stream begins to count, naming it.
SimulationResult run(const NativeDesign& design, const Schedule& schedule,
                     const EngineOptions& options = {});

/// The same for a schedule that several designs share.
SimulationResult run(const NativeDesign& design, const PreparedSchedule& prepared,
                     const EngineOptions& options = {});

/// The toggles of every cycle, each net's with its weight: profiles, worst operations,
/// distributions. `weights`: by net of the activity (1: plain toggles; energy in a unit of the
/// caller's choice), their sum at most 2^48. The result has one sum a cycle of the schedule; cycles
/// that do not count have 0, a storing edge has the registers' changes.
///
/// Throws as run() does, and Failure(user_error, "engine.weights").
std::vector<std::uint64_t> run_series(const NativeDesign& design, const Schedule& schedule,
                                      const std::vector<std::uint32_t>& weights,
                                      const EngineOptions& options = {});

/// The same for a schedule that is played several times.
std::vector<std::uint64_t> run_series(const NativeDesign& design, const PreparedSchedule& prepared,
                                      const std::vector<std::uint32_t>& weights,
                                      const EngineOptions& options = {});

}  // namespace pann::sim
