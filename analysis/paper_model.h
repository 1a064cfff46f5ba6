#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/design_spec.h"
#include "tb/stimulus/operand_range.h"
#include "tb/stimulus/operands.h"
#include "tb/stimulus/synthetic.h"

namespace pann::analysis {

/// What the paper's models have to know of the operands.
struct OperandConditions {
  bool negative_x = true;
  bool negative_w = true;
  double additions = 0.0;  ///< R: mean |w|; pann_mac only.
};

/// From ranges alone; R is the mean |w| of a uniform distribution over `w`.
OperandConditions conditions_of(const tb::OperandRange& x, const tb::OperandRange& w);

/// As measured on the operands themselves.
OperandConditions conditions_of(const tb::OperandStreams& operands,
                                const generator::DesignSpec& spec);

/// The paper's value of one element ("multiplier_inputs", ...), in bit flips per operation.
struct ModelledElement {
  std::string element;
  double per_operation = 0.0;
};

/// The paper's models for one unit: Table 1, Eqs. (1) to (4), (7) and (13).
struct PaperModel {
  std::vector<ModelledElement> elements;  ///< Only those that the paper has a value for.
  double total = 0.0;                     ///< Their sum.

  /// Nothing for an element without a value (carries, control, clock, ...).
  std::optional<double> per_operation(std::string_view element) const;
};

/// The model of `spec` under those operands.
///
/// The widths that enter are those of the ports, bx = XWidth, bw = WWidth, bacc = bx + bw (the
/// addend's width for an accumulator): a zero bit in front of an unsigned operand never toggles.
///
/// | kind | element | value |
/// |---|---|---|
/// | multiplier, mac, split_mac | multiplier_inputs | 0.5 bx + 0.5 bw |
/// | | multiplier_operands (the "internal units") | 0.5 max(bx, bw)^2 |
/// | mac, accumulator | accumulator_input | 0.5 B where the addend takes both signs, else 0.5 bacc
/// | | split_mac | accumulator_input | 0.5 bacc (magnitudes only) | | mac, accumulator, split_mac |
/// accumulator_sum, accumulator_register | 0.5 bacc each | | pann_mac | accumulator_input | 0.5 bx
/// | | | accumulator_sum, accumulator_register | 0.5 R bx each | | adder | adder_operands | 2 * 0.5
/// b (Figure 4(b)'s b-bit addition: b) |
PaperModel paper_model(const generator::DesignSpec& spec, const OperandConditions& conditions);

}  // namespace pann::analysis
