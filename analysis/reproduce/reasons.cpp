#include "analysis/reproduce/reasons.h"

namespace pann::analysis {

namespace {

constexpr const char* kNarrowSignReason =
    "a narrow number's sign extension flips the wide port as often as a wide number does";

}  // namespace

std::string internal_units_reason(generator::Architecture multiplier, bool carries_counted) {
  std::string counted = carries_counted ? "carries are counted here and not in the model"
                                        : "operand words alone are counted here, without carries";
  if (multiplier == generator::Architecture::booth4) return counted;
  return "every row adds in every operation, where the model has rows of digit 0 rest; " + counted;
}

std::string mixed_widths_reason(generator::Architecture multiplier, bool recoded_port) {
  const bool is_booth = multiplier != generator::Architecture::array;
  return is_booth && recoded_port ? kNarrowRecodedReason : kNarrowSignReason;
}

std::string observation2_reason(bool recoded_port, bool narrow_hardware) {
  if (narrow_hardware) {
    return recoded_port ? "fewer rows are built" : "the rows that are built are narrower";
  }
  return kNarrowRecodedReason;
}

}  // namespace pann::analysis
