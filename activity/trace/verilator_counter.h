#pragma once

// For testbenches of your own: includes Verilator's headers, so nothing of pann includes this one.
// docs/toggles.md shows how to build with it; docs/examples/in_process_counter.cpp is an example.

#include <cstddef>
#include <string>
#include <string_view>
#include <verilated_vcd_c.h>

#include "activity/trace/vcd_counter.h"

namespace pann::activity {

/// Counts a Verilator model's activity while it runs, without a file in between: takes the place of
/// the file that VerilatedVcdC writes.
///
///     pann::activity::VerilatorCounter counter({.scope = "TOP.unit"});
///     VerilatedVcdC trace(&counter);
///     model.trace(&trace, 99);
///     trace.open("");
///     ... model.eval(); trace.dump(time); ...
///     trace.close();
///     const pann::activity::Activity activity = counter.finish();
///
/// With TraceOptions::threads = 2 the counting has a thread of its own. Must outlive the
/// VerilatedVcdC.
class VerilatorCounter : public VerilatedVcdFile {
 public:
  explicit VerilatorCounter(const TraceOptions& options = {}) : counter_(options) {}

  bool open(const std::string& /*name*/) override { return true; }
  void close() override {}
  ssize_t write(const char* text, ssize_t length) override {
    counter_.feed(std::string_view(text, static_cast<std::size_t>(length)));
    return length;
  }

  /// After VerilatedVcdC::close(): the counts. Call once.
  Activity finish() { return counter_.finish(); }

 private:
  VcdActivityCounter counter_;
};

}  // namespace pann::activity
