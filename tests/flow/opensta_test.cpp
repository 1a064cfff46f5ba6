#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/yosys_json.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "opensta2_rules.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "support/random.h"
#include "synth/liberty/source.h"
#include "synth/power/annotation.h"
#include "synth/power/power.h"
#include "synth/timing/order.h"
#include "synth/timing/slews.h"
#include "test_data.h"

// Debian's OpenSTA (2.0.17) takes activities at the ports alone and carries them through the gates
// itself. The test does the same by its published rule (products of probabilities, gate by gate),
// hands the result to the power computation net by net, and both must come to the same watts.

namespace fs = std::filesystem;
using namespace pann;

namespace {

constexpr double kClockMhz = 100.0;
constexpr double kInputSlewNs = 0.05;
constexpr std::uint64_t kCycles = 1'000'000;

/// Toggles a cycle and probability of 1.
struct Level {
  double toggles = 0.0;
  double high = 0.5;
};

Level combine(const synth::BooleanExpression& expression, const std::vector<Level>& pins) {
  using Operator = synth::BooleanExpression::Operator;
  std::vector<Level> at;
  for (const auto& node : expression.nodes()) {
    const auto a = [&] { return at[node.left]; };
    const auto b = [&] { return at[node.right]; };
    switch (node.op) {
      case Operator::constant:
        at.push_back({0.0, node.left == 0 ? 0.0 : 1.0});
        break;
      case Operator::pin:
        at.push_back(pins[node.left]);
        break;
      case Operator::invert:
        at.push_back({a().toggles, 1.0 - a().high});
        break;
      case Operator::conjunction:
        at.push_back({a().toggles * b().high + b().toggles * a().high, a().high * b().high});
        break;
      case Operator::disjunction:
        at.push_back({a().toggles * (1.0 - b().high) + b().toggles * (1.0 - a().high),
                      1.0 - (1.0 - a().high) * (1.0 - b().high)});
        break;
      case Operator::exclusive: {
        const double first = a().high * (1.0 - b().high);
        const double second = b().high * (1.0 - a().high);
        at.push_back({a().toggles * first + b().toggles * second, first + second});
        break;
      }
    }
  }
  return at.back();
}

/// A mapped design and what every net of it does.
class Case {
 public:
  Case(const fs::path& directory, const synth::Library& library)
      : directory_(directory),
        library_(library),
        manifest_(generator::read_manifest(directory)),
        netlist_(circuit::read_yosys_json(directory / "netlist.json", manifest_.top)),
        cells_(synth::bind_cells(netlist_, library)),
        levels_(netlist_.net_count) {
    draw_inputs();
    // Registers hand on what their data does; the pipeline has two ranks of them.
    for (int rank = 0; rank < 3; ++rank) propagate();
  }

  synth::PowerReport ours() const {
    const activity::Activity activity = as_activity();
    const synth::PowerInput input{manifest_, netlist_, library_, activity};
    return synth::compute_power(input,
                                {.clock_mhz = kClockMhz, .input_slew_s = kInputSlewNs * 1e-9});
  }

  /// The same by the rules of that version.
  synth::Power by_its_rules() const {
    const synth::Annotation annotation = synth::annotate(netlist_, cells_, as_activity());
    double area = 0.0;
    for (const synth::BoundCell& bound : cells_) area += bound.cell->area;
    const auto loads =
        synth::net_loads(netlist_, cells_, synth::WireCapacitance({}, library_, area));
    const auto slews = synth::propagate_slews(netlist_, cells_, loads, kInputSlewNs * 1e-9);
    std::vector<bool> clock_nets(netlist_.net_count, false);
    clock_nets[netlist_.find_port("clk_i")->bits.front()] = true;
    const double time_s = kCycles / (kClockMhz * 1e6);
    synth::Power power;
    for (const synth::BoundCell& bound : cells_) {
      power.internal_w +=
          test::opensta_internal(bound, {annotation.nets, loads, slews}, clock_nets) / time_s;
      power.leakage_w += test::opensta_leakage(*bound.cell);
    }
    return power;
  }

