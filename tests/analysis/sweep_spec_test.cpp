#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/sweep/spec/enumerate.h"
#include "analysis/sweep/spec/point_text.h"
#include "analysis/sweep/spec/spec.h"
#include "generator/design_fields.h"
#include "support/diagnostic.h"

using namespace pann;
using namespace pann::analysis;

namespace {

SweepSpec spec_of(const std::string& text) {
  return parse_sweep_spec(parse_document(text, "s.yaml"));
}

struct Listed {
  std::vector<SweepPoint> points;
  SweepCounts counts;
};

Listed list(const std::string& text) {
  Listed listed;
  std::set<std::string> seen;
  listed.counts = enumerate_points(spec_of(text), [&](const SweepPoint& point) {
    const bool is_new = seen.insert(canonical_text(point)).second;
    if (is_new) listed.points.push_back(point);
    return is_new;
  });
  return listed;
}

/// "8x4 8x2": the widths of the points.
std::string widths(const Listed& listed) {
  std::string text;
  for (const SweepPoint& point : listed.points) {
    text += (text.empty() ? "" : " ") + std::to_string(point.design.x_width) + "x" +
            std::to_string(point.design.w_width);
  }
  return text;
}

std::vector<support::Diagnostic> faults_in(const std::string& text) {
  try {
    spec_of(text);
    return {};
  } catch (const support::Failure& failure) {
    CHECK(failure.exit_code() == support::ExitCode::user_error);
    return failure.diagnostics();
  }
}

}  // namespace

TEST_CASE("a specification is the product of its lists and ranges, the last field moving fastest") {
  CHECK(widths(list("fields:\n  kind: multiplier\n  x_width: [8, 4]\n"
                    "  w_width: {from: 2, to: 6, step: 2}\n")) == "8x2 8x4 8x6 4x2 4x4 4x6");
  CHECK(widths(
            list("fields: {kind: multiplier, x_width: {from: 2, to: 20, times: 2}, w_width: 4}")) ==
        "2x4 4x4 8x4 16x4");
  CHECK(widths(list("fields: {kind: multiplier, x_width: [{from: 2, to: 4}, 9], w_width: 4}")) ==
        "2x4 3x4 4x4 9x4");
  CHECK(widths(list(R"({"fields": {"kind": "multiplier", "x_width": [3, 5], "w_width": 4}})")) ==
        "3x4 5x4");
}

TEST_CASE("fields of a zip move together, and a part's own values go before the common ones") {
  const char* kZip =
      "fields: {kind: mac, acc_width: 40}\nzip:\n  - {x_width: [4, 8], w_width: [2, 3]}\n";
  CHECK(widths(list(kZip)) == "4x2 8x3");
  const Listed parts = list(
      "fields: {kind: multiplier, x_width: 4, w_width: [2, 3]}\nparts:\n"
      "  - fields: {w_width: 7}\n  - fields: {kind: mac, x_width: [5, 6]}\n    where: w_width = "
      "3\n");
  CHECK(widths(parts) == "4x7 5x3 6x3");
  CHECK(parts.points[0].design.kind == generator::Kind::multiplier);
  CHECK(parts.points[1].design.kind == generator::Kind::mac);
}

TEST_CASE(
    "every combination is a point, filtered, illegal or a duplicate, and the illegal are named") {
  const Listed listed = list(
      "fields:\n  kind: [mac, adder]\n  multiplier: [booth4, array]\n  x_width: [4, 30]\n"
      "  acc_width: [16, 32]\nwhere: x_width != 4 or acc_width = 16\n");
  const SweepCounts& counts = listed.counts;
  CHECK(counts.combinations == 16);
  CHECK(counts.filtered == 4);
  // mac 30 x 8: 38 bits do not fit 16 nor 32; the adder has neither multiplier nor accumulator.
  CHECK(counts.illegal_count() == 4);
  REQUIRE(counts.illegal.size() == 1);
  CHECK(counts.illegal.begin()->second.message.find("acc-width") != std::string::npos);
  CHECK(counts.illegal.begin()->second.example.find("x 30 bits") != std::string::npos);
  CHECK(counts.points == 4);
  CHECK(counts.duplicates == 4);
  CHECK(counts.combinations ==
        counts.filtered + counts.illegal_count() + counts.points + counts.duplicates);
}

TEST_CASE("a range that the ports cannot hold is an illegal combination before anything runs") {
  const Listed listed = list(
      "fields: {kind: multiplier, range: [full, signed], x_signed: [true, "
      "false], w_signed: false}");
  CHECK(listed.counts.points == 1);
  CHECK(listed.counts.illegal_count() == 3);
}

TEST_CASE("every field of a design can be swept by its own name") {
  for (const generator::DesignField& field : generator::design_fields()) {
    INFO(field.name);
    const PointField* found = find_point_field(std::string(field.name));
    REQUIRE(found != nullptr);
    SweepPoint point;
    FieldValue value;
    switch (field.type) {
      case generator::FieldType::integer:
        value = std::int64_t{field.maximum};
        break;
      case generator::FieldType::flag:
        value = true;
        break;
      case generator::FieldType::choice:
        value = std::string(field.choices.back().name);
        break;
      case generator::FieldType::list:
        value = std::string("3,2,1");
        break;
    }
    CHECK(found->set(point, value));
    CHECK(found->get(point) == value);
    CHECK_FALSE(found->set(point, std::string("no such value")));
    if (field.type == generator::FieldType::integer) {
      CHECK_FALSE(found->set(point, std::int64_t{field.maximum} + 1));
      CHECK_FALSE(found->set(point, std::string("8")));
    }
  }
}

