#include <string>
#include <vector>

#include <doctest/doctest.h>

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
        spec.bias = has_register(kind);
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
      {"\"version\": 1", "\"version\": 2", "manifest.schema "},
      {"\"bias\": false", "\"bias\": 0", "manifest.type "},
      {"\"bias\": false", "\"bias\": false, \"more\": 1", "manifest.unknown "},
      {"\"schema\"", "\"schema", "manifest.syntax "},
      {"\"version\": 1", "\"version\": 1E99999", "manifest.syntax "},
      {"\"u_accumulator.operand\"", "\"u_accumulator.oper and\"", "manifest.name "}};
  for (const Case& one : cases) {
    CHECK_MESSAGE(faults_of(replaced(text, one.from, one.to)) == one.codes,
                  one.from << " -> " << one.to);
  }
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
