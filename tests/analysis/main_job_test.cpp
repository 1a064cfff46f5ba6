#include "analysis/main_job/main_job.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/main_job/array_units.h"
#include "analysis/main_job/main_job_json.h"
#include "analysis/main_job/main_job_report.h"
#include "analysis/network/network_streams.h"
#include "analysis/paper_equations.h"
#include "relative.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operands.h"

using namespace pann;
namespace fs = std::filesystem;

namespace {

analysis::MainJobReport run(int bits, const fs::path& output) {
  analysis::MainJobOptions options;
  options.budgets = {bits};
  options.streams.rows = 4;
  options.streams.images = 4;
  return analysis::run_main_job(options, synth::default_pdk(), output, [](const std::string&) {});
}

const analysis::UnitReport& unit(const analysis::MainJobReport& report, const std::string& name) {
  const auto found =
      std::find_if(report.units.begin(), report.units.end(),
                   [&](const analysis::UnitReport& entry) { return entry.name == name; });
  REQUIRE(found != report.units.end());
  return *found;
}

void check_units(const analysis::MainJobReport& report) {
  CHECK(report.units.size() == 5);
  for (const analysis::UnitReport& entry : report.units) {
    CAPTURE(entry.name);
    CHECK(entry.mismatches == 0);
    CHECK(entry.checked > 0);
    CHECK(entry.cells > 0);
    CHECK(entry.area > 0.0);
    CHECK(entry.energy.internal_fj > 0.0);
    CHECK(entry.energy.switching_fj > 0.0);
    CHECK(entry.energy.leakage_fj > 0.0);
    CHECK(entry.energy.clock_pins_fj < entry.energy.internal_fj);
    CHECK(entry.energy.glitch_fj > 0.0);
    CHECK(entry.energy.settled_fj() > entry.energy.clock_pins_fj);
    CHECK(entry.slowest_ns > 0.0);
    constexpr double kMacs = 64 * 48 + 48 * 24 + 24 * 10;  // of the digits MLP
    CHECK(entry.inference_nj == pann::test::relative(entry.energy.total_fj() * kMacs * 1e-6));
    CHECK(entry.flips > 0.0);
    CHECK(entry.model_flips > 0.0);
  }
}

/// The sum of a plot's points at one place.
double bar(const analysis::Plot& plot, std::size_t place) {
  double sum = 0.0;
  for (const analysis::PlotSeries& series : plot.series) sum += series.points.at(place).y;
  return sum;
}

void check_page(const analysis::MainJobReport& report) {
  const analysis::Report page = analysis::to_report(report, "pann run --budget 4");
  REQUIRE(page.sections.size() == 3);  // costs, one budget, files
  CHECK(page.sections[0].command == "pann run --budget 4");
  CHECK(page.sections[0].tables.at(0).rows.size() == 5);
  const auto& plots = page.sections[1].plots;
  REQUIRE(plots.size() == 6);  // energy twice, and flips of all but the second sequencer
  for (std::size_t i = 0; i < report.units.size(); ++i) {
    CHECK(bar(plots[0], i) == pann::test::relative(report.units[i].energy.total_fj()));
    CHECK(bar(plots[1], i) == pann::test::relative(report.units[i].energy.total_fj()));
  }
  double measured = 0.0;
  for (const analysis::PlotPoint& point : plots[2].series.at(0).points) measured += point.y;
  CHECK(measured == pann::test::relative(report.units[0].flips));
  const std::string html = analysis::to_html(page);
  for (const analysis::UnitReport& entry : report.units) {
    CHECK(html.find(entry.name) != std::string::npos);
    CHECK(html.find(entry.directory) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("the main job costs every unit on the network that is shipped") {
  const support::TemporaryDirectory directory;
  const fs::path output = directory.path() / "out";
  const auto report = run(4, output);
  check_units(report);
  // Both sequencers feed the same adders the same words: their flips are the same, their energy is
  // not.
  CHECK(unit(report, "pann_mac").flips ==
        pann::test::relative(unit(report, "pann_mac_local").flips));
  CHECK(unit(report, "pann_mac").energy.total_fj() <
        unit(report, "pann_mac_local").energy.total_fj());
  CHECK(unit(report, "signed_mac").cycles == unit(report, "signed_mac").elements_of_products);
  CHECK(unit(report, "unsigned_mac").operations < unit(report, "signed_mac").operations);
  for (const char* file : {"b4/signed_mac/rtl/manifest.json", "b4/signed_mac/netlist/netlist.v",
                           "b4/unsigned_mac/activity0.saif", "b4/unsigned_mac/activity1.saif"}) {
    CHECK_MESSAGE(fs::exists(output / file), file);
  }
  const auto document = analysis::to_json(report);
  CHECK(document.at("units").size() == 5);
  CHECK(document.at("budgets").at(0).at("flips") == pann::test::relative(24.0));
  check_page(report);
}

TEST_CASE("a network as it was quantized elsewhere has a section beside the budget of its width") {
  analysis::MainJobReport report;
  for (const bool given : {false, true}) {
    analysis::NetworkOperands& operands = report.operands.emplace_back();
    operands.bits = 4;
    operands.given = given;
    operands.x_bits = 4;
    operands.w_bits = 3;
    operands.budget = 22.0;
    analysis::UnitReport& unit = report.units.emplace_back();
    unit.name = "signed_mac";
    unit.bits = 4;
    unit.given = given;
    unit.directory = analysis::group_name(4, given) + "/signed_mac";
    unit.elements_of_products = 1;
    unit.energy.internal_fj = given ? 7.0 : 5.0;
  }
  for (const analysis::NetworkOperands& operands : report.operands) {
    const auto units = report.units_on(operands);
    REQUIRE(units.size() == 1);
    CHECK(units[0]->energy.total_fj() == (operands.given ? 7.0 : 5.0));
  }
  const analysis::Report page = analysis::to_report(report, "");
  REQUIRE(page.sections.size() == 4);
  CHECK(page.sections[1].id == "b4");
  CHECK(page.sections[2].id == "given");
  CHECK(page.sections[2].paragraphs[0].find("x of 4 bits, w of 3: 22.0 bit flips") == 0);
  CHECK(page.sections[2].plots[0].id == "energy-given");
  CHECK(bar(page.sections[2].plots[0], 0) == 7.0);
  const auto document = analysis::to_json(report);
  CHECK(document.at("budgets").at(1).at("given") == true);
  CHECK(document.at("units").at(1).at("directory") == "given/signed_mac");
}

TEST_CASE("a given network's MACs are as wide as its codes, PANN's x as its activations") {
  analysis::NetworkOperands operands;
  operands.given = true;
  operands.x_bits = operands.activation_bits = 5;
  operands.w_bits = operands.pann_w_bits = 3;
  operands.mac.x = {1, 31};
  operands.mac.w = {3, 1};
  operands.mac.first = {0, 2};
  operands.pann = operands.positive = operands.mac;
  for (const analysis::UnitJob& job : analysis::unit_jobs(operands, 16)) {
    CAPTURE(job.name);
    CHECK(job.spec.x_width == 5);
    CHECK(job.spec.w_width == 3);
  }
}

TEST_CASE(
    "an empty pass is skipped and said, and a network of zeros costs no flips of its passes") {
  const support::TemporaryDirectory directory;
  const auto costs = [&](std::vector<std::uint64_t> w) {
    const std::vector<std::size_t> shape{1, w.size()};
    tb::NpyArray x{
        tb::NpyType::unsigned_integer, 1, shape, std::vector(w.size(), std::uint64_t{3}), {}};
    x.integers.front() = 5;
    const tb::NpyArray weights{tb::NpyType::signed_integer, 1, shape, std::move(w), {}};
    support::write_file(directory.path() / "s.npz", tb::npz_bytes({{"l_x", x}, {"l_w", weights}}));
    analysis::MainJobOptions options;
    options.network = directory.path() / "s.npz";
    options.budgets = {4};
    return analysis::run_main_job(options, synth::find_pdk("generic"), directory.path() / "out",
                                  [](const std::string&) {});
  };
  const auto positive = costs({1, 2, 1, 7});
  CHECK(unit(positive, "unsigned_mac").note == "pass W- skipped: no weight of its sign");
  CHECK(unit(positive, "unsigned_mac").operations == 4);
  CHECK(unit(positive, "signed_mac").note.empty());
  const analysis::Report page = analysis::to_report(positive, "pann run");
  CHECK(page.sections[0].paragraphs.back().find("pass W- skipped") != std::string::npos);
  // Without L_wp the weights are quantized to the budget: R = 24 / 4 - 0.5.
  CHECK(positive.operands[0].additions_planned == pann::test::relative(5.5));
  CHECK(positive.operands[0].additions_measured == pann::test::relative(5.5).epsilon(0.1));

  const auto zeros = costs({0, 0, 0, 0});
  CHECK(unit(zeros, "unsigned_mac").operations == 0);
  CHECK(unit(zeros, "unsigned_mac").flips == 0.0);
  CHECK(unit(zeros, "signed_mac").operations == 4);
  for (const analysis::UnitReport& entry : zeros.units) CHECK(entry.mismatches == 0);
}

TEST_CASE("a budget that is listed twice is refused") {
  analysis::MainJobOptions options;
  options.budgets = {4, 8, 4};
  CHECK_THROWS_WITH_AS(analysis::run_main_job(options, synth::default_pdk(), "/nonexistent/out",
                                              [](const std::string&) {}),
                       doctest::Contains("--budget 4 is given twice"), support::Failure);
}

TEST_CASE("an accumulator too narrow for the network's sums is refused, and nothing is left") {
  const support::TemporaryDirectory directory;
  analysis::MainJobOptions options;
  options.budgets = {8};
  options.acc_width = 17;
  CHECK_THROWS_WITH_AS(analysis::run_main_job(options, synth::default_pdk(),
                                              directory.path() / "out", [](const std::string&) {}),
                       doctest::Contains("run.accumulator"), support::Failure);
  CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("the best units take the same operands, are right, and take less than the paper's") {
  const support::TemporaryDirectory directory;
  analysis::MainJobOptions options;
  options.budgets = {4};
  options.all_units = true;
  options.pann_lanes = 8;
  options.pann_positions = 3;
  options.pann_window = 8;
  options.streams.width_by = analysis::WidthBy::mse;
  options.streams.rows = 2;
  options.streams.images = 2;
  const analysis::MainJobReport report = analysis::run_main_job(
      options, synth::find_pdk("generic"), directory.path() / "out", [](const std::string&) {});
  // Its library has no clock gates, so that no window is built.
  CHECK(report.units.size() == 15);
  const analysis::UnitReport& dot = unit(report, "pann_dot");
  const analysis::UnitReport& mac = unit(report, "heap_mac");
  for (const analysis::UnitReport* entry :
       {&dot, &mac, &unit(report, "heap_mac_pann"), &unit(report, "heap_dot"),
        &unit(report, "heap_dot_pann"), &unit(report, "pann_dot_binary"),
        &unit(report, "pann_dot_repetition"), &unit(report, "mac_array"),
        &unit(report, "mac_array_pann"), &unit(report, "pann_array")}) {
    CHECK(entry->mismatches == 0);
    CHECK(entry->checked > 0);
  }
  // On PANN's integers: lanes of additions below the multiplier, which is below repetition.
  CHECK(dot.energy.total_fj() < unit(report, "heap_mac_pann").energy.total_fj());
  CHECK(unit(report, "heap_mac_pann").energy.total_fj() <
        unit(report, "pann_mac").energy.total_fj());
  CHECK(dot.cycles < mac.cycles);
  // x is fetched once a digit there, once an element here; a skipped zero is not.
  CHECK(dot.traffic.x_bits > mac.traffic.x_bits);
  CHECK(mac.traffic.x_bits == pann::test::relative(4.0 * static_cast<double>(mac.operations) /
                                                   static_cast<double>(mac.elements_of_products)));
  // Bits of |w| are no fewer than signed digits, and repetitions no fewer than bits; their x is
  // read once.
  CHECK(unit(report, "pann_dot_binary").traffic.x_bits > dot.traffic.x_bits);
  CHECK(unit(report, "pann_dot_repetition").cycles > unit(report, "pann_dot_binary").cycles);
  CHECK(unit(report, "pann_dot_repetition").traffic.x_bits ==
        pann::test::relative(unit(report, "heap_mac_pann").traffic.x_bits));
  const auto energy_fj = analysis::break_even_fetch_fj(dot, mac);
  REQUIRE(energy_fj);
  CHECK(dot.energy.total_fj() + *energy_fj * dot.traffic.bits() ==
        pann::test::relative(mac.energy.total_fj() + *energy_fj * mac.traffic.bits()));
  CHECK_FALSE(analysis::break_even_fetch_fj(dot, dot));
  // Three positions: as many dot products as of one, each with three elements.
  const analysis::UnitReport& array = unit(report, "pann_array");
  CHECK(array.elements_of_products == 3 * dot.elements_of_products);
  CHECK(array.spec.positions == 3);
  CHECK(array.traffic.w_bits < dot.traffic.w_bits);
  CHECK(array.energy.shared_fj > 0.0);
  CHECK(array.energy.shared_fj < array.energy.total_fj() / 4.0);
  CHECK(dot.energy.shared_fj == 0.0);
  CHECK(unit(report, "mac_array_pann").operations < array.operations);
}

TEST_CASE("arrays read once for all positions what tells them their elements, a window x once") {
  analysis::NetworkStreamOptions options{.bits = 4,
                                         .rows = 2,
                                         .images = 3,
                                         .calibration_samples = 8,
                                         .width_by = analysis::WidthBy::mse};
  CHECK(analysis::array_unit_jobs(analysis::network_operands(analysis::default_network(), options),
                                  {})
            .empty());
  options.positions = 3;
  const auto operands = analysis::network_operands(analysis::default_network(), options);
  const auto jobs =
      analysis::array_unit_jobs(operands, {.lanes = 8, .window = 8, .gate_fanout = 4});
  REQUIRE(jobs.size() == 4);
  const auto elements = static_cast<double>(3 * operands.pann.operations());
  for (const analysis::UnitJob& job : jobs) {
    CHECK(static_cast<double>(job.elements) == elements);
    CHECK(generator::validate(job.spec).empty());
  }
  const analysis::UnitJob& external = jobs[2];
  const analysis::UnitJob& index = jobs[3];
  CHECK(index.name == "pann_array_index");
  CHECK(index.spec.window == 8);
  CHECK(index.spec.gate_fanout == 4);
  CHECK(index.traffic.x_bits == pann::test::relative(elements * index.spec.x_width));
  // 4 bits name a word of the window or none, more an element of a layer.
  CHECK(external.traffic.w_bits > index.traffic.w_bits / 2.0);
  CHECK(analysis::array_unit_jobs(operands, {.lanes = 8, .gate_fanout = 0}).size() == 3);
}

TEST_CASE("positions of a layer follow each other in rows, then in the next sample") {
  const analysis::NetworkStreamOptions options{.bits = 4,
                                               .rows = 2,
                                               .images = 3,
                                               .calibration_samples = 8,
                                               .width_by = analysis::WidthBy::mse};
  analysis::NetworkStreamOptions together = options;
  together.positions = 3;
  const auto alone = analysis::network_operands(analysis::default_network(), options);
  const auto positions = analysis::network_operands(analysis::default_network(), together);
  CHECK(alone.mac_positions.streams() == 0);
  CHECK(positions.mac.x == alone.mac.x);
  const tb::OperandStreams& streams = positions.mac_positions;
  REQUIRE(streams.lanes == 3);
  REQUIRE(streams.first == alone.mac.first);
  bool differs = false;
  for (std::size_t i = 0; i < streams.operations(); ++i) {
    // The first position is the dot product that a single unit gets; all share its weights.
    CHECK(streams.x[3 * i] == alone.mac.x[i]);
    for (std::size_t lane = 0; lane < 3; ++lane) CHECK(streams.w[3 * i + lane] == alone.mac.w[i]);
    differs = differs || streams.x[3 * i] != streams.x[3 * i + 1];
  }
  CHECK(differs);
}
