#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "analysis/reproduce/item.h"
#include "analysis/reproduce/workbench.h"

namespace pann::analysis {

struct ReproduceOptions {
  WorkbenchOptions measurement;
  std::string version;            ///< Of the program; a result of another one is not taken up.
  std::string command_options{};  ///< What the commands in the report give besides the item.
  bool fresh = false;             ///< Measure everything again.
};

/// Hears how far the work is.
struct ReproduceListener {
  std::function<void(const std::string&)> stage;
  std::function<void(double)> fraction;
};

struct ReproduceOutcome {
  std::vector<ItemResult> items;     ///< Those asked for, in their order.
  std::vector<std::string> resumed;  ///< Ids of those that were taken up from the directory.
};

/// The ids that the words of a command line mean: each item once, in the order of the registry;
/// "all" is every item. Throws Failure(user_error, "reproduce.item").
std::vector<std::string> chosen_items(const std::vector<std::string>& words);

/// Measures the items and leaves in `output`, each file whole or not at all:
///
/// - items/ID.json: the result of each, kept as soon as it is there, and taken up by the next call
///   with the same options, libraries and version, so that an interrupted run loses one item;
/// - summary.csv, summary.json, csv/ID.csv of every plot and table, report.html: of all items that
///   the directory holds for these options, whether this call asked for them or an earlier one.
///
/// Throws Failure as the items do; support::Cancelled at a signal.
ReproduceOutcome reproduce(const std::vector<std::string>& ids, const ReproduceOptions& options,
                           const std::filesystem::path& output, const ReproduceListener& listener);

}  // namespace pann::analysis
