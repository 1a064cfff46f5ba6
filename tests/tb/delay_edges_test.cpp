// The delay engine at edges: edges of inputs with delays of their own, changes that fall together,
// registers behind a clock gate.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "hand_circuit.h"
#include "sim/delay/delay_network.h"

using namespace pann;
using sim::PulseModel;
using test::Circuit;
using test::kUncounted;
using test::toggles;

namespace {

/// A register behind a clock gate, a latch and an AND gate of 30 ps, that moves 20 ps after its
/// clock. The latch takes `en` while the clock is low: it lets the next edge through.
struct GatedRegister {
  Circuit circuit{};
  circuit::NetId clock = circuit.input("clk");
  circuit::NetId en = circuit.input("en");
  circuit::NetId d = circuit.input("d");
  circuit::NetId q = 0;

  circuit::NetId gated_clock() {
    const circuit::NetId lets = circuit.cell("$_DLATCH_N_", {{"E", clock}, {"D", en}}, 0, 0, "Q");
    return circuit.gate("$_AND_", clock, lets, 30, 30);
  }
};

}  // namespace

TEST_CASE("an edge that comes out of a gate alone has that edge's delay") {
  // y = n XOR b with b still, n = a 5 ps later.
  const auto settled_ps = [](std::uint64_t b, std::uint64_t a) {
    Circuit circuit;
    const circuit::NetId a_net = circuit.input("a");
    const circuit::NetId b_net = circuit.input("b");
    const circuit::NetId n = circuit.cell("$_BUF_", {{"A", a_net}}, 5, 5);
    circuit.gate("$_XOR_", n, b_net, 0, 0);
    circuit.delays() = {{0, "A", "Y", 5'000, 5'000},
                        {1, "A", "Y", 10'000, 20'000, sim::CauseEdge::rise},
                        {1, "A", "Y", 30'000, 40'000, sim::CauseEdge::fall}};
    circuit.cycle({1 - a, b}, kUncounted);
    circuit.cycle({a, b});
    return circuit.run().latest.time_fs / 1000;
  };
  CHECK(settled_ps(0, 1) == 15);
  CHECK(settled_ps(1, 1) == 25);
  CHECK(settled_ps(1, 0) == 35);
  CHECK(settled_ps(0, 0) == 45);
}

TEST_CASE("by transport a fall at the very time of the rise before it leaves no pulse") {
  // y = a AND NOT a: the rise would come at 20 ps, the fall at 10 + 10.
  Circuit circuit;
  const circuit::NetId a = circuit.input("a");
  const circuit::NetId n = circuit.inverter(a, 10, 10);
  const circuit::NetId y = circuit.gate("$_AND_", a, n, 20, 10);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({1});
  CHECK(toggles(circuit.run(PulseModel::transport), y) == 0);
}

TEST_CASE("where nothing moves the latest change is at no time") {
  Circuit circuit;
  circuit.inverter(circuit.input("a"), 10, 10);
  circuit.cycle({0}, kUncounted);
  circuit.cycle({0});
  CHECK(circuit.run().latest.time_fs == 0);
}

