#include "analysis/report/report.h"

namespace pann::analysis {

namespace {

struct OriginWords {
  const char* name;
  const char* description;
};

OriginWords words(Origin origin) {
  switch (origin) {
    case Origin::measured:
      return {"measured", "counted on a simulated circuit"};
    case Origin::tabulated:
      return {"toggles measured",
              "toggles measured, energy from the library's tables: as right as those are"};
    case Origin::exact:
      return {"exact", "expected value, by enumeration of all operands"};
    case Origin::simulated:
      return {"simulated", "drawn in software, without a circuit"};
    case Origin::modelled:
      return {"modelled", "a formula of the paper or of ours"};
    case Origin::printed:
      return {"printed", "as the paper prints it"};
    case Origin::synthetic:
      return {"synthetic library",
              "measured on a cell library of our own making: relative figures only"};
    case Origin::not_measured:
      return {"not measured", "named for completeness"};
  }
  return {"?", ""};
}

}  // namespace

const char* name(Origin origin) {
  return words(origin).name;
}

const char* description(Origin origin) {
  return words(origin).description;
}

}  // namespace pann::analysis
