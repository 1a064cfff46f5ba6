#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"

namespace pann::sim {

/// One output that was not what the model expects.
struct Mismatch {
  std::uint64_t cycle = 0;  ///< Of the schedule.
  std::string port;
  std::string expected;  ///< Hexadecimal, (width + 3) / 4 digits.
  std::string actual;
  bool is_control = false;  ///< `cycle` is one of the schedule that checks and does not count.
};

/// What an engine found by playing a schedule; the same from every engine.
struct SimulationResult {
  static constexpr std::size_t kKeptMismatches = 10;

  activity::Activity activity;
  std::uint64_t operations = 0;  ///< Schedule::operations.
  std::uint64_t checked = 0;     ///< Sampled cycles.
  std::uint64_t mismatches = 0;  ///< Sampled cycles in which at least one output is wrong.
  std::vector<Mismatch> first_mismatches;  ///< The first in order of cycle and port, at most
                                           ///< kKeptMismatches; one an output.
  std::string engine;                      ///< "native", "verilator", "icarus".
};

}  // namespace pann::sim
