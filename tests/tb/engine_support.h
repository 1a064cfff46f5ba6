#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "activity/net_aliases.h"
#include "circuit/elaborate.h"
#include "generator/units/emit.h"
#include "sim/native/native_engine.h"
#include "support/output.h"
#include "tb/icarus/icarus_engine.h"
#include "tb/model/schedule_builder.h"
#include "tb/stimulus/synthetic.h"
#include "tb/verilator/verilator_engine.h"

namespace pann::test {

/// A design in a directory of its own.
struct DesignOnDisk {
  support::TemporaryDirectory directory{};
  generator::Manifest manifest{};

  circuit::Netlist netlist() const {
    return circuit::elaborate(circuit::elaboration_request(directory.path(), manifest));
  }
};

inline void emit_to(DesignOnDisk& design, const generator::DesignSpec& spec) {
  const generator::EmittedDesign emitted = generator::emit(spec);
  design.manifest = emitted.manifest;
  for (const generator::EmittedFile& file : emitted.files) {
    support::write_file(design.directory.path() / file.name, file.text);
  }
}

/// Counts of every bit that the netlist names, by name and bit.
using BitCounts = std::map<std::pair<std::string, int>, activity::NetCounts>;

inline BitCounts counts_by_bit(const activity::Activity& activity,
                               const std::vector<activity::NetBinding>& bindings) {
  std::map<std::string, const activity::Signal*> signals;
  for (const activity::Signal& signal : activity.signals) signals[signal.name] = &signal;
  BitCounts counts;
  for (const activity::NetBinding& binding : bindings) {
    const auto signal = signals.find(binding.name);
    if (signal == signals.end()) continue;
    const auto bit = static_cast<std::size_t>(binding.bit);
    counts[{binding.name, binding.bit}] = activity.nets[signal->second->bits.at(bit)];
  }
  return counts;
}

/// Compares two activities bit by bit, levels included; returns how many bits were compared.
inline std::size_t check_equal(const sim::SimulationResult& native,
                               const sim::SimulationResult& other,
                               const std::vector<activity::NetBinding>& bindings) {
  const BitCounts left = counts_by_bit(native.activity, bindings);
  const BitCounts right = counts_by_bit(other.activity, bindings);
  CHECK(left.size() == right.size());
  CHECK(native.activity.duration == other.activity.duration);
  std::size_t different = 0;
  for (const auto& [bit, counts] : left) {
    const auto found = right.find(bit);
    if (found == right.end()) {
      FAIL_CHECK("no counts of " << bit.first << ':' << bit.second << " from " << other.engine);
      continue;
    }
    const activity::NetCounts& theirs = found->second;
    if (counts == theirs) continue;
    if (++different > 5) continue;
    FAIL_CHECK(
        fmt::format("{}:{} native {} rises {} falls {} low {} high; {} {} {} {} {} x {} z {}",
                    bit.first, bit.second, counts.rises, counts.falls, counts.time_low,
                    counts.time_high, other.engine, theirs.rises, theirs.falls, theirs.time_low,
                    theirs.time_high, theirs.time_unknown, theirs.time_floating));
  }
  CHECK(different == 0);
  CHECK(native.checked == other.checked);
  CHECK(native.mismatches == other.mismatches);
  return left.size();
}

/// Plays 300 operations on a design of one file: the native engine counts as Icarus and Verilator
/// do, more than `bits` bits, and its series adds up to its toggles.
inline void check_three_engines(const DesignOnDisk& design, std::size_t bits) {
  const circuit::Netlist netlist = design.netlist();
  const sim::Schedule schedule = tb::make_schedule(
      design.manifest, tb::make_operands({.vectors = 300, .length = 40}, design.manifest));
  const auto names = activity::net_bindings(netlist);
  const sim::NativeDesign compiled =
      sim::compile(netlist, {}, {.registers = design.manifest.registers});
  const sim::SimulationResult native = sim::run(compiled, schedule);
  CHECK(check_equal(native,
                    tb::simulate_with_icarus(design.directory.path(), design.manifest, schedule),
                    names) > bits);
  CHECK(check_equal(native,
                    tb::simulate_with_verilator(design.directory.path(), design.manifest, schedule),
                    names) > bits);
  std::uint64_t toggles = 0;
  for (const activity::NetCounts& net : native.activity.nets) toggles += net.rises + net.falls;
  std::uint64_t series = 0;
  for (const std::uint64_t sum : sim::run_series(
           compiled, schedule, std::vector<std::uint32_t>(native.activity.nets.size(), 1))) {
    series += sum;
  }
  CHECK(series == toggles);
}

}  // namespace pann::test
