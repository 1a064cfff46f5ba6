#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "sim/native/native_engine.h"
#include "tb/exact/operand_weights.h"

namespace pann::tb {

/// Operands that are drawn independently of each other and of those before.
struct OperandModel {
  struct Operand {
    std::string port;
    OperandWeights weights;  ///< 2^width.
  };
  std::vector<Operand> operands;                ///< Of at most kMostBits bits together.
  std::map<std::string, std::uint64_t> held{};  ///< Other inputs (reset: 1); those not named are 0.

  static constexpr int kMostBits = 24;
};

/// What one net does in an operation on average, without sampling.
struct NetExpectation {
  bool exact =
      false;          ///< False: the net depends on stored bits, or is the clock; nothing is known.
  double ones = 0.0;  ///< Probability of 1.
  /// Expected toggles: the chance that two independent draws differ, 2 p (1 - p).
  double toggles() const { return 2.0 * ones * (1.0 - ones); }
};

/// Expectations of every net, numbered as Activity::nets of the same design.
struct Expectation {
  std::vector<NetExpectation> nets;
  std::vector<activity::Signal> signals;
  std::uint64_t patterns = 0;  ///< Operand combinations that were evaluated.
};

/// Enumerates all values of the operands. Where every value of every operand is as likely, the
/// probabilities are exact; else the products of the weights are rounded to 2^-31 of the largest.
///
/// Throws Failure(user_error): "engine.port", "engine.patterns" as PatternPlayer does, and
/// "engine.weights" when an operand does not have 2^width weights that sum to 1.
Expectation expect_toggles(const sim::NativeDesign& design, const OperandModel& model,
                           const sim::EngineOptions& options = {});

/// One element of the design.
struct ElementExpectation {
  std::string name;
  bool exact = false;    ///< Whether every bit is.
  double toggles = 0.0;  ///< Per operation, summed over bit positions as count_elements() does.
};

std::vector<ElementExpectation> expect_elements(const Expectation& expectation,
                                                const std::vector<generator::ElementGroup>& groups);

}  // namespace pann::tb