  std::string script(const std::vector<fs::path>& liberty) const {
    std::string text;
    for (const fs::path& file : liberty) text += fmt::format("read_liberty {}\n", file.string());
    text += fmt::format("read_verilog {0}/netlist.v\nlink_design {1}\nread_sdc {0}/netlist.sdc\n",
                        directory_.string(), manifest_.top);
    text += "set_power_activity -input -activity 0 -duty 1\n";
    for (const auto& port : netlist_.ports) {
      if (port.direction != generator::Direction::input || port.name == "clk_i") continue;
      for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
        const std::string name =
            port.bits.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit);
        const Level& level = levels_[port.bits[bit]];
        text += fmt::format(
            "set_power_activity -input_ports [get_ports {{{}}}] -activity {:.9f} -duty {:.9f}\n",
            name, level.toggles, level.high);
      }
    }
    return text + "report_power -digits 8\n";
  }

 private:
  void draw_inputs() {
    support::Random random(7);
    levels_[circuit::kNetOne].high = 1.0;
    levels_[circuit::kNetZero].high = 0.0;
    for (const auto& port : netlist_.ports) {
      if (port.direction != generator::Direction::input) continue;
      for (const circuit::NetId net : port.bits) {
        levels_[net] = {0.05 + 0.4 * random.unit(), 0.3 + 0.4 * random.unit()};
        if (port.name == "clk_i") levels_[net] = {2.0, 0.5};
      }
    }
  }

  Level level_of(const synth::BoundCell& bound, const std::string& name) const {
    const synth::Pin* pin = bound.cell->find_pin(name);
    if (pin != nullptr) {
      return levels_[bound.nets[static_cast<std::size_t>(pin - bound.cell->pins.data())]];
    }
    for (const synth::Sequential& state : bound.cell->sequentials) {
      if (!state.data || (name != state.state && name != state.inverted_state)) continue;
      Level level = evaluate(bound, *state.data);
      if (name == state.inverted_state) level.high = 1.0 - level.high;
      return level;
    }
    return {0.0, 0.0};
  }

  Level evaluate(const synth::BoundCell& bound, const synth::BooleanExpression& expression) const {
    std::vector<Level> pins;
    for (const std::string& name : expression.pins()) pins.push_back(level_of(bound, name));
    return combine(expression, pins);
  }

  void propagate() {
    for (const std::uint32_t index : synth::timing_order(netlist_, cells_)) {
      const synth::BoundCell& bound = cells_[index];
      for (std::size_t i = 0; i < bound.nets.size(); ++i) {
        const synth::Pin& pin = bound.cell->pins[i];
        if (pin.is_output() && pin.function)
          levels_[bound.nets[i]] = evaluate(bound, *pin.function);
      }
    }
  }

  activity::Activity as_activity() const {
    activity::Activity activity;
    constexpr std::uint64_t kTicks = 1000;
    activity.duration = kCycles * kTicks;
    activity.nets.resize(netlist_.net_count);
    for (circuit::NetId net = 0; net < netlist_.net_count; ++net) {
      const auto half =
          static_cast<std::uint64_t>(std::llround(levels_[net].toggles * kCycles / 2.0));
      activity.nets[net].rises = half;
      activity.nets[net].falls = half;
      activity.nets[net].time_high = static_cast<std::uint64_t>(
          std::llround(levels_[net].high * static_cast<double>(activity.duration)));
      activity.nets[net].time_low = activity.duration - activity.nets[net].time_high;
    }
    for (const auto& word : netlist_.names) {
      activity.signals.push_back(
          {word.name, word.left, word.right, word.bits.size() > 1, word.bits});
    }
    activity.operations = kCycles;
    return activity;
  }

  fs::path directory_;
  const synth::Library& library_;
  generator::Manifest manifest_;
  circuit::Netlist netlist_;
  std::vector<synth::BoundCell> cells_;
  std::vector<Level> levels_;
};

synth::Power run_opensta(const fs::path& script) {
  const auto result = support::run_process({.arguments = {"sta", "-exit", script.string()}});
  const std::size_t total = result.output.find("\nTotal ");
  REQUIRE_MESSAGE(total != std::string::npos, result.output << result.error);
  synth::Power power;
  REQUIRE(std::sscanf(result.output.c_str() + total, "\nTotal %lf %lf %lf", &power.internal_w,
                      &power.switching_w, &power.leakage_w) == 3);
  return power;
}

/// Two ranks of registers around a multiplier and an adder, in one module and without feedback.
const char* const kPipeline =
    "module pipeline (input clk_i, input [3:0] x_i, input [3:0] w_i, output [7:0] p_o);\n"
    "  reg [3:0] x_q, w_q;\n"
    "  reg [7:0] p_q;\n"
    "  always @(posedge clk_i) begin x_q <= x_i; w_q <= w_i; p_q <= x_q * w_q + {4'b0, x_q}; end\n"
    "  assign p_o = p_q;\n"
    "endmodule\n";

