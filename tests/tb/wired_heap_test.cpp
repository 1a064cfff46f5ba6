// Wirings of heaps: all that are shipped, and pins exchanged at random, compute every product.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "array_support.h"
#include "generator/units/wired_emit.h"
#include "paths.h"
#include "support/input.h"
#include "support/random.h"

using namespace pann;
using namespace pann::generator;

namespace fs = std::filesystem;

namespace {

DesignSpec heap_of(int width, bool is_signed) {
  DesignSpec spec{.kind = Kind::multiplier, .multiplier = Architecture::heap};
  spec.x_width = spec.w_width = width;
  spec.x_signed = spec.w_signed = is_signed;
  return spec;
}

tb::OperandBits word(std::uint64_t bits, int width, bool is_signed) {
  const bool is_negative = is_signed && (bits >> (width - 1) & 1) != 0;
  return is_negative ? bits | ~tb::OperandBits{0} << width : bits;
}

/// Every pair of operands.
tb::OperandStreams all_pairs(const DesignSpec& spec) {
  const std::uint64_t values = std::uint64_t{1} << spec.x_width;
  tb::OperandStreams operands;
  operands.origin = "all pairs";
  for (std::uint64_t x = 0; x < values; ++x) {
    for (std::uint64_t w = 0; w < values; ++w) {
      operands.x.push_back(word(x, spec.x_width, spec.x_signed));
      operands.w.push_back(word(w, spec.w_width, spec.w_signed));
    }
  }
  operands.first = {0, operands.x.size()};
  return operands;
}

/// Wrong products of the heap with that wiring; `from` in its Verilog becomes `to`.
std::uint64_t wrong_products(const DesignSpec& spec, const HeapWiring& wiring,
                             const tb::OperandStreams& operands, const std::string& from = "",
                             const std::string& to = "") {
  const tb::Measurement measured =
      test::simulate(emit_wired(spec, {}, wiring, ""), operands, from, to);
  CHECK(measured.result.operations == operands.operations());
  return measured.result.mismatches;
}

fs::path shipped_wirings() {
  return fs::path(test::kSourceDirectory) / "docs" / "examples" / "wirings";
}

HeapWiring shipped(const std::string& name) {
  return wiring_from_json(support::read_file(shipped_wirings() / name), name);
}

/// The same bits at each compressor, on other pins of it.
HeapWiring with_pins_exchanged(HeapWiring wiring, support::Random& random) {
  for (ColumnWiring& column : wiring) {
    for (std::size_t i = 0; i < column.slots.size(); ++i) {
      const std::string compressor = column.slots[i].substr(0, column.slots[i].find('.'));
      const std::size_t other = random.below(column.slots.size());
      if (column.slots[other].starts_with(compressor + ".")) {
        std::swap(column.source[i], column.source[other]);
      }
    }
  }
  return wiring;
}

}  // namespace

TEST_CASE("every shipped wiring of 4 and 8 bits gives every product, those of 16 bits 40,000") {
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(shipped_wirings())) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const std::size_t first = name.find('-') + 1;
    const DesignSpec spec =
        heap_of(std::stoi(name.substr(first)), name.find("-signed") != std::string::npos);
    CHECK(wrong_products(spec, shipped(name),
                         spec.x_width > 8 ? test::drawn(spec, 40'000, 0) : all_pairs(spec)) == 0);
    ++seen;
  }
  CHECK(seen == 10);
}

TEST_CASE("bits on other pins of their compressors change no product") {
  support::Random random(11);
  for (const bool is_signed : {false, true}) {
    const DesignSpec spec = heap_of(4, is_signed);
    const HeapWiring start = shipped(is_signed ? "osu018-4-signed.json" : "osu018-4-unsigned.json");
    for (int i = 0; i < 20; ++i) {
      const HeapWiring wiring = with_pins_exchanged(start, random);
      CHECK(wiring != start);
      CHECK(wrong_products(spec, wiring, all_pairs(spec)) == 0);
    }
  }
  CHECK(wrong_products(heap_of(4, false), shipped("osu018-4-unsigned.json"),
                       all_pairs(heap_of(4, false)), "a_i ^ b_i", "a_i | b_i") > 0);
}
