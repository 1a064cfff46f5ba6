#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"

using namespace pann::generator;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The codes of the faults of a manifest, "" where it is legal.
std::string faults_of(const std::string& text) {
  try {
    parse_manifest(text, "m.json");
  } catch (const pann::support::Failure& failure) {
    std::string codes;
    for (const auto& diagnostic : failure.diagnostics()) {
      CHECK(diagnostic.location->file == "m.json");
      codes += diagnostic.code + " ";
    }
    return codes;
  }
  return "";
}

}  // namespace

TEST_CASE("every emitted manifest reads back as it was written") {
  for (const Kind kind : {Kind::multiplier, Kind::adder, Kind::accumulator, Kind::mac,
                          Kind::split_mac, Kind::pann_mac}) {
    for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
      for (const bool is_signed : {false, true}) {
        DesignSpec spec;
        spec.kind = kind;
        spec.sequencer = sequencer;
        spec.x_signed = is_signed;
        spec.w_width = 5;
        spec.bias = manifest_of(spec).find(Role::accumulator) != nullptr;
        const std::string text = to_json_text(emit(spec).manifest);
        const Manifest read = parse_manifest(text, "m.json");
        CHECK(read.design == spec);
        CHECK(to_json_text(read) == text);
      }
    }
  }
}

TEST_CASE("a manifest's faults are named with their place") {
  const std::string text = to_json_text(emit(DesignSpec{}).manifest);
  struct Case {
    std::string from, to, codes;
  };
  const std::vector<Case> cases{
      {"\"top\": \"mac_booth4\"", "\"top\": \"a; rm -rf\"", "manifest.name "},
      {"\"top\": \"mac_booth4\",", "", "manifest.missing "},
      {"\"full_adder.v\"", "\"../x.v\"", "manifest.path "},
      {"\"full_adder.v\"", "\"/etc/passwd\"", "manifest.path "},
      {"\"full_adder.v\"", "17", "manifest.path "},
      {"\"x_width\": 8", "\"x_width\": 65", "manifest.value "},
      {"\"x_width\": 8", "\"x_width\": 1e3", "manifest.value "},
      {"\"x_width\": 8", "\"x_width\": 99999999999999999999", "manifest.value "},
      {"\"x_width\": 8", "\"x_width\": 7", "manifest.port "},
      {"\"acc_width\": 32", "\"acc_width\": 9", "manifest.design "},
      {"\"kind\": \"mac\"", "\"kind\": \"cam\"", "manifest.value "},
      {"\"role\": \"x\"", "\"role\": \"w\"", "manifest.port manifest.port "},
      {"\"version\": 2", "\"version\": 3", "manifest.schema "},
      {"\"version\": 2", "\"version\": 1", "manifest.unknown manifest.unknown "},
      {"\"latency\": 1", "\"latency\": 0", "manifest.value "},
      {"\"interval\": 1", "\"interval\": 0", "manifest.value "},
      {"\"role\": \"x\",", "\"role\": \"x\", \"lane\": 1,", "manifest.port "},
      {"\"role\": \"x\",", "\"role\": \"x\", \"lanes\": 2,", "manifest.port "},
      {"\"role\": \"clear\",", "\"role\": \"clear\", \"lane\": 1,", "manifest.port "},
      {"\"role\": \"clock\"", "\"role\": \"other_input\"", "manifest.port manifest.value "},
      {"\"bias\": false", "\"bias\": 0", "manifest.type "},
      {"\"bias\": false", "\"bias\": false, \"more\": 1", "manifest.unknown "},
      {"\"schema\"", "\"schema", "manifest.syntax "},
      {"\"version\": 2", "\"version\": 1E99999", "manifest.syntax "},
      {"\"u_accumulator.operand\"", "\"u_accumulator.oper and\"", "manifest.name "}};
  for (const Case& one : cases) {
    CHECK_MESSAGE(faults_of(replaced(text, one.from, one.to)) == one.codes,
                  one.from << " -> " << one.to);
  }
}

namespace {

std::string own_manifest(const std::string& design, const std::string& ports,
                         const std::string& more = "") {
  return "{\"schema\": \"pann.manifest\", \"version\": 2, \"design\": {" + design +
         "}, \"top\": \"own\", \"files\": [\"own.v\"], " + more + "\"ports\": [" + ports + "]}";
}

std::string input(const std::string& name, int width, const std::string& role_and_more) {
  return "{\"name\": \"" + name +
         "\", \"direction\": \"input\", \"width\": " + std::to_string(width) +
         ", \"role\": " + role_and_more + "}";
}

}  // namespace

TEST_CASE("a manifest of version 1 reads as before, with the latency of its clock") {
  const std::string clocked =
      R"({"schema": "pann.manifest", "version": 1, "design": {"kind": "accumulator",
          "x_width": 4, "acc_width": 8}, "top": "a", "files": ["a.v"], "ports": [
          {"name": "c", "direction": "input", "width": 1, "role": "clock"},
          {"name": "x", "direction": "input", "width": 4, "role": "x", "signed": true},
          {"name": "s", "direction": "output", "width": 8, "role": "accumulator"}]})";
  const Manifest read = parse_manifest(clocked, "m.json");
  CHECK(read.latency == 1);
  CHECK(read.interval == 1);
  CHECK(parse_manifest(to_json_text(read), "m.json").latency == 1);
}

