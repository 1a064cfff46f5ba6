#include "synth/timing/wires.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "relative.h"
#include "support/diagnostic.h"

using namespace pann;
using test::relative;

namespace {

/// Wire loads "small", "middle" and "large" of 1, 2 and 4 pF at one pin.
synth::Library wires_library() {
  synth::Library result;
  double capacitance = 1e-12;
  for (const char* name : {"small", "middle", "large"}) {
    synth::WireLoad load;
    load.name = name;
    load.capacitance_f_per_length = capacitance;
    load.fanout_length = {{1.0, 1.0}};
    result.wire_loads.push_back(load);
    capacitance *= 2.0;
  }
  return result;
}

/// What a model adds to a net of one pin, F.
double added_f(const synth::WireModel& model, const synth::Library& library, double area) {
  return synth::WireCapacitance(model, library, area).of_nets({}, {1.0}).front();
}

}  // namespace

TEST_CASE("wire models by name add what they say, and say what they are") {
  const synth::Library cells = wires_library();
  const auto model = [&](const std::string& text) { return synth::parse_wire_model(text, cells); };
  const auto words = [&](const std::string& text) {
    return synth::WireCapacitance(model(text), cells, 1.0).describe();
  };
  CHECK(added_f(model("none"), cells, 1.0) == 0.0);
  CHECK(words("none") == "none");
  CHECK(added_f(model("library"), cells, 1.0) == 0.0);
  CHECK(words("library") == "none");
  CHECK(added_f(model("middle"), cells, 1.0) == relative(2e-12));
  CHECK(words("middle") == "wire load middle");
  CHECK(added_f(model("2.5fF"), cells, 1.0) == relative(2.5e-15));
  CHECK(synth::WireCapacitance(model("2.5fF"), cells, 1.0).of_nets({}, {4.0, 0.0}) ==
        std::vector<double>{4.0 * model("2.5fF").farads_per_fanout, 0.0});
  CHECK(words("2.5fF") == "2.5 fF a fan-out");
  CHECK(added_f(model("0fF"), cells, 1.0) == 0.0);
  CHECK_FALSE(synth::WireCapacitance(model("middle"), cells, 1.0).coverage({}).has_value());
  for (const char* wrong : {"fF", "-1fF", "muchfF", "1pF", ".spef", "Middle", ""}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH_AS(model(wrong), doctest::Contains("no such wire model [wire.model]"),
                         support::Failure);
  }
}

TEST_CASE("the library's wire load is the last whose area begins below the design's") {
  synth::Library cells = wires_library();
  const auto name_at = [&](double area) {
    return synth::WireCapacitance({}, cells, area).wire_load();
  };
  CHECK(name_at(5.0).empty());
  cells.default_wire_load = "small";
  CHECK(name_at(5.0) == "small");
  // In any order; above the last range still the last one's.
  cells.wire_load_by_area = {{10.0, 20.0, "large"}, {2.0, 10.0, "middle"}};
  CHECK(name_at(1.0) == "small");
  CHECK(name_at(2.0) == "middle");
  CHECK(name_at(9.0) == "middle");
  CHECK(name_at(10.0) == "large");
  CHECK(name_at(1000.0) == "large");
  // Of two ranges that begin alike the first; one that the library lacks leaves its default.
  cells.wire_load_by_area = {{2.0, 10.0, "middle"}, {2.0, 10.0, "large"}};
  CHECK(name_at(5.0) == "middle");
  cells.wire_load_by_area = {{2.0, 10.0, "huge"}};
  CHECK(name_at(5.0) == "small");
}