TEST_CASE("registers behind a clock gate store what was there at the clock's edge, and race") {
  constexpr sim::CycleFlags kCompared{.counted = true, .sampled = true};
  GatedRegister gated;
  Circuit& circuit = gated.circuit;
  const circuit::NetId clock = gated.gated_clock();
  gated.q = circuit.flip_flop(clock, gated.d, 20, 20);
  circuit.flip_flop(clock, gated.d, 20, 20);  // races with the other, and later in order
  circuit.output("q", gated.q, {0, 0, 0, 1, 1, 1, 1, 0});
  circuit.cycle({1, 0}, kUncounted);
  circuit.cycle({1, 0}, kUncounted);
  circuit.cycle({1, 1}, kCompared);  // d rises with the edge, before the gated clock: q stays
  circuit.cycle({1, 1}, kCompared);  // q rises at 50 ps
  circuit.cycle({0, 0}, kCompared);  // d falls with the edge: a race once more
  circuit.cycle({0, 1}, kCompared);  // the clock is not let through
  circuit.cycle({1, 0}, kCompared);  // nor here
  circuit.cycle({1, 0}, kCompared);  // q falls
  const sim::DelaySimulation simulation = circuit.run();
  CHECK(simulation.result.mismatches == 0);
  CHECK(toggles(simulation, gated.q) == 2);
  CHECK(simulation.latest.time_fs == 50'000);
  CHECK_FALSE(simulation.half_cycles);  // the latch is no register
  CHECK(simulation.races.count == 4);
  CHECK(simulation.races.cycle == 2);
  CHECK(simulation.races.time_fs == 30'000);
  CHECK(simulation.races.first == "u2");
}

TEST_CASE(
    "a register behind a clock gate that is held by its reset stores nothing and never races") {
  GatedRegister gated;
  const circuit::NetId reset_n = gated.circuit.input("rst_n");
  gated.q = gated.circuit.cell(
      "$_DFF_PN0_", {{"C", gated.gated_clock()}, {"R", reset_n}, {"D", gated.d}}, 20, 20, "Q");
  gated.circuit.cycle({1, 0, 0}, kUncounted);
  gated.circuit.cycle({1, 0, 0}, kUncounted);
  for (const std::uint64_t d : {1, 1, 0, 0, 1, 1}) gated.circuit.cycle({1, d, 0});
  const sim::DelaySimulation simulation = gated.circuit.run();
  CHECK(toggles(simulation, gated.q) == 0);
  CHECK(simulation.races.count == 0);
}

TEST_CASE("a register at the falling edge of a gated clock stores there") {
  GatedRegister gated;
  gated.q =
      gated.circuit.cell("$_DFF_N_", {{"C", gated.gated_clock()}, {"D", gated.d}}, 20, 20, "Q");
  gated.circuit.cycle({1, 0}, kUncounted);
  gated.circuit.cycle({1, 0}, kUncounted);
  gated.circuit.cycle({1, 1});  // q rises in the middle of the cycle
  gated.circuit.cycle({0, 0});  // and falls in this one's
  gated.circuit.cycle({0, 1});  // the clock is not let through
  const sim::DelaySimulation simulation = gated.circuit.run();
  CHECK(simulation.half_cycles);
  CHECK(toggles(simulation, gated.q) == 2);
  CHECK(simulation.races.count == 0);
}

TEST_CASE("a reset has the delay of its own pin, when nothing else moves the register") {
  Circuit circuit;
  const circuit::NetId clock = circuit.input("clk");
  const circuit::NetId reset_n = circuit.input("rst_n");
  circuit.cell("$_DFF_PN0_", {{"C", clock}, {"R", reset_n}, {"D", circuit::kNetOne}}, 0, 0, "Q");
  circuit.delays() = {{0, "C", "Q", 90'000, 90'000}, {0, "R", "Q", sim::PinDelay::kNone, 40'000}};
  for (const std::uint64_t released : {0, 0, 1, 1}) circuit.cycle({released}, kUncounted);
  circuit.cycle({0});
  CHECK(circuit.run().latest.time_fs == 40'000);
}

TEST_CASE("a wire may delay one edge alone, by as little as a femtosecond") {
  const auto settled_fs = [](std::uint64_t a, sim::WireDelay wire) {
    Circuit circuit;
    circuit.cell("$_BUF_", {{"A", circuit.input("a")}}, 5, 5);
    circuit.wires() = {wire};
    circuit.cycle({1 - a}, kUncounted);
    circuit.cycle({a});
    return circuit.run().latest.time_fs;
  };
  CHECK(settled_fs(1, {0, "A", 0, 7'000}) == 5'000);
  CHECK(settled_fs(0, {0, "A", 0, 7'000}) == 12'000);
  CHECK(settled_fs(1, {0, "A", 7'000, 0}) == 12'000);
  CHECK(settled_fs(0, {0, "A", 0, 1}) == 5'001);
}

TEST_CASE("a function of seven nets is read row by row") {
  sim::NetFunction function{{0, 1, 2, 3, 4, 5, 6}, {0x123456789abcdef0, 0x0fedcba987654321}};
  for (std::size_t row = 0; row < 128; ++row) {
    std::vector<sim::NetValue> values(7, 0);
    for (std::size_t k = 0; k < 7; ++k) values[k] = row >> k & 1;
    CHECK(function.at(values) == ((function.bits[row / 64] >> (row % 64) & 1) != 0));
  }
}