void write_pipeline(const fs::path& directory) {
  generator::Manifest manifest;
  manifest.top = "pipeline";
  manifest.design.kind = generator::Kind::multiplier;
  manifest.design.x_width = 4;
  manifest.design.w_width = 4;
  manifest.design.x_signed = false;
  manifest.design.w_signed = false;
  manifest.files = {"pipeline.v"};
  using generator::Direction;
  using generator::Role;
  manifest.ports = {{"clk_i", Direction::input, 1, Role::clock, false},
                    {"x_i", Direction::input, 4, Role::x, false},
                    {"w_i", Direction::input, 4, Role::w, false},
                    {"p_o", Direction::output, 8, Role::product, false}};
  fs::create_directories(directory);
  support::write_file(directory / "pipeline.v", kPipeline);
  support::write_file(directory / "manifest.json", generator::to_json_text(manifest));
}

/// The Liberty files as OpenSTA 2.0.17 reads them: unpacked, and with default operating conditions,
/// without which it takes the supply as 0 V and drops internal power.
std::vector<fs::path> for_opensta(const synth::Pdk& pdk, const fs::path& directory) {
  std::vector<fs::path> files;
  for (const fs::path& file : pdk.files) {
    std::string text = synth::read_liberty_source(file).text;
    if (text.find("default_operating_conditions") == std::string::npos) {
      const std::size_t name = text.find("operating_conditions(") + 21;
      const std::size_t end = text.find(')', name);
      const std::size_t close = text.find('}', end) + 1;
      text.insert(close,
                  "\n  default_operating_conditions : " + text.substr(name, end - name) + ";\n");
    }
    files.push_back(directory / (std::to_string(files.size()) + ".lib"));
    support::write_file(files.back(), text);
  }
  return files;
}

double deviation(double value, double expected) {
  return std::abs(value - expected) / std::abs(expected);
}

void opensta_compare(const std::string& name) {
  const auto known = synth::known_pdks();
  const synth::Pdk pdk =
      *std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.name == name; });
  if (pdk.files.empty()) {
    if (name != "osu018") test::test_data("PANN_PDK_PATH", name);
    return;
  }
  const synth::Library library = synth::read_library(pdk.files);
  const support::TemporaryDirectory directory;
  write_pipeline(directory.path() / "rtl");
  support::Progress progress(true);
  flow::synthesize({.source = directory.path() / "rtl",
                    .target = directory.path() / "mapped",
                    .checked_operations = 0,  // two cycles late: no unit of the model
                    .clock_mhz = kClockMhz,
                    .input_slew_ns = kInputSlewNs},
                   pdk, library, progress);
  const Case one(directory.path() / "mapped", library);
  const fs::path script = directory.path() / "power.tcl";
  support::write_file(script, one.script(for_opensta(pdk, directory.path())));
  const synth::Power theirs = run_opensta(script);
  const synth::PowerReport report = one.ours();
  CHECK(report.coverage.complete());
  const synth::Power rules = one.by_its_rules();
  CHECK(deviation(report.total.switching_w, theirs.switching_w) < 0.001);
  CHECK(deviation(rules.leakage_w, theirs.leakage_w) < 0.001);
  CHECK(deviation(rules.internal_w, theirs.internal_w / 2.0) < 0.01);
  CHECK(report.opensta.switching_w == report.total.switching_w);
  // Version 3.1 was seen to agree with us to the last digit where each arc has one group.
  if (name == "osu018" || name == "sky130hd") {
    CHECK(deviation(report.opensta.internal_w, report.total.internal_w) < 1e-3);
    CHECK(deviation(report.opensta.leakage_w, report.total.leakage_w) < 1e-3);
  }
}

}  // namespace

TEST_CASE("osu018: power agrees with OpenSTA at equal activity") {
  opensta_compare("osu018");
}
TEST_CASE("sky130hd: power agrees with OpenSTA at equal activity") {
  opensta_compare("sky130hd");
}
TEST_CASE("ihp_sg13g2: power agrees with OpenSTA at equal activity") {
  opensta_compare("ihp_sg13g2");
}
TEST_CASE("gf180mcu_7t: power agrees with OpenSTA at equal activity") {
  opensta_compare("gf180mcu_7t");
}
TEST_CASE("asap7: power agrees with OpenSTA at equal activity") {
  opensta_compare("asap7");
}
