#include <fmt/format.h>

#include "analysis/reproduce/gate_sweep.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mixed_widths.h"
#include "analysis/reproduce/reasons.h"

/// Appendix A.4: an 8 by 8 multiplier one of whose operands takes numbers of 4 bits.
namespace pann::analysis {

namespace {

constexpr int kNarrowBits = 4;  ///< [0, 2^3) and [-2^3, 2^3).

/// One of the two percentages.
struct Claim {
  tb::Range range;
  const char* title;
  double printed;
};

constexpr std::array<Claim, 2> kClaims{
    {{tb::Range::nonnegative, "unsigned", 95.0}, {tb::Range::signed_range, "signed", 100.0}}};
constexpr std::array kPorts{NarrowPort::recoded, NarrowPort::multiplicand};

GateCase case_of(const Workbench& bench, const GateSetup& setup, const Claim& claim, int narrow,
                 NarrowPort port) {
  const MixedWidths point{generator::Architecture::booth4, kWidestBits, narrow, port, claim.range};
  return gate_case(
      bench, setup, spec_of(point),
      stimulus_of(point, bench.stimulus(tb::Distribution::uniform, tb::Range::automatic)));
}

}  // namespace

ItemResult reproduce_a4(Workbench& bench) {
  const std::vector<GateSetup> setups = gate_setups(bench);
  std::vector<GateCase> cases;
  for (const GateSetup& setup : setups) {
    for (const Claim& claim : kClaims) {
      cases.push_back(case_of(bench, setup, claim, kWidestBits, NarrowPort::recoded));
      for (const NarrowPort port : kPorts) {
        cases.push_back(case_of(bench, setup, claim, kNarrowBits, port));
      }
    }
  }
  const std::vector<GateResult> results = bench.gates(cases);
  ItemResult item;
  item.section.paragraphs = {
      "Power of a signed 8 by 8 radix-4 Booth multiplier with one operand of 4 bits, in percent "
      "of the power with both of 8 bits. The paper does not say which operand was the narrow "
      "one; both ports are measured. Each library runs at 1.6 GHz, or at the rate that the unit "
      "reaches."};
  Table table{"a4",
              "Power with one narrow operand",
              {key_column("library"),
               key_column("operands"),
               key_column("narrow port"),
               key_column("clock", "MHz"),
               {"both wide", "fJ", Origin::tabulated},
               {"one narrow", "fJ", Origin::tabulated},
               {"share", "%", Origin::tabulated},
               {"printed", "%", Origin::printed}},
              {}};
  auto next = results.begin();
  for (const GateSetup& setup : setups) {
    for (const Claim& claim : kClaims) {
      const double clock = choose_clock(next->maximum_clock_mhz).mhz;
      const double wide = (next++)->total_fj(clock);
      for (const NarrowPort port : kPorts) {
        const double narrow = (next++)->total_fj(clock);
        const double percent = 100.0 * narrow / wide;
        table.rows.push_back({cell(setup.title()), cell(claim.title), cell(name(port)), cell(clock),
                              cell(wide), cell(narrow), cell(percent), cell(claim.printed)});
        item.summary.push_back(
            {.item = "a4",
             .quantity = fmt::format("8 by 8 with one operand of 4 bits, {}, {}, "
                                     "{}",
                                     claim.title, name(port), setup.title()),
             .unit = "%",
             .printed = claim.printed,
             .measured = percent,
             .origin = setup.origin(),
             .reason =
                 port == NarrowPort::recoded ? kNarrowRecodedReason : kNarrowMultiplicandReason});
      }
    }
  }
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
