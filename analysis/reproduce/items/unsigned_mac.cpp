#include <array>

#include <fmt/format.h>

#include "analysis/paper_equations.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/mac_power.h"
#include "analysis/reproduce/reasons.h"
#include "synth/si_units.h"

/// Figure 11(a) and Table 6: what unsigned arithmetic saves of a MAC.
namespace pann::analysis {

namespace {

using synth::kPercent;

double modelled_saving(int bits, double acc_width) {
  return kPercent * (1.0 - unsigned_mac_flips(bits) / signed_mac_flips(bits, acc_width));
}

/// Table 6: layers of 3x3x512.
struct Table6Column {
  int bits;
  int printed_width;
  double printed_saving;  ///< At that width, percent.
  double printed_saving_at_32;
};
constexpr std::array<Table6Column, 5> kTable6{
    {{2, 17, 39, 58}, {3, 19, 28, 44}, {4, 21, 21, 33}, {5, 23, 16, 25}, {6, 25, 13, 19}}};
constexpr double kTable6Elements = 3.0 * 3.0 * 512.0;

/// The printed saving beside the model's and ours, at one accumulator width.
void add_saving(const Table6Column& column, int acc_width, double printed, double measured,
                double confidence, ItemResult& item) {
  const std::string where = fmt::format("unsigned saves, b = {}, B = {}", column.bits, acc_width);
  item.summary.push_back({.item = "table6",
                          .quantity = where + ", Eqs. (1) to (4)",
                          .unit = "%",
                          .printed = printed,
                          .measured = modelled_saving(column.bits, acc_width),
                          .origin = Origin::modelled,
                          .reason = kTable6ModelReason});
  item.summary.push_back({.item = "table6",
                          .quantity = where + ", measured",
                          .unit = "%",
                          .printed = printed,
                          .measured = measured,
                          .confidence = confidence,
                          .reason = kUnsignedSavingReason});
}

}  // namespace

ItemResult reproduce_figure11a(Workbench& bench) {
  ItemResult item;
  item.section.paragraphs = {
      "Power of an unsigned MAC over that of a signed one, accumulator of 32 bits: Eqs. (1) to (4) "
      "beside the radix-4 MAC, one stream of uniform operands, the elements of Table 1 (operand "
      "words as the internal units). The table has the same with the carries counted."};
  Plot plot{
      "fig11a",
      "Unsigned over signed MAC",
      "operand width b (bits)",
      "unsigned / signed",
      PlotKind::lines,
      false,
      false,
      {curve("Eqs. (1) to (4)", Origin::modelled, widths(),
             [](int b) { return 1.0 - modelled_saving(b, MacPoint::kAccumulatorBits) / kPercent; }),
       {"measured", Origin::measured, {}},
       {"measured, carries counted", Origin::measured, {}}}};
  Table table{"fig11a",
              "Bit flips per MAC",
              {key_column("b", "bits"),
               {"signed", "", Origin::measured},
               {"unsigned", "", Origin::measured},
               {"ratio", "", Origin::measured},
               {"ratio, carries counted", "", Origin::measured},
               {"ratio, Eqs. (1) to (4)", "", Origin::modelled}},
              {}};
  const std::vector<MacPair> pairs = measure_mac_pairs(
      bench, widths(), std::vector<int>(widths().size(), MacPoint::kAccumulatorBits));
  for (const MacPair& pair : pairs) {
    const double model = 1.0 - modelled_saving(pair.bits, pair.acc_width) / kPercent;
    const Ratio ratio = pair.ratio(modelled_mac_elements());
    const Ratio with_carries = pair.ratio(counted_mac_elements());
    plot.series[1].points.push_back({1.0 * pair.bits, ratio.value, ratio.confidence});
    plot.series[2].points.push_back({1.0 * pair.bits, with_carries.value, with_carries.confidence});
    table.rows.push_back({cell(pair.bits),
                          cell(pair.with_signs.sum(modelled_mac_elements()).best()),
                          cell(pair.without_signs.sum(modelled_mac_elements()).best()),
                          cell(ratio.value), cell(with_carries.value), cell(model)});
    item.summary.push_back({.item = "fig11a",
                            .quantity = fmt::format("unsigned over signed MAC, b = {}", pair.bits),
                            .printed = model,
                            .measured = ratio.value,
                            .confidence = ratio.confidence,
                            .reason = kUnsignedSavingReason});
  }
  item.section.plots.push_back(std::move(plot));
  item.section.tables.push_back(std::move(table));
  return item;
}

ItemResult reproduce_table6(Workbench& bench) {
  std::vector<int> bits;
  std::vector<int> acc_widths;
  for (const Table6Column& column : kTable6) {
    for (const int acc_width : {column.printed_width, MacPoint::kAccumulatorBits}) {
      bits.push_back(column.bits);
      acc_widths.push_back(acc_width);
    }
  }
  const std::vector<MacPair> pairs = measure_mac_pairs(bench, bits, acc_widths);
  ItemResult item;
  item.section.paragraphs = {
      "Accumulator width by Eq. (20) for 3x3x512 elements, which the table rounds down and a "
      "design must round up; power that unsigned arithmetic saves at the printed width and at "
      "32 bits, by the models and as measured on the radix-4 MAC (one stream, elements of Table "
      "1)."};
  Table table{"table6",
              "Accumulator width and saving",
              {key_column("b", "bits"),
               {"B, Eq. (20)", "bits", Origin::modelled},
               {"B, rounded up", "bits", Origin::modelled},
               {"B, printed", "bits", Origin::printed},
               {"saving at B, measured", "%", Origin::measured},
               {"saving at B, printed", "%", Origin::printed},
               {"saving at 32, measured", "%", Origin::measured},
               {"saving at 32, printed", "%", Origin::printed}},
              {}};
  auto pair = pairs.begin();
  for (const Table6Column& column : kTable6) {
    const Ratio narrow = (pair++)->ratio(modelled_mac_elements());
    const Ratio wide = (pair++)->ratio(modelled_mac_elements());
    const double exact = accumulator_width(column.bits, column.bits, kTable6Elements);
    const int needed = required_accumulator_width(column.bits, column.bits,
                                                  static_cast<std::uint64_t>(kTable6Elements));
    table.rows.push_back({cell(column.bits), cell(exact), cell(needed), cell(column.printed_width),
                          cell(kPercent * (1.0 - narrow.value)), cell(column.printed_saving),
                          cell(kPercent * (1.0 - wide.value)), cell(column.printed_saving_at_32)});
    item.summary.push_back({.item = "table6",
                            .quantity = fmt::format("accumulator width B, b = {}", column.bits),
                            .unit = "bits",
                            .printed = column.printed_width,
                            .measured = needed,
                            .origin = Origin::modelled,
                            .tolerance = 0.0,
                            .reason = kTable6WidthReason});
    add_saving(column, column.printed_width, column.printed_saving, kPercent * (1.0 - narrow.value),
               kPercent * narrow.confidence, item);
    add_saving(column, MacPoint::kAccumulatorBits, column.printed_saving_at_32,
               kPercent * (1.0 - wide.value), kPercent * wide.confidence, item);
  }
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
