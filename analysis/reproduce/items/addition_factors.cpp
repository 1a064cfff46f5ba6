#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"

/// What the paper's addition factors are in femtojoules: processing elements of networks without
/// multiplications beside one addition.
namespace pann::analysis {

namespace {

using generator::DesignSpec;
using generator::Kind;

/// Widths of Tables 4, 11 and 12; at 6 bits a shift of up to 31 places leaves accumulators of 32
/// bits.
constexpr std::array kFactorBits{3, 4, 5};

struct Element {
  const char* title;
  Kind kind;
  std::optional<double> printed_factor;  ///< Of the tables' heads.
};

/// The first is one addition of x, what the factors count.
constexpr std::array<Element, 4> kElements{
    {{"addition (accumulator)", Kind::accumulator, std::nullopt},
     {"AdderNet (sad_mac)", Kind::sad_mac, 2.0},
     {"shift and addition (shift_mac)", Kind::shift_mac, 1.5},
     {"MAC, radix-4 Booth (mac)", Kind::mac, std::nullopt}}};

DesignSpec spec_of(Kind kind, int bits) {
  return {.kind = kind, .x_width = bits, .w_width = bits, .x_signed = false};
}

struct Measured {
  GateSetup setup;
  int bits = 0;
  std::array<GateResult, kElements.size()> elements;
  double clock_mhz = 0.0;  ///< That all of them reach.

  double energy_fj(std::size_t element) const { return elements.at(element).total_fj(clock_mhz); }
  double factor(std::size_t element) const { return energy_fj(element) / energy_fj(0); }
};

std::vector<Measured> measure_factors(Workbench& bench) {
  std::vector<Measured> all;
  std::vector<GateCase> cases;
  for (const GateSetup& setup : gate_setups(bench)) {
    for (const int bits : kFactorBits) {
      all.push_back({setup, bits, {}, 0.0});
      for (const Element& element : kElements) {
        cases.push_back(gate_case(bench, setup, spec_of(element.kind, bits),
                                  bench.stimulus(tb::Distribution::uniform, tb::Range::automatic,
                                                 tb::kDefaultStreamLength)));
      }
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  auto next = results.begin();
  for (Measured& one : all) {
    std::copy_n(next, one.elements.size(), one.elements.begin());
    next += static_cast<std::ptrdiff_t>(one.elements.size());
    one.clock_mhz = choose_clock(slowest_clock_mhz(one.elements)).mhz;
  }
  return all;
}

void add_rows(const Measured& one, Table& table, ItemResult& item) {
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    const Element& element = kElements[i];
    const GateResult& result = one.elements[i];
    table.rows.push_back({cell(one.setup.title()), cell(one.bits), cell(element.title),
                          cell(one.clock_mhz), cell(static_cast<double>(result.cells)),
                          cell(result.area), cell(one.energy_fj(i)), cell(result.clock_pins_fj),
                          cell(one.factor(i)),
                          element.printed_factor ? cell(*element.printed_factor) : TableCell{}});
    if (i == 0) continue;
    item.summary.push_back({.item = "addition-factors",
                            .quantity = fmt::format("energy of {} over one addition, b = {}, {}",
                                                    element.title, one.bits, one.setup.title()),
                            .printed = element.printed_factor,
                            .measured = one.factor(i),
                            .origin = one.setup.origin(),
                            .reason = kAdditionFactorReason});
  }
}

}  // namespace

ItemResult reproduce_addition_factors(Workbench& bench) {
  ItemResult item;
  item.section.paragraphs = {
      "Energy per element at gate level of the processing elements that networks without "
      "multiplications need, over "
      "that of one addition of x to its accumulator. The paper's Tables 4, 11 and 12 count "
      "AdderNet as 2 additions and "
      "ShiftAddNet, a shift and an addition, as 1.5, a shift being 0.2 to 0.8 of an addition.",
      "All units have accumulators of 32 bits, unsigned x and signed w of b bits (w of shift_mac: "
      "a sign and a shift of "
      "b - 1 bits), uniform operands in streams of 100, at one clock a row: 1.6 GHz, or what the "
      "slowest of them "
      "reaches. The register of the accumulator, in each of them, brings the factors together: it "
      "is most of the "
      "energy of one addition."};
  Table table{"addition-factors",
              "Energy per element over that of one addition",
              {key_column("library"),
               key_column("b", "bits"),
               key_column("unit"),
               key_column("clock", "MHz"),
               {"cells", "", Origin::measured},
               {"area", "um^2", Origin::measured},
               {"energy", "fJ", Origin::measured},
               {"of it clock pins", "fJ", Origin::measured},
               {"factor", "", Origin::measured},
               {"factor, printed", "", Origin::printed}},
              {}};
  for (const Measured& one : measure_factors(bench)) add_rows(one, table, item);
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
