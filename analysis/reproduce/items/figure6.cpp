#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"
#include "analysis/reproduce/workbench.h"

/// Figure 6: the paper's worked example of counting.
namespace pann::analysis {

namespace {

constexpr int kFigure6Bits = 4;
constexpr double kPrintedToggles = 4.0;

/// The example's first `count` additions, 1111 + 0001 and 1111 + 0100, from a settled zero.
FlipCase additions(std::size_t count) {
  FlipCase entry;
  entry.spec.kind = generator::Kind::adder;
  entry.spec.x_width = kFigure6Bits;
  tb::OperandStreams operands;
  operands.origin = count == 1 ? "Figure 6(a)" : "Figure 6(a) and (b)";
  operands.first = {0, count};
  operands.x.assign(count, 0b1111);
  operands.w = {0b0001, 0b0100};
  operands.w.resize(count);
  entry.operands = std::make_shared<const tb::OperandStreams>(std::move(operands));
  entry.exact = false;
  return entry;
}

double toggles(const FlipResult& result) {
  return result.sum({"adder_operands", "adder_carries"}).sampled *
         static_cast<double>(result.operations);
}

}  // namespace

ItemResult reproduce_figure6(Workbench& bench) {
  const std::vector<FlipResult> results = bench.flips({additions(1), additions(2)});
  ItemResult item;
  item.section.paragraphs = {
      "A 4-bit ripple adder goes from 1111 + 0001 to 1111 + 0100. The paper counts two toggles in "
      "the operand words and two in the carries."};
  item.summary.push_back({.item = "fig6",
                          .quantity = "toggles of the worked example",
                          .unit = "flips",
                          .printed = kPrintedToggles,
                          .measured = toggles(results[1]) - toggles(results[0]),
                          .tolerance = 0.0});
  return item;
}

}  // namespace pann::analysis
