#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/main_job/unit_jobs.h"
#include "synth/pdk/pdk.h"
#include "synth/yosys/script.h"
#include "tb/measure.h"

namespace pann::analysis {

/// What `pann run` is asked for.
struct MainJobOptions {
  std::filesystem::path
      network;  ///< Folder with network.json, or an .npz of streams; empty: the shipped one.
  std::vector<int> budgets{4, 8};  ///< b of the unsigned MAC whose power is the budget.
  NetworkStreamOptions streams{};  ///< `bits` is set from the budgets.
  int acc_width = 32;
  std::optional<double> clock_mhz{};  ///< Empty: the library's.
  tb::Engine engine = tb::Engine::automatic;
  synth::Recipe recipe = synth::Recipe::standard;
  bool adder_cells = false;  ///< Full adders by the library's cell.
  bool all_units = false;    ///< Those that measure best beside the paper's (best_units.h).
  int pann_lanes = 32;       ///< Of pann_dot, and of each position of pann_array.
  int pann_positions = 4;    ///< Of arrays.
  int pann_window = 16;      ///< Words of x that a position of pann_array_index holds.
};

/// One element of a unit, in bit flips per element of the dot products.
struct UnitElement {
  std::string name;
  double measured = 0.0;
  std::optional<double> model{};
};

/// Energy per element of the dot products, all passes together.
struct UnitEnergy {
  double internal_fj = 0.0;
  double switching_fj = 0.0;
  double leakage_fj = 0.0;
  double clock_pins_fj = 0.0;  ///< Of the internal: the clock pins of the registers.
  double glitch_fj = 0.0;      ///< Of the total: what toggles beyond the settled ones take.
  double output_subtraction_fj =
      0.0;                 ///< Of the total: the subtraction that the paper has once an output.
  double shared_fj = 0.0;  ///< Of the total: what a pann_array has once for all its positions.

  double total_fj() const { return internal_fj + switching_fj + leakage_fj; }
  /// What zero-delay toggles alone would take.
  double settled_fj() const { return total_fj() - glitch_fj; }
};

/// What one unit costs.
struct UnitReport {
  std::string name;
  std::string description;
  std::string note;    ///< Which of its passes were skipped, and why; empty: none.
  int bits = 0;        ///< The budget's b.
  bool given = false;  ///< On the network as it was quantized elsewhere.
  generator::DesignSpec spec;
  std::string directory;  ///< Of its RTL, netlist and activity, below the output directory.
  std::uint64_t elements_of_products = 0;
  std::uint64_t operations = 0;  ///< Presented to the unit: zeros of a pass are skipped.
  std::uint64_t cycles = 0;
  std::uint64_t additions = 0;
  std::uint64_t checked = 0;
  std::uint64_t mismatches = 0;  ///< RTL and netlist together.
  std::vector<UnitElement> elements;
  double flips = 0.0;        ///< Sum of the measured elements that the paper's model has.
  double model_flips = 0.0;  ///< Sum of the model.
  std::uint64_t cells = 0;
  double area = 0.0;
  UnitEnergy energy;
  OperandTraffic traffic{};  ///< Per element of the dot products, in bits.
  double slowest_ns = 0.0;  ///< How long the netlist takes to settle: critical path or last change.
  double inference_nj =
      0.0;            ///< Energy of one inference of the whole network at that energy; 0: unknown.
  std::string wires;  ///< Wire model of the loads, in words; empty where nothing was played.
};

/// The energy of a fetched bit, fJ, at which both units take the same: below it the one that takes
/// less by itself but fetches more is ahead. Nothing where one of them is ahead at any.
std::optional<double> break_even_fetch_fj(const UnitReport& one, const UnitReport& other);

struct MainJobReport {
  std::string network;
  std::string library;
  std::string corner;
  bool synthetic = false;
  synth::Recipe recipe = synth::Recipe::standard;
  bool adder_cells = false;
  double voltage = 0.0;
  double clock_mhz = 0.0;
  /// One a budget, then those of a network quantized elsewhere; the streams are moved out of them.
  std::vector<NetworkOperands> operands;
  std::vector<UnitReport> units;

  /// The units that were fed with those operands, in their order.
  std::vector<const UnitReport*> units_on(const NetworkOperands& operands) const;
};

/// "b4", "given": names a budget, or a network's own quantization, in paths.
std::string group_name(int bits, bool given);

/// "b = 4", "as given".
std::string group_title(int bits, bool given);

/// What `pann run` does: emits, checks, counts, maps and costs every unit at every
/// budget, two jobs at a time, and leaves RTL, netlists, SAIF and reports in `output`, whole or not
/// at all. `stage` hears a line a stage. Throws Failure as the libraries do.
MainJobReport run_main_job(const MainJobOptions& options, const synth::Pdk& pdk,
                           const std::filesystem::path& output,
                           const std::function<void(const std::string&)>& stage);

}  // namespace pann::analysis
