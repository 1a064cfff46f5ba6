// AIGER files, read by a reader of our own and by Yosys, against the host's arithmetic.
#include "circuit/aiger.h"

#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "emitted_design.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/process.h"

using namespace pann;
using generator::Architecture;
using generator::DesignSpec;
using generator::Kind;

namespace {

std::string aiger_of(const DesignSpec& spec) {
  const test::EmittedFiles design = test::emit_to_disk(spec);
  return circuit::to_aiger(circuit::elaborate(
      circuit::elaboration_request(design.files.directory, design.files.manifest)));
}

/// A binary AIGER file, as the format's description says.
struct Aiger {
  std::size_t inputs = 0;
  std::vector<unsigned> outputs;
  std::vector<std::pair<unsigned, unsigned>> nodes;
  std::vector<std::string> symbols;

  explicit Aiger(const std::string& text) {
    std::istringstream stream(text);
    std::string magic;
    std::size_t most = 0;
    std::size_t latches = 0;
    std::size_t output_count = 0;
    std::size_t node_count = 0;
    stream >> magic >> most >> inputs >> latches >> output_count >> node_count;
    REQUIRE(magic == "aig");
    REQUIRE(latches == 0);
    REQUIRE(most == inputs + node_count);
    outputs.resize(output_count);
    for (unsigned& output : outputs) stream >> output;
    stream.get();
    const auto number = [&stream] {
      unsigned value = 0;
      for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned>(stream.get());
        value |= (byte & 127U) << shift;
        if (byte < 128) return value;
      }
    };
    for (std::size_t i = 0; i < node_count; ++i) {
      const auto own = static_cast<unsigned>(2 * (inputs + i + 1));
      const unsigned larger = own - number();
      nodes.emplace_back(larger, larger - number());
      REQUIRE(nodes.back().first < own);
    }
    for (std::string line; std::getline(stream, line);) symbols.push_back(line);
  }

  std::uint64_t evaluate(std::uint64_t bits) const {
    std::vector<bool> value(inputs + nodes.size() + 1);
    for (std::size_t i = 0; i < inputs; ++i) value[i + 1] = ((bits >> i) & 1U) != 0;
    const auto at = [&value](unsigned literal) { return value[literal / 2] != (literal % 2 == 1); };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      value[inputs + i + 1] = at(nodes[i].first) && at(nodes[i].second);
    }
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      result |= std::uint64_t{at(outputs[i])} << i;
    }
    return result;
  }
};

std::uint64_t extended(std::uint64_t bits, int width, bool is_signed) {
  const int shift = 64 - width;
  bits <<= shift;
  return is_signed ? static_cast<std::uint64_t>(static_cast<std::int64_t>(bits) >> shift)
                   : bits >> shift;
}

}  // namespace

TEST_CASE(
    "the and-inverter graph of every structure multiplies, operands and product from their lowest "
    "bit on") {
  for (const Architecture structure :
       {Architecture::booth4, Architecture::booth2, Architecture::array, Architecture::heap}) {
    for (const bool x_signed : {false, true}) {
      const DesignSpec spec{.kind = Kind::multiplier,
                            .multiplier = structure,
                            .x_width = 5,
                            .w_width = 4,
                            .x_signed = x_signed};
      const Aiger graph(aiger_of(spec));
      CAPTURE(static_cast<int>(structure));
      REQUIRE(graph.inputs == 9);
      REQUIRE(graph.outputs.size() == 9);
      CHECK(graph.symbols.front() == "i0 x_i[0]");
      CHECK(graph.symbols.at(5) == "i5 w_i[0]");
      CHECK(graph.symbols.at(9) == "o0 product_o[0]");
      std::size_t wrong = 0;
      for (std::uint64_t bits = 0; bits < 512; ++bits) {
        const std::uint64_t product =
            extended(bits % 32, 5, x_signed) * extended(bits / 32, 4, true);
        if (graph.evaluate(bits) != product % 512) ++wrong;
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("Yosys reads the graph and proves it equal to a * b") {
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "m.aig",
                      aiger_of({.kind = Kind::multiplier, .x_width = 4, .w_width = 4}));
  // Yosys keeps the bits of an AIGER file apart, under their symbols.
  const auto bits = [](const char* word, int width) {
    std::string text;
    for (int bit = width - 1; bit >= 0; --bit) {
      text += fmt::format("\\{}[{}] {}", word, bit, bit > 0 ? ", " : "");
    }
    return text;
  };
  support::write_file(
      directory.path() / "gold.v",
      fmt::format("module gold(input {0}, {1}, output {2});\n"
                  "  assign {{{2}}} = $signed({{{0}}}) * $signed({{{1}}});\nendmodule\n",
                  bits("x_i", 4), bits("w_i", 4), bits("product_o", 8)));
  const auto result = support::run_process(
      {.arguments = {"yosys", "-q", "-p",
                     "read_aiger -module_name gate m.aig; read_verilog gold.v; proc; "
                     "miter -equiv -flatten gold gate miter; sat -verify -prove trigger 0 "
                     "-set-def-inputs miter"},
       .directory = directory.path()});
  CHECK_MESSAGE(result.exit_code == 0, result.output, result.error);
}

TEST_CASE("a graph of a design that stores is refused") {
  CHECK_THROWS_AS(aiger_of({.kind = Kind::mac, .x_width = 3, .w_width = 3}), support::Failure);
}
