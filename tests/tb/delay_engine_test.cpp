#include "sim/delay/delay_engine.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "engine_support.h"
#include "hand_circuit.h"
#include "sim/delay/event_player.h"
#include "support/diagnostic.h"
#include "support/random.h"

using namespace pann;
using generator::Direction;
using sim::PulseModel;
using test::Circuit;
using test::kUncounted;
using test::toggles;

namespace {

/// y = a AND NOT a: a pulse as long as the inverter takes, whenever a rises.
struct PulseMaker {
  Circuit circuit{};
  circuit::NetId a = circuit.input("a");
  circuit::NetId y = 0;

  PulseMaker(std::uint64_t inverter_ps, std::uint64_t rise_ps, std::uint64_t fall_ps) {
    const circuit::NetId n = circuit.inverter(a, inverter_ps, inverter_ps);
    y = circuit.gate("$_AND_", a, n, rise_ps, fall_ps);
    circuit.cycle({0}, kUncounted);
    circuit.cycle({1});
    circuit.cycle({0});
    circuit.cycle({1});
  }
};

}  // namespace

TEST_CASE("a pulse longer than a gate's delay passes it and counts as two glitches") {
  PulseMaker maker(50, 30, 30);
  const sim::DelaySimulation simulation = maker.circuit.run();
  const activity::NetCounts& y = simulation.result.activity.nets[maker.y];
  CHECK(y.rises == 2);
  CHECK(y.falls == 2);
  CHECK(y.glitches == 4);
  CHECK(simulation.settled.activity.nets[maker.y].toggles() == 0);
  // The inverter falls at 50 ps, the gate 30 ps later.
  CHECK(simulation.latest.time_fs == 80'000);
  CHECK(simulation.latest.net == maker.y);
  CHECK(simulation.latest.cycle == 1);
}

TEST_CASE("a pulse shorter than a gate's delay vanishes, by transport it passes") {
  PulseMaker maker(20, 30, 30);
  CHECK(toggles(maker.circuit.run(), maker.y) == 0);
  CHECK(toggles(maker.circuit.run(PulseModel::transport), maker.y) == 4);
}

TEST_CASE("a fall that overtakes the rise before it leaves no pulse, whatever the model") {
  // The rise would come at 60 ps, the fall at 40 + 10 = 50 ps.
  PulseMaker maker(40, 60, 10);
  CHECK(toggles(maker.circuit.run(), maker.y) == 0);
  CHECK(toggles(maker.circuit.run(PulseModel::transport), maker.y) == 0);
}

TEST_CASE("rise and fall delays stretch and shorten pulses") {
  // Rises at 10 ps, falls at 40 + 35 = 75 ps.
  PulseMaker maker(40, 10, 35);
  const sim::DelaySimulation simulation = maker.circuit.run();
  CHECK(toggles(simulation, maker.y) == 4);
  CHECK(simulation.latest.time_fs == 75'000);
}

TEST_CASE("a change that is due takes place if the output still wants it then") {
  // The gate wants 1 at 0 ps (due at 100), 0 at 30 ps (due at 130) and 1 again at 60 ps: the change
  // that is due at 100 ps finds it wanted. By transport there is a pulse of 0 from 130 to 160 ps.
  Circuit circuit;
  const circuit::NetId a = circuit.input("a");
  const circuit::NetId n = circuit.inverter(a, 30, 30);
  const circuit::NetId m = circuit.inverter(n, 30, 30);
  const circuit::NetId either = circuit.gate("$_OR_", n, m, 0, 0);
  const circuit::NetId y = circuit.gate("$_AND_", a, either, 100, 100);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({1});
  const sim::DelaySimulation inertial = circuit.run();
  CHECK(toggles(inertial, either) == 2);
  CHECK(toggles(inertial, y) == 1);
  CHECK(inertial.latest.time_fs == 100'000);
  const sim::DelaySimulation transport = circuit.run(PulseModel::transport);
  CHECK(toggles(transport, y) == 3);
  CHECK(transport.latest.time_fs == 160'000);
}

TEST_CASE("a wrong output is a mismatch, in the first cycle and at its end, if it is sampled") {
  constexpr sim::CycleFlags kSampled{.counted = true, .sampled = true};
  const auto mismatches = [&](const std::vector<std::uint64_t>& expected) {
    Circuit circuit;
    const circuit::NetId a = circuit.input("a");
    circuit.output("y", circuit.inverter(a, 30, 30), expected);
    circuit.cycle({0}, {.sampled = true});
    circuit.cycle({1}, kSampled);
    circuit.cycle({0});
    circuit.cycle({0}, kSampled);
    circuit.cycle({1}, kSampled);
    const sim::DelaySimulation simulation = circuit.run();
    CHECK(simulation.settled.mismatches == simulation.result.mismatches);
    return simulation.result.mismatches;
  };
  CHECK(mismatches({1, 0, 1, 1, 0}) == 0);
  CHECK(mismatches({1, 0, 0, 1, 0}) == 0);  // not sampled
  CHECK(mismatches({1, 1, 1, 1, 0}) == 1);
  CHECK(mismatches({0, 0, 1, 1, 0}) == 1);
  CHECK(mismatches({1, 0, 1, 1, 1}) == 1);
  CHECK(mismatches({0, 1, 0, 0, 1}) == 4);
}

TEST_CASE(
    "gates without delays move at once, and what moves at once in a cycle that counts is told") {
  for (const bool swapped : {false, true}) {
    Circuit circuit;
    const circuit::NetId a = circuit.input("a");
    const circuit::NetId b = circuit.input("b");
    const circuit::NetId y =
        circuit.inverter(circuit.gate("$_AND_", swapped ? b : a, swapped ? a : b, 5, 5), 5, 5);
    circuit.delays().clear();
    circuit.cycle({0, 0}, kUncounted);
    circuit.cycle({1, 1}, kUncounted);
    const sim::DelaySimulation still = circuit.run();
    CHECK(still.simultaneous == 0);
    CHECK(still.latest.time_fs == 0);
    circuit.cycle({0, 0});
    const sim::DelaySimulation moved = circuit.run();
    CHECK(moved.simultaneous == 1);
    CHECK(moved.latest.time_fs == 0);
    CHECK(toggles(moved, y) == 1);
  }
}

TEST_CASE("counts of two pieces add up; of two latest changes the earlier cycle's is kept") {
  const auto merged = [](sim::LatestChange theirs) {
    sim::DelayCounts one;
    one.toggles = {1, 2};
    one.simultaneous = 3;
    one.mismatches = 4;
    one.latest = {100, 5, 50};
    sim::DelayCounts other;
    other.toggles = {10, 20, 30};
    other.simultaneous = 30;
    other.mismatches = 40;
    other.latest = theirs;
    one.races = 5;
    other.races = 50;
    one.first_race = {7, 1, 10};
    other.first_race = {theirs.cycle, 2, 20};
    one.merge(other);
    CHECK(one.races == 55);
    CHECK(one.first_race.flip_flop == (theirs.cycle < 7 ? 2U : 1U));
    CHECK(one.toggles == std::vector<std::uint64_t>{11, 22, 30});
    CHECK(one.simultaneous == 33);
    CHECK(one.mismatches == 44);
    return one.latest.net;
  };
  CHECK(merged({101, 9, 60}) == 60);
  CHECK(merged({99, 1, 60}) == 50);
  CHECK(merged({100, 4, 60}) == 60);
  CHECK(merged({100, 5, 60}) == 50);
  CHECK(merged({100, 6, 60}) == 50);
  CHECK(merged({100, 7, 60}) == 50);  // its first race is in the same cycle
}

TEST_CASE("inputs that change at the same time leave no pulse and are counted") {
  Circuit circuit;
  const circuit::NetId a = circuit.input("a");
  const circuit::NetId b = circuit.input("b");
  const circuit::NetId y = circuit.gate("$_AND_", a, b, 10, 10);
  circuit.cycle({0, 1}, kUncounted);
  circuit.cycle({1, 0});
  circuit.cycle({0, 1});
  const sim::DelaySimulation simulation = circuit.run(PulseModel::transport);
  CHECK(toggles(simulation, y) == 0);
  CHECK(simulation.simultaneous == 2);
}

TEST_CASE("of several pins that change at once the fastest decides, else the one that changed") {
  Circuit circuit;
  const circuit::NetId a = circuit.input("a");
  const circuit::NetId b = circuit.input("b");
  circuit.gate("$_AND_", a, b, 0, 0);
  circuit.delays() = {{0, "A", "Y", 70'000, 70'000}, {0, "B", "Y", 40'000, 40'000}};
  circuit.cycle({0, 1}, kUncounted);
  circuit.cycle({1, 1});
  CHECK(circuit.run().latest.time_fs == 70'000);
  circuit.cycle({0, 0});
  circuit.cycle({0, 1});
  circuit.cycle({1, 1}, kUncounted);
  CHECK(circuit.run().latest.time_fs == 70'000);
  CHECK(circuit.run().latest.cycle == 1);
  CHECK(circuit.run().simultaneous == 1);
}

TEST_CASE("flip-flops store what has settled and move after their own delay") {
  Circuit circuit;
  const circuit::NetId clock = circuit.input("clk");
  const circuit::NetId a = circuit.input("a");
  const circuit::NetId q = circuit.flip_flop(clock, a, 90, 80);
  const circuit::NetId n = circuit.inverter(q, 15, 25);
  const circuit::NetId y = circuit.gate("$_AND_", q, n, 5, 5);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({1});  // q stays: a changes with the edge
  circuit.cycle({0});  // q rises at 90 ps, n falls at 115, y is 1 from 95 to 120
  circuit.cycle({0}, {.registers_counted = true});  // q falls: counts for the register alone
  const sim::DelaySimulation simulation = circuit.run();
  CHECK(toggles(simulation, a) == 2);
  CHECK(toggles(simulation, q) == 2);
  CHECK(toggles(simulation, n) == 1);
  CHECK(toggles(simulation, y) == 2);
  CHECK(simulation.latest.time_fs == 120'000);
  CHECK(simulation.result.activity.nets[clock].toggles() == 4);
  // The same cycle by cycle, each net with a weight of its own.
  std::vector<std::uint32_t> weights(circuit.nets(), 0);
  weights[q] = 1000;
  weights[y] = 10;
  weights[a] = 1;
  CHECK(circuit.series(weights) == std::vector<std::uint64_t>{0, 0, 1, 1021, 1000});
}

TEST_CASE("an asynchronous reset acts at once, after the delay of its own pin") {
  Circuit circuit;
  const circuit::NetId clock = circuit.input("clk");
  const circuit::NetId reset_n = circuit.input("rst_n");
  const circuit::NetId q = circuit.cell(
      "$_DFF_PN0_", {{"C", clock}, {"R", reset_n}, {"D", circuit::kNetOne}}, 0, 0, "Q");
  circuit.delays() = {{0, "C", "Q", 90'000, 90'000}, {0, "R", "Q", sim::PinDelay::kNone, 40'000}};
  circuit.cycle({0}, kUncounted);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({1});  // released after the edge: stays 0
  circuit.cycle({1});  // rises at 90 ps
  circuit.cycle({0});  // falls at 40 ps
  const sim::DelaySimulation simulation = circuit.run();
  CHECK(toggles(simulation, q) == 2);
  CHECK(simulation.latest.time_fs == 90'000);
  CHECK(simulation.latest.cycle == 3);
}

TEST_CASE("counts depend neither on threads nor on where a long sequence is cut") {
  test::DesignOnDisk design;
  test::emit_to(design, {.kind = generator::Kind::multiplier, .x_width = 6, .w_width = 6});
  const circuit::Netlist netlist = design.netlist();
  std::vector<sim::PinDelay> delays;
  support::Random random(3);
  for (std::uint32_t i = 0; i < netlist.cells.size(); ++i) {
    for (const circuit::NetlistPin& from : netlist.cells[i].pins) {
      for (const circuit::NetlistPin& to : netlist.cells[i].pins) {
        if (from.direction != Direction::input || to.direction != Direction::output) continue;
        delays.push_back(
            {i, from.name, to.name, 20'000 + random.below(30'000), 20'000 + random.below(30'000)});
      }
    }
  }
  const sim::DelayDesign compiled = sim::compile_with_delays(netlist, {}, {delays});
  const sim::Schedule schedule = tb::make_schedule(
      design.manifest, tb::make_operands({.vectors = 1500}, design.manifest.design));
  const sim::DelaySimulation one = sim::run(compiled, schedule, {.threads = 1});
  const sim::DelaySimulation all = sim::run(compiled, schedule);
  CHECK(one.result.mismatches == 0);
  CHECK(one.result.activity.nets == all.result.activity.nets);
  CHECK(one.simultaneous == all.simultaneous);
  CHECK(one.latest.time_fs == all.latest.time_fs);
  CHECK(one.latest.cycle == all.latest.cycle);
  CHECK(one.latest.net == all.latest.net);
  sim::Schedule wrong = schedule;
  for (std::uint64_t& word : wrong.expected) word ^= 1U;
  const sim::DelaySimulation bad = sim::run(compiled, wrong);
  CHECK(bad.result.mismatches == bad.settled.mismatches);
  // The same operands as two halves, the second after its own first cycle.
  const auto part = [&](std::size_t first, std::size_t cycles) {
    sim::Schedule half = schedule;
    half.flags.assign(schedule.flags.begin() + static_cast<std::ptrdiff_t>(first),
                      schedule.flags.begin() + static_cast<std::ptrdiff_t>(first + cycles));
    half.flags.front() = kUncounted;
    const auto words = half.input_words;
    half.values.assign(
        schedule.values.begin() + static_cast<std::ptrdiff_t>(first * words),
        schedule.values.begin() + static_cast<std::ptrdiff_t>((first + cycles) * words));
    half.expected.assign(
        schedule.expected.begin() + static_cast<std::ptrdiff_t>(first * half.output_words),
        schedule.expected.begin() +
            static_cast<std::ptrdiff_t>((first + cycles) * half.output_words));
    half.streams = {{0, cycles, cycles}};
    return activity::total_toggles(sim::run(compiled, half).result.activity);
  };
  CHECK(part(0, 701) + part(700, schedule.cycles() - 700) ==
        activity::total_toggles(one.result.activity));
  // And cycle by cycle.
  std::uint64_t sum = 0;
  for (const std::uint64_t cycle :
       sim::run_series(compiled, schedule, std::vector<std::uint32_t>(netlist.net_count, 1))) {
    sum += cycle;
  }
  CHECK(sum == activity::total_toggles(one.result.activity));
}

TEST_CASE("delays that do not fit the netlist are refused by name") {
  Circuit circuit;
  const circuit::NetId a = circuit.input("a");
  circuit.inverter(a, 1, 1);
  circuit.cycle({0});
  circuit.delays() = {{0, "B", "Y", 1, 1}};
  CHECK_THROWS_WITH_AS(circuit.run(), doctest::Contains("delay.pin"), support::Failure);
  circuit.delays() = {{0, "A", "Y", 5'000'000'000, 1}};
  CHECK_THROWS_WITH_AS(circuit.run(), doctest::Contains("delay.range"), support::Failure);
}

TEST_CASE("a delay may be for one edge of the input alone") {
  // y = a XOR b with b still: it rises and falls with a, in times of their own.
  const auto settled_ps = [](std::uint64_t b, std::uint64_t a) {
    Circuit circuit;
    const circuit::NetId a_net = circuit.input("a");
    const circuit::NetId b_net = circuit.input("b");
    circuit.gate("$_XOR_", a_net, b_net, 0, 0);
    circuit.delays() = {{0, "A", "Y", 10'000, 20'000, sim::CauseEdge::rise},
                        {0, "A", "Y", 30'000, 40'000, sim::CauseEdge::fall}};
    circuit.cycle({1 - a, b}, kUncounted);
    circuit.cycle({a, b});
    return circuit.run().latest.time_fs / 1000;
  };
  CHECK(settled_ps(0, 1) == 10);
  CHECK(settled_ps(1, 1) == 20);
  CHECK(settled_ps(1, 0) == 30);
  CHECK(settled_ps(0, 0) == 40);
}

TEST_CASE("the wire to a pin delays what that pin sees, and no other end of the net") {
  // y = a AND a by two ways: equal ones give no pulse, a wire to one of them as long a pulse.
  for (const std::uint64_t wire_ps : {0, 20, 50}) {
    CAPTURE(wire_ps);
    Circuit circuit;
    const circuit::NetId a = circuit.input("a");
    const circuit::NetId n = circuit.inverter(a, 10, 10);
    const circuit::NetId m = circuit.inverter(a, 10, 10);
    const circuit::NetId y = circuit.gate("$_XOR_", n, m, 30, 30);
    circuit.wires() = {{1, "A", wire_ps * 1000, wire_ps * 1000}};
    circuit.cycle({0}, kUncounted);
    circuit.cycle({1});
    circuit.cycle({0});
    CHECK(toggles(circuit.run(), y) == (wire_ps == 50 ? 4 : 0));
    CHECK(toggles(circuit.run(PulseModel::transport), y) == (wire_ps > 0 ? 4 : 0));
    const sim::DelaySimulation simulation = circuit.run();
    CHECK(toggles(simulation, a) == 2);
    CHECK(toggles(simulation, m) == 2);
    if (wire_ps == 50) CHECK(simulation.latest.time_fs == 90'000);
    // Toggles by cycle are the same toggles.
    std::uint64_t sum = 0;
    for (const std::uint64_t cycle :
         circuit.series(std::vector<std::uint32_t>(circuit.nets(), 1))) {
      sum += cycle;
    }
    CHECK(sum == activity::total_toggles(simulation.result.activity));
  }
}

TEST_CASE("a wire is worth a buffer of its delay, toggle for toggle") {
  // A chain of random gates, once with wires that take time and once with buffers in their place.
  support::Random random(31);
  for (int trial = 0; trial < 20; ++trial) {
    Circuit with_wires;
    Circuit with_buffers;
    std::vector<circuit::NetId> wired;
    std::vector<circuit::NetId> buffered;
    for (const char* name : {"a", "b", "c", "d"}) {
      wired.push_back(with_wires.input(name));
      buffered.push_back(with_buffers.input(name));
    }
    const std::vector<std::string> types{"$_AND_", "$_XOR_", "$_OR_", "$_NAND_"};
    std::uint32_t gates = 0;
    for (int i = 0; i < 12; ++i) {
      const std::string& type = types[random.below(types.size())];
      const std::uint64_t rise = 5 + random.below(40);
      const std::uint64_t fall = 5 + random.below(40);
      std::array<std::size_t, 2> from{};
      std::array<circuit::NetId, 2> ends{};
      for (std::size_t k = 0; k < from.size(); ++k) {
        from[k] = random.below(wired.size());
        const std::uint64_t wire_rise = 1 + random.below(30);
        const std::uint64_t wire_fall = 1 + random.below(30);
        with_wires.wires().push_back(
            {gates, k == 0 ? "A" : "B", wire_rise * 1000, wire_fall * 1000});
        ends[k] = with_buffers.cell("$_BUF_", {{"A", buffered[from[k]]}}, wire_rise, wire_fall);
      }
      ++gates;
      wired.push_back(with_wires.gate(type, wired[from[0]], wired[from[1]], rise, fall));
      buffered.push_back(with_buffers.gate(type, ends[0], ends[1], rise, fall));
    }
    for (int cycle = 0; cycle < 50; ++cycle) {
      const std::uint64_t bits = random.below(16);
      for (Circuit* circuit : {&with_wires, &with_buffers}) {
        circuit->cycle({bits & 1, bits >> 1 & 1, bits >> 2 & 1, bits >> 3}, {.counted = cycle > 0});
      }
    }
    for (const PulseModel pulses : {PulseModel::inertial, PulseModel::transport}) {
      const sim::DelaySimulation one = with_wires.run(pulses);
      const sim::DelaySimulation other = with_buffers.run(pulses);
      for (std::size_t net = 0; net < wired.size(); ++net) {
        CHECK(toggles(one, wired[net]) == toggles(other, buffered[net]));
      }
      CHECK(one.latest.time_fs == other.latest.time_fs);
    }
  }
}
