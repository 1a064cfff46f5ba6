#include <algorithm>

#include <fmt/format.h>

#include "analysis/reproduce/item.h"
#include "analysis/reproduce/items.h"
#include "support/diagnostic.h"

namespace pann::analysis {

const std::vector<ReproduceItem>& reproduce_items() {
  static const std::vector<ReproduceItem> items{
      {"table1", "Table 1: bit flips per signed MAC", false, reproduce_table1},
      {"fig3a", "Figure 3(a): curves of equal power", false, reproduce_figure3a},
      {"fig3b", "Figure 3(b): error of uniform quantization over PANN's", false,
       reproduce_figure3b},
      {"fig4a", "Figure 4(a): multipliers at gate level", true, reproduce_figure4a},
      {"fig4b", "Figure 4(b): adders at gate level", true, reproduce_figure4b},
      {"fig5a", "Figure 5(a): unsigned over signed multiplier power", true, reproduce_figure5a},
      {"fig5b", "Figure 5(b): quantized Gaussian operands", false, reproduce_figure5b},
      {"fig6", "Figure 6: the rule of counting", false, reproduce_figure6},
      {"fig7", "Figure 7: bit flips with signed operands", false, reproduce_figure7},
      {"fig8", "Figure 8: bit flips with operands that are never negative", false,
       reproduce_figure8},
      {"fig9", "Figure 9: operands of different widths in Booth multipliers", false,
       reproduce_figure9},
      {"fig10", "Figure 10: operands of different widths in the serial multiplier", false,
       reproduce_figure10},
      {"fig11a", "Figure 11(a): unsigned over signed MAC", false, reproduce_figure11a},
      {"fig15", "Figure 15, rows 1 and 2: PANN's error over bx~", false, reproduce_figure15},
      {"eq19", "Eq. (19): the choice of bx~ and R", false, reproduce_equation19},
      {"table5", "Table 5: dynamic and static power", true, reproduce_table5},
      {"table6", "Table 6: accumulator width and saving", false, reproduce_table6},
      {"observations", "Observations 1 and 2", false, reproduce_observations},
      {"a4", "Appendix A.4: one narrow operand at gate level", true, reproduce_a4},
      {"pann", "Eq. (13): PANN's bit flips", false, reproduce_pann},
      {"pann-energy", "PANN beside the MAC of equal model power", true, reproduce_pann_energy},
      {"pann-prediction", "PANN's energy from derived flips and the library", true,
       reproduce_pann_prediction},
      {"addition-factors", "Tables 4, 11, 12: addition factors in energy", true,
       reproduce_addition_factors},
      {"not-measured", "Not measured here", false, list_not_measured}};
  return items;
}

const ReproduceItem& find_item(const std::string& id) {
  const auto& items = reproduce_items();
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&id](const ReproduceItem& item) { return item.id == id; });
  if (found != items.end()) return *found;
  std::string names = "all";
  for (const ReproduceItem& item : items) names += ", " + item.id;
  support::fail_input("reproduce.item", fmt::format("there is no item '{}'", id),
                      "one or more of: " + names);
}

}  // namespace pann::analysis
