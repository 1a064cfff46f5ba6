#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/report/report.h"

namespace pann::analysis {

/// The table with its caption: heads sort by a click, numbers to the right with the digits that
/// tell the values of a column apart, all digits in `data-value` where fewer are shown. A cell that
/// holds the id of one of `sections` links to it.
std::string table_html(const Table& table, const std::set<std::string>& sections);

/// A small label that says where figures are from.
std::string origin_badge(Origin origin);

/// The numbers of one column as they are shown: whole numbers whole, others with as many decimals
/// as leave the smallest three digits and the largest four, and where their magnitudes lie too far
/// apart for that, four digits each.
std::vector<std::string> shown_numbers(const std::vector<double>& numbers);

}  // namespace pann::analysis
