#include <array>

#include <fmt/format.h>

#include "analysis/reproduce/equal_power.h"
#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/reasons.h"

/// PANN beside the MAC of equal model power, in femtojoules.
namespace pann::analysis {

namespace {

using generator::Sequencer;

constexpr std::array kBudgets{2, 4, 8};

/// The units of one comparison, in the order of their cases.
enum Unit : std::size_t { signed_mac, unsigned_mac, pann_external, pann_local };
constexpr std::array<const char*, 4> kUnitTitles{
    "signed MAC", "unsigned MAC", "PANN, counter outside", "PANN, counter in the unit"};

/// One budget on one library.
struct Comparison {
  GateSetup setup;
  int bits = 0;
  EqualPower setting;
  std::vector<GateResult> units;
  double clock_mhz = 0.0;

  double total_fj(Unit unit) const { return units[unit].total_fj(clock_mhz); }
  /// Without the clock pins of the registers and the subtraction in every cycle, neither of which
  /// the model has.
  double modelled_fj(Unit unit) const {
    return total_fj(unit) - units[unit].clock_pins_fj - units[unit].subtraction_fj;
  }
};

std::vector<GateCase> cases_of(const Workbench& bench, const Comparison& comparison) {
  std::vector<GateCase> cases;
  for (const auto range : {tb::Range::signed_range, tb::Range::nonnegative}) {
    cases.push_back(
        gate_case(bench, comparison.setup, mac_spec(comparison.bits),
                  bench.stimulus(tb::Distribution::uniform, range, tb::kDefaultStreamLength)));
  }
  for (const Sequencer sequencer : {Sequencer::external, Sequencer::local}) {
    GateCase entry = gate_case(bench, comparison.setup, pann_spec(comparison.setting, sequencer),
                               bench.stimulus(tb::Distribution::uniform, tb::Range::automatic));
    entry.operands = comparison.setting.operands;
    cases.push_back(std::move(entry));
  }
  return cases;
}

std::vector<Comparison> measure_energies(Workbench& bench) {
  std::vector<Comparison> comparisons;
  std::vector<GateCase> cases;
  for (const GateSetup& setup : gate_setups(bench)) {
    for (const int bits : kBudgets) {
      const std::size_t elements = operations_of(bench, setup);
      comparisons.push_back(
          {setup, bits, equal_power(bits, elements, bench.options().seed), {}, 0.0});
      const auto added = cases_of(bench, comparisons.back());
      cases.insert(cases.end(), added.begin(), added.end());
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  auto next = results.begin();
  for (Comparison& comparison : comparisons) {
    comparison.units.assign(next, next + kUnitTitles.size());
    next += kUnitTitles.size();
    comparison.clock_mhz = choose_clock(slowest_clock_mhz(comparison.units)).mhz;
  }
  return comparisons;
}

void add_rows(const Comparison& comparison, Table& table) {
  for (const Unit unit : {signed_mac, unsigned_mac, pann_external, pann_local}) {
    const GateResult& result = comparison.units[unit];
    const bool is_pann = unit == pann_external || unit == pann_local;
    table.rows.push_back({cell(comparison.setup.title()), cell(comparison.bits),
                          cell(kUnitTitles[unit]),
                          is_pann ? cell(comparison.setting.choice.activation_bits) : TableCell{},
                          is_pann ? cell(comparison.setting.choice.additions) : TableCell{},
                          cell(comparison.clock_mhz), cell(static_cast<double>(result.cells)),
                          cell(result.cycles_per_operation), cell(comparison.total_fj(unit)),
                          cell(result.clock_pins_fj), cell(result.subtraction_fj),
                          cell(result.leakage_fj(comparison.clock_mhz)), cell(result.glitches_fj),
                          cell(comparison.modelled_fj(unit))});
  }
}

void summarize(const Comparison& comparison, ItemResult& item) {
  const std::string where = fmt::format("b = {}, {}", comparison.bits, comparison.setup.title());
  const auto add = [&](const char* quantity, double ratio, const char* reason) {
    item.summary.push_back({.item = "pann-energy",
                            .quantity = quantity + where,
                            .printed = 1.0,
                            .measured = ratio,
                            .origin = comparison.setup.origin(),
                            .reason = reason});
  };
  add("energy of PANN over the unsigned MAC of equal model power, ",
      comparison.total_fj(pann_external) / comparison.total_fj(unsigned_mac), kPannEnergyReason);
  add("the same without clock pins and output subtraction, ",
      comparison.modelled_fj(pann_external) / comparison.modelled_fj(unsigned_mac),
      kPannModelledEnergyReason);
}

}  // namespace

ItemResult reproduce_pann_energy(Workbench& bench) {
  const std::vector<Comparison> comparisons = measure_energies(bench);
  ItemResult item;
  item.section.paragraphs = {
      "Energy per element of a dot product at gate level: a radix-4 MAC fed with signed numbers, "
      "the same fed with numbers that are never negative, and a PANN MAC of equal model power, P = "
      "0.5 b^2 + 4 b, with the bx~ and R of Eq. (19); accumulators of 32 bits, streams of 100 "
      "uniform elements, PANN's weights by Eq. (12).",
      "The model counts neither the clock pins of the registers, which PANN's many cycles charge "
      "again and again, nor the subtraction that the netlist computes in every cycle; the last "
      "column leaves both out. All units of a comparison run at one clock: 1.6 GHz, or what the "
      "slowest of them reaches."};
  Table table{"pann-energy",
              "Energy per element",
              {key_column("library"),
               key_column("b", "bits"),
               key_column("unit"),
               {"bx~", "bits", Origin::modelled},
               {"R", "", Origin::modelled},
               key_column("clock", "MHz"),
               {"cells", "", Origin::measured},
               {"cycles", "", Origin::measured},
               {"energy", "fJ", Origin::measured},
               {"of it clock pins", "fJ", Origin::measured},
               {"of it subtraction", "fJ", Origin::measured},
               {"of it leakage", "fJ", Origin::measured},
               {"of it glitches", "fJ", Origin::measured},
               {"without clock pins and subtraction", "fJ", Origin::measured}},
              {}};
  for (const Comparison& comparison : comparisons) {
    add_rows(comparison, table);
    summarize(comparison, item);
  }
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
