#include "synth/liberty/overlay.h"

#include <string>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/diagnostic.h"

using namespace pann;

namespace {

synth::Library overlay_library_of(const std::string& cells, const std::string& voltage = "1.5") {
  return synth::read_library_text(
      "library (l) { time_unit : \"1ns\"; voltage_unit : \"1V\"; capacitive_load_unit (1, pf); "
      "leakage_power_unit : \"1uW\"; nom_voltage : " +
          voltage + "; nom_temperature : 25;\n" + cells + "}",
      "l.lib");
}

std::string power(const std::string& when, const std::string& value) {
  return "internal_power () { related_pin : A; " + when + " rise_power (scalar) { values (\"" +
         value + "\"); } fall_power (scalar) { values (\"" + value + "\"); } } ";
}

const std::string kTiming =
    "timing () { related_pin : A; cell_rise (scalar) { values (\"1\"); } } ";

std::string inverter(const std::string& groups) {
  return "cell (INV) { area : 2; pin (A) { direction : input; capacitance : 0.5; } pin (Y) { "
         "direction : output; function : \"!A\"; " +
         groups + "} leakage_power () { value : 3; } }";
}

std::string overlay_fault_of(const std::string& overlay, const std::string& voltage = "1.5") {
  synth::Library library = overlay_library_of(inverter(kTiming));
  try {
    synth::apply_overlay(overlay_library_of(overlay, voltage), library);
    return "none";
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
}

}  // namespace

TEST_CASE("an overlay's groups take the place of a cell's, all else stays") {
  synth::Library library = overlay_library_of(inverter(kTiming + power("", "8")));
  const synth::Overlay overlay = synth::apply_overlay(
      overlay_library_of("cell (INV) { pin (Y) { direction : output; " +
                         power("when : \"A\";", "2") + power("when : \"!A\";", "4") + "} }"),
      library);
  CHECK(overlay.cells == std::vector<std::string>{"INV"});
  const synth::Cell& cell = *library.find("INV");
  const synth::Pin& output = *cell.find_pin("Y");
  REQUIRE(output.internal_power.size() == 2);
  CHECK(output.internal_power[1].rise_power->values.front() == pann::test::relative(4e-12));
  CHECK(output.timing.size() == 1);
  CHECK(output.function);
  CHECK(cell.area == 2.0);
  CHECK(cell.find_pin("A")->capacitance_f == pann::test::relative(0.5e-12));
  CHECK(cell.leakage.front().power_w == pann::test::relative(3e-6));

  synth::apply_overlay(overlay_library_of("cell (INV) { leakage_power () { value : 5; } }"),
                       library);
  CHECK(library.find("INV")->leakage.front().power_w == pann::test::relative(5e-6));
  CHECK(library.find("INV")->find_pin("Y")->internal_power.size() == 2);
}

TEST_CASE("an overlay that does not fit the library is refused, and nothing is replaced") {
  const std::string group = "pin (Y) { direction : output; " + power("", "2") + "} ";
  CHECK(overlay_fault_of("cell (INV) { " + group + "}") == std::string("none"));
  CHECK(overlay_fault_of("cell (BUF) { " + group + "}") == std::string("overlay.cell"));
  CHECK(overlay_fault_of("cell (INV) { pin (Z) { direction : output; " + power("", "2") + "} }") ==
        std::string("overlay.pin"));
  CHECK(overlay_fault_of("cell (INV) { " + group + "}", "1.2") ==
        std::string("overlay.conditions"));
  CHECK(overlay_fault_of("cell (INV) { area : 3; }") == std::string("overlay.empty"));
}
