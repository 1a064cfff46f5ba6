#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "activity/elements.h"
#include "generator/manifest.h"
#include "sim/native/statistics.h"
#include "sim/simulation.h"
#include "tb/design_files.h"
#include "tb/exact/expectation.h"
#include "tb/stimulus/operands.h"
#include "tb/stimulus/synthetic.h"

namespace pann::tb {

/// Who plays the schedule; all give the same counts.
enum class Engine {
  automatic,  ///< The native one; Verilator where it cannot treat the design.
  native,     ///< Bit-parallel, on the netlist that Yosys elaborates.
  verilator,  ///< A compiled model, its trace counted in process.
  icarus,     ///< Four-valued, event-driven; the slowest and most independent.
};

std::string_view name(Engine engine);
std::optional<Engine> engine_from_name(std::string_view text);

/// What was measured on one design with one stimulus.
struct Measurement {
  sim::SimulationResult result;
  std::vector<activity::ElementCount> elements;  ///< In the manifest's order.
  /// Element by element, how far a sampled mean may be off; empty unless asked for, and from other
  /// engines than the native one.
  std::vector<sim::ElementStatistics> statistics;
  std::uint64_t streams = 0;
  std::uint64_t cycles = 0;     ///< Clock cycles (operand pairs) that count.
  std::uint64_t additions = 0;  ///< pann_mac: additions; otherwise 0.
  /// Cycles compared beside them, none counted: operands once more, with clears, biases, carries
  /// and pauses (make_control_schedule). Their mismatches are among the result's.
  std::uint64_t control_checked = 0;
  std::vector<std::string> unchecked{};  ///< What no check rests on, in words (tb::unchecked).
  std::string engine_note;  ///< Why `automatic` did not take the native engine; empty otherwise.
};

/// How a measurement is made.
struct MeasureOptions {
  Engine engine = Engine::automatic;
  /// Where not empty, keeps the trace there, with the counted windows beside it as
  /// <vcd>.windows.json; the native engine refuses to ("engine.trace").
  std::filesystem::path vcd{};
  bool statistics =
      false;  ///< Standard errors from batch means (native engine), at twice the time.
};

/// Plays the operands through the design, checks every operation against the arithmetic model and
/// counts. Throws Failure as engines and schedules do.
Measurement measure(const DesignFiles& design, const OperandStreams& operands,
                    const MeasureOptions& options);
Measurement measure(const DesignFiles& design, const OperandStreams& operands, Engine engine);

/// The expected toggles of every element for operands drawn independently from the stimulus'
/// distribution, by enumeration; elements that depend on stored bits are not `exact`. Gaussian
/// operands are divided by gaussian_divisor(stimulus.vectors). Throws Failure as operand_model()
/// and the native engine do.
std::vector<ElementExpectation> expect_elements(const DesignFiles& design,
                                                const StimulusSpec& stimulus);

}  // namespace pann::tb
