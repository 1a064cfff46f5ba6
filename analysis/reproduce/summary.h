#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// How far a figure may be from the printed one and still agree, relative to the printed one.
inline constexpr double kAgreement = 0.05;

/// One figure of the paper beside ours.
struct SummaryRow {
  std::string item;                    ///< Id of the item that it belongs to.
  std::string quantity;                ///< What it is, with everything that tells it from others.
  std::string unit{};                  ///< Empty for ratios and words.
  std::optional<double> printed{};     ///< As the paper prints it, or as its model has it.
  std::string statement{};             ///< Printed in words, where there is no number.
  std::optional<double> measured{};    ///< Nothing: not measured here.
  std::optional<double> confidence{};  ///< Half width of the 95 % interval of `measured`.
  Origin origin = Origin::measured;    ///< Of `measured`.
  std::optional<bool> supported{};     ///< Of a statement.
  double tolerance = kAgreement;
  std::string reason{};  ///< Why it differs; shown only where it does.

  /// measured / printed.
  std::optional<double> ratio() const;
};

enum class Outcome {
  agrees,        ///< Within the tolerance and the confidence interval.
  differs,       ///< Outside of both.
  supported,     ///< A statement that our figures bear out.
  contradicted,  ///< A statement that they do not.
  measured,      ///< The paper prints nothing to compare with.
  not_measured,
};

Outcome outcome(const SummaryRow& row);

/// The outcome in words: "agrees within 2 %", "differs: +12 %: REASON", "contradicted: REASON".
std::string verdict(const SummaryRow& row);

/// The rows as a table of a report: item, quantity, printed, measured, ratio, verdict and the rest.
Table summary_table(const std::vector<SummaryRow>& rows);

/// How many figures of each item agree, differ and so on.
Table overview_table(const std::vector<SummaryRow>& rows);

}  // namespace pann::analysis