TEST_CASE("operands are words with lanes, in ports of their own or several in one") {
  const std::string design = R"("kind": "dot", "x_width": 4, "w_width": 3)";
  const std::string x0 = input("x0", 4, R"("x", "signed": true)");
  const std::string x1 = input("x1", 4, R"("x", "signed": true, "lane": 1)");
  const std::string w = input("w", 6, R"("w", "signed": true, "lanes": 2)");
  const std::string p = R"({"name": "p", "direction": "output", "width": 9, "role": "product"})";
  const Manifest read =
      parse_manifest(own_manifest(design, x0 + "," + x1 + "," + w + "," + p), "m.json");
  CHECK(read.lanes(Role::x) == 2);
  CHECK(read.lanes(Role::w) == 2);
  CHECK(read.find(Role::w)->lane_width() == 3);
  CHECK(read.latency == 0);
  CHECK(to_json_text(parse_manifest(to_json_text(read), "m.json")) == to_json_text(read));

  const auto faults = [&](const std::string& ports, const std::string& more = "") {
    return faults_of(own_manifest(design, ports + "," + p, more));
  };
  CHECK(faults(x0 + "," + w) == "manifest.port ");                // one word of x, two of w
  CHECK(faults(x1 + "," + w) == "manifest.port manifest.port ");  // lane 0 is missing
  CHECK(faults(x0 + "," + x0 + "," + w) == "manifest.port manifest.port ");
  CHECK(faults(x0 + "," + x1 + "," + w, "\"latency\": 2, ") == "manifest.value ");  // no clock
}

TEST_CASE("a unit of the kind other may have any ports, and the generator emits none") {
  const std::string ports =
      input("clk", 1, "\"clock\"") + "," + input("data", 130, "\"other_input\"") +
      R"(,{"name": "q", "direction": "output", "width": 7, "role": "other_output"})";
  const Manifest read = parse_manifest(own_manifest("\"kind\": \"other\"", ports), "m.json");
  CHECK(read.ports.size() == 3);
  CHECK(faults_of(own_manifest("\"kind\": \"mac\"", ports)).find("manifest.port") == 0);
  const std::string second = input("clk_b", 1, "\"other_clock\"");
  const auto others = [](const std::string& list) {
    return faults_of(own_manifest("\"kind\": \"other\"", list));
  };
  CHECK(others(ports + "," + second).empty());
  CHECK(others(ports + "," + input("clk_b", 2, "\"other_clock\"")) == "manifest.port ");
  CHECK(others(second) == "manifest.port ");  // no first one
  const Manifest wide = parse_manifest(
      own_manifest("\"kind\": \"other\"", ports + "," + input("a", 33, "\"x\"")), "m.json");
  CHECK(wide.design.x_width == 33);
  CHECK_FALSE(wide.design.x_signed);
  DesignSpec spec;
  spec.kind = Kind::other;
  CHECK_THROWS_AS(emit(spec), pann::support::Failure);
}

TEST_CASE("a multiplier whose manifest is silent on its structure is called by none") {
  const std::string operands =
      input("a", 4, R"("x", "signed": true)") + "," + input("b", 4, R"("w", "signed": true)");
  const std::string ports =
      operands + R"(,{"name": "p", "direction": "output", "width": 8, "role": "product"})";
  const auto read_with = [&](const std::string& design) {
    return parse_manifest(own_manifest(design + R"(, "x_width": 4, "w_width": 4)", ports),
                          "m.json");
  };
  const auto names_none = [](const Manifest& manifest) {
    const std::string text = to_json_text(manifest);
    for (const char* word : {"booth", "heap", "recode", "arrival", "ripple", "separate"}) {
      CHECK_MESSAGE(text.find(word) == std::string::npos, word);
    }
    CHECK(parse_manifest(text, "m.json").design == manifest.design);
  };
  const Manifest silent = read_with(R"("kind": "multiplier")");
  CHECK(silent.design.multiplier == kUnknownStructure);
  CHECK(title_of(silent.design) == "multiplier, x 4 bits signed, w 4 bits signed");
  CHECK_THROWS_AS(emit(silent.design), pann::support::Failure);
  names_none(silent);
  const Manifest dot = read_with(R"("kind": "dot")");
  CHECK(is_unknown_structure(dot.design));
  names_none(dot);

  const Manifest told = read_with(R"("kind": "multiplier", "multiplier": "booth4")");
  CHECK(told.design.multiplier == Architecture::booth4);
  const Manifest heap = read_with(R"("kind": "dot", "partial_products": "booth4")");
  CHECK_FALSE(is_unknown_structure(heap.design));
  CHECK(to_json_text(heap).find(R"("partial_products": "booth4")") != std::string::npos);
}

TEST_CASE("widths out of range and options without meaning are faults, all named at once") {
  DesignSpec spec;
  spec.x_width = 1;
  spec.w_width = 65;
  CHECK(validate(spec).size() == 2);
  spec = DesignSpec{};
  spec.acc_width = 15;
  REQUIRE(validate(spec).size() == 1);
  CHECK(validate(spec)[0].code == "design.acc-width");
  spec.kind = Kind::pann_mac;
  spec.sequencer = Sequencer::shared;
  CHECK(validate(spec)[0].code == "design.sequencer");
  CHECK_THROWS_AS(emit(spec), pann::support::Failure);
}
