#include <doctest/doctest.h>

#include "analysis/reproduce/event_energies.h"
#include "analysis/reproduce/gates.h"
#include "relative.h"
#include "synth/pdk/pdk.h"

using namespace pann;

TEST_CASE("a predicted energy is flips times what each takes") {
  const analysis::PannFlips flips{.operand = 1000.0,
                                  .sums = 2.0,
                                  .registers = 5.0,
                                  .carries = 3.0,
                                  .clock_edges = 11.0,
                                  .enables = 7.0};
  const analysis::PannEventEnergies energies{
      .sum = 1.0, .carry = 10.0, .stored = 100.0, .enable = 1000.0, .clock_edge = 10000.0};
  // x is charged by what drives it.
  CHECK(analysis::predicted_fj(flips, energies) == test::relative(117532.0));
  CHECK(analysis::predicted_clock_fj(flips, energies) == test::relative(110000.0));
}

TEST_CASE("the library alone says what a PANN MAC takes, its clock exactly") {
  const analysis::MeasuredLibrary library =
      analysis::read_measured_library(synth::find_pdk("generic"));
  constexpr int kBits = 4;
  constexpr int kLargest = 4;
  const analysis::PannEventEnergies energies = analysis::pann_event_energies(library, kBits);
  for (const double energy :
       {energies.sum, energies.carry, energies.stored, energies.enable, energies.clock_edge}) {
    CHECK(energy > 0.0);
  }
  analysis::GateCase entry{.library = &library, .spec = analysis::prediction_spec(kBits)};
  entry.adder_cells = true;
  entry.stimulus.vectors = 4000;
  entry.stimulus.length = 100;
  entry.stimulus.w_range = tb::OperandRange{-kLargest, kLargest};
  const analysis::GateResult measured = analysis::measure_gate_energy(entry, tb::Engine::automatic);
  const double additions = kLargest * (kLargest + 1.0) / (2.0 * kLargest + 1.0);
  const analysis::PannFlips flips = analysis::pann_flips_with_clock(
      {kBits, additions, 2.0 * kLargest / (2.0 * kLargest + 1.0), 64});
  CHECK(analysis::predicted_clock_fj(flips, energies) ==
        doctest::Approx(measured.clock_pins_fj).epsilon(0.02));
  const double measured_fj = measured.dynamic_fj() - measured.subtraction_fj;
  CHECK(analysis::predicted_fj(flips, energies) == doctest::Approx(measured_fj).epsilon(0.25));
}
