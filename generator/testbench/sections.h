#pragma once

#include <string_view>

namespace pann::generator {

/// The parts of a stand-alone testbench that are the same for every design: C++17 text that
/// restates, without a library, how PANN-RTL draws operands (tb/stimulus), plays them (tb/model)
/// and counts (activity). tests/generator/testbench_test.cpp holds the two to the same toggles.

/// tb_operands.h: options, random numbers, distributions.
extern const std::string_view kOperandSection;
/// The rest of it: elements as lanes take them, and windows of them.
extern const std::string_view kLaneSection;
/// tb_files.h: .npy and .npz.
extern const std::string_view kFileSection;
/// tb_toggles.h: elements counted from Verilator's trace in process; tables, baselines.
extern const std::string_view kToggleSection;

/// Of tb.cpp, each after what the design's text before it declares: words of ports;
extern const std::string_view kPinSection;
/// the unit with its clock, after `drive_ports`, `each_output`, `elements`, `registers`;
extern const std::string_view kBenchSection;
/// cycles of operations, after `term`, `shown`, `latency_of`;
extern const std::string_view kPlayerSection;
/// checks, counts and `main`, after `operands`, `played`.
extern const std::string_view kMainSection;

}  // namespace pann::generator
