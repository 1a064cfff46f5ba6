#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/design_spec.h"
#include "tb/measure.h"

namespace pann::analysis {

/// One run on the RTL: a unit and what it is fed with.
struct FlipCase {
  generator::DesignSpec spec;
  tb::StimulusSpec stimulus{};
  /// In place of the stimulus, which then only names them.
  std::shared_ptr<const tb::OperandStreams> operands{};
  bool exact = true;  ///< Also the expectation by enumeration; synthetic operands only.
};

/// One element of one run, in bit flips per operation.
struct FlipElement {
  std::string name;
  double sampled = 0.0;
  std::optional<double> confidence{};  ///< Half width of the 95 % interval of `sampled`.
  std::optional<double> exact{};       ///< Expected value; nothing where it depends on registers.
  std::optional<double> model{};       ///< The paper's.

  /// The expected value where there is one, else the sampled one.
  double best() const { return exact.value_or(sampled); }
};

struct FlipResult {
  std::uint64_t operations = 0;
  std::uint64_t cycles = 0;
  std::uint64_t additions = 0;
  std::uint64_t mismatches = 0;
  std::vector<FlipElement> elements;

  /// The element of that name, or null.
  const FlipElement* find(std::string_view name) const;
  /// Its best() value; 0 where the unit has no such element.
  double flips(std::string_view name) const;
  /// The sum over several elements, with the confidence of the sampled ones added up.
  FlipElement sum(const std::vector<std::string>& names) const;
  bool is_exact(std::string_view name) const;
};

/// Tells two cases apart; equal cases give equal results.
std::string key_of(const FlipCase& entry);

/// Emits the unit, plays the operands and counts. Throws Failure(check_failed,
/// "reproduce.mismatch") where the unit computes something else than the model.
FlipResult measure_flips(const FlipCase& entry, tb::Engine engine);

}  // namespace pann::analysis
