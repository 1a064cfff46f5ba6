#include "analysis/reproduce/software_multiplier.h"

#include <bit>
#include <vector>

namespace pann::analysis {

namespace {

/// The words at one row's adder.
struct RowAdder {
  std::uint64_t sum = 0;      ///< The running sum, which enters.
  std::uint64_t partial = 0;  ///< The partial product, which enters too.
  std::uint64_t carries = 0;
};

std::uint64_t toggles(std::uint64_t before, std::uint64_t after) {
  return static_cast<std::uint64_t>(std::popcount(before ^ after));
}

/// -1, 0 or 1: what row `row` does with the multiplicand.
int digit_of(const MixedWidths& point, std::uint64_t multiplier, int row) {
  const auto bit = [multiplier](int at) {
    return at < 0 ? 0 : static_cast<int>(multiplier >> static_cast<unsigned>(at) & 1U);
  };
  if (point.multiplier == generator::Architecture::booth2) return bit(row - 1) - bit(row);
  return row + 1 < point.wide ? bit(row) : -bit(row);
}

class SoftwareMultiplier {
 public:
  explicit SoftwareMultiplier(const MixedWidths& point)
      : point_(point),
        mask_((std::uint64_t{1} << static_cast<unsigned>(point.wide + 1)) - 1),
        rows_(static_cast<std::size_t>(point.wide)) {}

  void multiply(std::int64_t multiplicand, std::uint64_t multiplier) {
    std::int64_t sum = 0;
    for (int row = 0; row < point_.wide; ++row) {
      const int digit = digit_of(point_, multiplier, row);
      if (digit != 0)
        add(rows_[static_cast<std::size_t>(row)], sum, digit * multiplicand, digit < 0);
      sum = (sum + digit * multiplicand) >> 1;
    }
  }

  std::uint64_t operand_toggles() const { return operand_toggles_; }
  std::uint64_t carry_toggles() const { return carry_toggles_; }

 private:
  /// A negative partial product enters inverted, with a carry.
  void add(RowAdder& row, std::int64_t sum, std::int64_t partial, bool is_negative) {
    RowAdder next;
    next.sum = static_cast<std::uint64_t>(sum) & mask_;
    next.partial = static_cast<std::uint64_t>(is_negative ? partial - 1 : partial) & mask_;
    const std::uint64_t total = next.sum + next.partial + (is_negative ? 1U : 0U);
    next.carries = ((next.sum ^ next.partial ^ total) >> 1U) & mask_;
    operand_toggles_ += toggles(row.sum, next.sum) + toggles(row.partial, next.partial);
    carry_toggles_ += toggles(row.carries, next.carries);
    row = next;
  }

  MixedWidths point_;
  std::uint64_t mask_;
  std::vector<RowAdder> rows_;
  std::uint64_t operand_toggles_ = 0;
  std::uint64_t carry_toggles_ = 0;
};

}  // namespace

SoftwareFlips software_multiplier_flips(const MixedWidths& point, std::uint64_t vectors,
                                        std::uint64_t seed) {
  tb::StimulusSpec stimulus = stimulus_of(point, {});
  stimulus.vectors = vectors;
  stimulus.seed = seed;
  const tb::OperandStreams operands = tb::make_operands(stimulus, spec_of(point));
  SoftwareMultiplier multiplier(point);
  const std::uint64_t mask = (std::uint64_t{1} << static_cast<unsigned>(point.wide)) - 1;
  std::uint64_t inputs = 0;
  for (std::size_t i = 0; i < operands.operations(); ++i) {
    multiplier.multiply(static_cast<std::int64_t>(operands.x[i]), operands.w[i]);
    if (i == 0) continue;
    inputs += toggles(operands.x[i - 1] & mask, operands.x[i] & mask) +
              toggles(operands.w[i - 1] & mask, operands.w[i] & mask);
  }
  const auto count = static_cast<double>(vectors);
  return {static_cast<double>(inputs) / count,
          static_cast<double>(multiplier.operand_toggles()) / count,
          static_cast<double>(multiplier.carry_toggles()) / count};
}

}  // namespace pann::analysis
