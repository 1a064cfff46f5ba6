#include "analysis/report/report.h"

namespace pann::analysis {

const char* name(Origin origin) {
  switch (origin) {
    case Origin::measured:
      return "measured";
    case Origin::exact:
      return "exact";
    case Origin::simulated:
      return "simulated";
    case Origin::modelled:
      return "modelled";
    case Origin::printed:
      return "printed in the paper";
    case Origin::synthetic:
      return "measured on a synthetic library";
    case Origin::not_measured:
      break;
  }
  return "not measured here";
}

}  // namespace pann::analysis