TEST_CASE("a point comes back from its JSON, and equal keys are equal measurements") {
  const Listed listed = list(
      "fields:\n  kind: pann_dot\n  x_signed: false\n  w_width: 3\n  plane_lanes: [[4, 3, 3], [2, "
      "2, "
      "2]]\n  clock_mhz: [null, 12.5]\n  library: [none, generic]\n  delays: [zero, liberty]\n"
      "  vectors: 50\n  seed: [3, 4]\n");
  CHECK(listed.counts.points == 2 * 2 + 2 * 2 * 2 * 2);
  std::set<std::string> texts;
  for (const SweepPoint& point : listed.points) {
    const std::string text = canonical_text(point);
    CHECK(canonical_text(point_from_json(fields_json(point))) == text);
    texts.insert(text);
  }
  CHECK(texts.size() == listed.points.size());
  CHECK(generator::value_text(*generator::find_field(generator::design_fields(), "plane_lanes"),
                              listed.points.front().design) == "4,3,3");
}

TEST_CASE("every fault of a specification is told at once, with its line and the way out") {
  const auto faults = faults_in(
      "fields:\n  kind: mac\n  x_widht: 8\n  multiplier: booth5\n  w_width: []\n"
      "  acc_width: {from: 9, to: 3}\nzip:\n  - {lanes: [1, 2], pipeline: [1]}\nwhere:\n"
      "  - x_width = 4\n  - x_with = 4\nfilters: 3\n");
  REQUIRE(faults.size() == 7);
  const auto find = [&](const std::string& words) -> const support::Diagnostic& {
    for (const support::Diagnostic& fault : faults) {
      if ((fault.message + fault.hint).find(words) != std::string::npos) return fault;
    }
    FAIL_CHECK("no fault says " << words);
    return faults.front();
  };
  CHECK(find("did you mean x_width?").location->line == 3);
  CHECK(find("booth5 is no legal value").location->line == 4);
  CHECK(find("the product is empty").location->line == 5);
  CHECK(find("9 to 3 holds nothing").location->line == 6);
  CHECK(find("'pipeline' has 1 values").location->line == 8);
  CHECK(find("there is no field or figure 'x_with'").location->line == 11);
  CHECK(find("there is no field 'filters'").location->line == 12);
}

TEST_CASE("what is no specification is refused with its line, however it is meant to harm") {
  const auto code = [](const std::string& text) {
    const auto faults = faults_in(text);
    return faults.empty() ? "" : faults.front().code;
  };
  CHECK(code("fields: {kind: mac") == "sweep.syntax");
  CHECK(code("fields: {kind: mac}\nfields: {kind: adder}\n") == "sweep.syntax");
  CHECK(code("- 1\n- 2\n") == "sweep.syntax");
  CHECK(code("") == "sweep.syntax");
  CHECK(code("fields: {x_width: 4}") == "sweep.empty");
  CHECK(code("fields: {kind: mac}\nparts: []") == "sweep.empty");
  CHECK(code("fields: {kind: mac, x_width: 4.5}") == "sweep.value");
  CHECK(code("fields: {kind: mac, x_width: {from: 1, to: 2, by: 3}}") == "sweep.range");
  CHECK(code("fields: {kind: mac, vectors: {from: 1, to: 1000000000000}}") == "sweep.range");
  CHECK(code("fields: {kind: mac, clock_mhz: 0}") == "sweep.value");
  CHECK(code("fields: {kind: mac}\nzip: {kind: [adder], x_width: [4]}") == "sweep.zip");
  // Nine levels of nine aliases each: 3 * 10^9 entries if they were written out.
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const std::string before = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += (i == 0 ? "" : ",") + before;
    bomb += "]\n";
  }
  CHECK(code(bomb) == "sweep.syntax");
  CHECK(code(std::string(5000, '[')) == "sweep.syntax");
}

TEST_CASE("combinations are counted without being listed, and never overflow") {
  std::string text = "fields:\n  kind: mac\n";
  for (const char* field : {"seed", "vectors", "length"}) {
    text += std::string("  ") + field + ": {from: 1, to: 1000}\n";
  }
  CHECK(spec_of(text).combinations() == 1'000'000'000);
  text += "  x_width: {from: 2, to: 64}\n  w_width: {from: 2, to: 64}\n";
  CHECK(spec_of(text).combinations() == 3'969'000'000'000);
  double weight = 0.0;
  const SweepCounts counts =
      sample_points(spec_of(text), 100, [&](const SweepPoint&, double w) { weight += w; });
  CHECK(counts.combinations == 100);
  CHECK(weight > 0.0);
  CHECK(weight <= 3.97e12);
}
