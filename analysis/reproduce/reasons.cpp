#include "analysis/reproduce/reasons.h"

namespace pann::analysis {

std::string internal_units_reason(generator::Architecture) {
  return "";
}

std::string observation2_reason(bool, bool) {
  return "";
}

std::string software_reason(bool) {
  return "";
}

std::string mixed_widths_reason(generator::Architecture, bool) {
  return "";
}

}  // namespace pann::analysis
