#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/report/report.h"
#include "analysis/reproduce/summary.h"

namespace pann::analysis {

class Workbench;

/// What an item comes to.
struct ItemResult {
  ReportSection section;  ///< Without its command, which the caller knows.
  std::vector<SummaryRow> summary;
};

/// One table, figure or claim of the paper.
struct ReproduceItem {
  std::string id;  ///< As the command line takes it: "fig7".
  std::string title;
  bool gate_level = false;  ///< Needs cell libraries.
  std::function<ItemResult(Workbench&)> run;
};

/// All items, in the order of the paper.
const std::vector<ReproduceItem>& reproduce_items();

/// The item of that id. Throws Failure(user_error, "reproduce.item") listing the ids.
const ReproduceItem& find_item(const std::string& id);

}  // namespace pann::analysis
