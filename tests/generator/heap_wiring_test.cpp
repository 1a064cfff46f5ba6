#include "generator/arith/heap_wiring.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "generator/units/wired_emit.h"
#include "support/diagnostic.h"

using namespace pann::generator;

namespace {

DesignSpec heap(Kind kind) {
  DesignSpec spec;
  spec.kind = kind;
  spec.multiplier = Architecture::heap;
  spec.x_width = spec.w_width = 4;
  return spec;
}

const HeapWiring kSwap{{"g_column2", {"u_add0.a_i", "u_add0.b_i", "u_add1.a_i"}, {2, 1, 0}}};

std::string text_of(const EmittedDesign& design, const std::string& part) {
  for (const EmittedFile& file : design.files) {
    if (file.name.find(part) != std::string::npos && file.name.ends_with(".v")) return file.text;
  }
  return "";
}

}  // namespace

TEST_CASE(
    "a wiring moves bits between pins, names the module by itself and says what was measured") {
  const DesignSpec spec = heap(Kind::multiplier);
  const EmittedDesign plain = emit(spec);
  const EmittedDesign wired = emit_wired(spec, {}, kSwap, "Measured: less.");
  CHECK(wired.manifest.top == plain.manifest.top + "_wired_" + wiring_name(kSwap));
  const std::string text = text_of(wired, "multiplier");
  CHECK(text.find("Measured: less.") != std::string::npos);
  CHECK(text != text_of(plain, "multiplier"));
  // The same nets and compressors: only connections differ.
  const std::string before = text_of(plain, "multiplier");
  CHECK(std::count(text.begin(), text.end(), ';') == std::count(before.begin(), before.end(), ';'));
  // A unit above follows the name.
  const EmittedDesign mac = emit_wired(heap(Kind::mac), {}, kSwap, "");
  CHECK(text_of(mac, "mac_").find("_wired_" + wiring_name(kSwap)) != std::string::npos);
}

TEST_CASE("a wiring of another design, or none, is refused by name") {
  CHECK_THROWS_AS(emit_wired({.kind = Kind::multiplier}, {}, kSwap, ""), pann::support::Failure);
  CHECK_THROWS_AS(emit_wired(heap(Kind::multiplier), {},
                             {{"g_column2", {"u_add9.a_i", "u_add0.a_i"}, {1, 0}}}, ""),
                  pann::support::Failure);
  CHECK(wiring_from_json(to_json_text(kSwap), "a") == kSwap);
  CHECK_THROWS_AS(wiring_from_json("{}", "a"), pann::support::Failure);
  CHECK_THROWS_AS(
      wiring_from_json(R"({"columns":[{"block":"b","slots":["x","y"],"source":[1,1]}]})", "a"),
      pann::support::Failure);
}
