#include "flow/gate_activity.h"

#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "circuit/yosys_json.h"
#include "each_delay.h"
#include "emitted_design.h"
#include "flow/power_tables.h"
#include "flow/synthesize.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/progress.h"
#include "synth/power/power.h"
#include "synth/timing/sdf.h"
#include "tb/stimulus/synthetic.h"

using namespace pann;

namespace {

/// A small MAC mapped to the library of our own making.
struct MappedMac {
  support::TemporaryDirectory directory;
  synth::Library library = synth::read_library(synth::find_pdk("generic").files);
  tb::DesignFiles files;
  circuit::Netlist netlist;
  tb::OperandStreams operands;

  MappedMac() {
    const generator::DesignSpec spec{.x_width = 4, .w_width = 4, .acc_width = 12};
    const auto rtl = test::emit_to_disk(spec);
    files.directory = directory.path() / "gates";
    support::Progress silent(true);
    files.manifest = flow::synthesize({.source = rtl.files.directory, .target = files.directory},
                                      synth::find_pdk("generic"), library, silent)
                         .manifest;
    netlist = circuit::read_yosys_json(files.directory / "netlist.json", files.manifest.top);
    operands = tb::make_operands({.vectors = 500, .length = 50}, spec);
  }

  flow::GateActivity measure(const flow::GateActivityOptions& options) const {
    return flow::measure_gates(files, netlist, library, operands, options);
  }
  synth::PowerReport power(const activity::Activity& activity,
                           const activity::Activity* functional) const {
    return synth::compute_power({.manifest = files.manifest,
                                 .netlist = netlist,
                                 .library = library,
                                 .activity = activity,
                                 .functional = functional},
                                {.clock_mhz = 10.0});
  }
};

const MappedMac& mac() {
  static const MappedMac kMac;
  return kMac;
}

}  // namespace

TEST_CASE("with delays the settled toggles are those of zero delay, and glitches come on top") {
  const flow::GateActivity zero = mac().measure({});
  const flow::GateActivity delayed = mac().measure({.delays = flow::GateDelays::liberty});
  CHECK(zero.glitch_toggles() == 0);
  CHECK(!zero.settling);
  CHECK(delayed.mismatches == 0);
  CHECK(delayed.checked == zero.checked);
  CHECK(delayed.glitch_toggles() > activity::total_toggles(delayed.functional) / 10);

  const synth::PowerReport plain = mac().power(zero.activity, nullptr);
  const synth::PowerReport split = mac().power(delayed.activity, &delayed.functional);
  CHECK(plain.glitch_w() == 0.0);
  CHECK(!plain.has_glitches);
  CHECK(split.has_glitches);
  CHECK(split.functional.total_w() == pann::test::relative(plain.total.total_w()));
  CHECK(split.functional.switching_w == pann::test::relative(plain.total.switching_w));
  CHECK(split.glitch_w() > 0.1 * split.total.total_w());
  CHECK(split.glitch_toggles == delayed.glitch_toggles());
  double glitch_w = 0.0;
  for (const synth::ModulePower& module : split.modules) {
    glitch_w += module.power.total_w() - module.functional.total_w();
  }
  CHECK(glitch_w == pann::test::relative(split.glitch_w()));
  std::uint64_t toggles = 0;
  double last_w = split.glitches.front().switching_w;
  for (const synth::NetGlitches& net : split.glitches) {
    toggles += net.glitch_toggles;
    CHECK(net.switching_w <= last_w);
    last_w = net.switching_w;
  }
  CHECK(toggles == split.glitch_toggles);
}

TEST_CASE("transport delays let more glitches pass than inertial ones") {
  const auto inertial = mac().measure({.delays = flow::GateDelays::liberty});
  const auto transport =
      mac().measure({.delays = flow::GateDelays::liberty, .pulses = sim::PulseModel::transport});
  CHECK(transport.glitch_toggles() > inertial.glitch_toggles());
  CHECK(activity::total_toggles(transport.functional) ==
        activity::total_toggles(inertial.functional));
}

