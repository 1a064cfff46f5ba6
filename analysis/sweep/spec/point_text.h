#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analysis/sweep/spec/point.h"

namespace pann::analysis {

/// A value as JSON has it; null for nothing.
nlohmann::ordered_json json_of(const FieldValue& value);
FieldValue value_from_json(const nlohmann::ordered_json& json);

/// The fields that have a meaning for the point, by name.
nlohmann::ordered_json fields_json(const SweepPoint& point);

/// The point of `fields_json`. Throws Failure(user_error, "sweep.chunk") naming a field that is not
/// as it should be.
SweepPoint point_from_json(const nlohmann::ordered_json& json);

/// "kind=mac multiplier=booth4 ...": equal for two points that measure the same, and only for them.
std::string canonical_text(const SweepPoint& point);

}  // namespace pann::analysis
