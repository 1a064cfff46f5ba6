#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analysis/reproduce/item.h"

namespace pann::analysis {

/// An item's result with all digits; reading it back gives the same result.
nlohmann::ordered_json to_json(const ItemResult& result);
ItemResult item_result_from_json(const nlohmann::ordered_json& json);

/// One row of summary.json: the fields of the row, its ratio, outcome and verdict.
nlohmann::ordered_json to_json(const SummaryRow& row);

}  // namespace pann::analysis