TEST_CASE("a clock that leaves no time to settle is refused, with the fastest that does") {
  const auto measured = mac().measure({.delays = flow::GateDelays::liberty, .clock_mhz = 10.0});
  REQUIRE(measured.settling);
  CHECK(measured.settling->seen_ns > 0.0);
  CHECK(measured.settling->seen_ns <= measured.settling->critical_ns);
  const double fastest = measured.settling->maximum_clock_mhz();
  CHECK_NOTHROW(mac().measure({.delays = flow::GateDelays::liberty, .clock_mhz = 0.999 * fastest}));
  try {
    mac().measure({.delays = flow::GateDelays::liberty, .clock_mhz = 1.001 * fastest});
    FAIL_CHECK("a clock that is too fast passed");
  } catch (const support::Failure& failure) {
    CHECK(failure.diagnostics().front().code == "power.clock");
    CHECK(failure.diagnostics().front().message.find("critical path takes") != std::string::npos);
  }
}

TEST_CASE("delays of an SDF file take the place of the library's") {
  const flow::GateActivityOptions options{.delays = flow::GateDelays::liberty};
  synth::ArcDelays delays = flow::gate_delays(mac().netlist, mac().library, options);
  const support::TemporaryDirectory directory;
  flow::GateActivityOptions from_file = options;
  from_file.sdf = directory.path() / "delays.sdf";
  const auto write = [&] {
    support::write_file(from_file.sdf,
                        synth::to_sdf({.design = mac().files.manifest.top}, mac().netlist, delays));
  };
  write();
  const auto tables = mac().measure(options);
  CHECK(mac().measure(from_file).activity.nets == tables.activity.nets);
  test::each_delay(delays, [](synth::DelayTriple& delay) { delay.typical_ns *= 2.0; });
  write();
  const auto slower = mac().measure(from_file);
  CHECK(slower.settling->seen_ns ==
        pann::test::relative(2.0 * tables.settling->seen_ns).epsilon(1e-4));
  support::write_file(from_file.sdf, "(DELAYFILE");
  CHECK_THROWS_AS(mac().measure(from_file), support::Failure);
}

TEST_CASE("cells without delays are named, never taken as fast") {
  synth::Library library = mac().library;
  for (synth::Cell& cell : library.cells) {
    if (cell.name != mac().netlist.cells.front().type) continue;
    for (synth::Pin& pin : cell.pins) pin.timing.clear();
  }
  CHECK_THROWS_WITH_AS(
      flow::gate_delays(mac().netlist, library, {.delays = flow::GateDelays::liberty}),
      doctest::Contains("delay.tables"), support::Failure);
}

TEST_CASE("delays have names") {
  for (const auto delays : {flow::GateDelays::zero, flow::GateDelays::liberty}) {
    CHECK(flow::gate_delays_from_name(flow::name(delays)) == delays);
  }
  CHECK(!flow::gate_delays_from_name("unit"));
}

TEST_CASE("power and toggles of the instances add up to the total, line by line in CSV") {
  const flow::GateActivity delayed = mac().measure({.delays = flow::GateDelays::liberty});
  const synth::PowerReport report = mac().power(delayed.activity, &delayed.functional);
  std::istringstream lines(flow::instances_csv(report, mac().netlist));
  std::string line;
  std::getline(lines, line);
  CHECK(line ==
        "instance,cell,toggles,glitch_toggles,internal_w,switching_w,leakage_w,total_w,"
        "energy_per_operation_fj");
  double glitches = 0.0;
  double total_w = 0.0;
  double energy_fj = 0.0;
  std::size_t count = 0;
  for (; std::getline(lines, line); ++count) {
    std::vector<std::string> fields;
    std::istringstream cells(line);
    for (std::string field; std::getline(cells, field, ',');) fields.push_back(field);
    REQUIRE(fields.size() == 9);
    CHECK(fields[1] == mac().netlist.cells[report.instances[count].instance].type);
    CHECK(std::stod(fields[4]) + std::stod(fields[5]) + std::stod(fields[6]) ==
          pann::test::relative(std::stod(fields[7])));
    glitches += std::stod(fields[3]);
    total_w += std::stod(fields[7]);
    energy_fj += std::stod(fields[8]);
  }
  CHECK(count == report.cells);
  CHECK(glitches == static_cast<double>(report.glitch_toggles));
  CHECK(glitches > 0.0);
  CHECK(total_w == pann::test::relative(report.total.total_w()).epsilon(1e-9));
  CHECK(energy_fj == pann::test::relative(report.energy_per_operation_fj()).epsilon(1e-9));
}
