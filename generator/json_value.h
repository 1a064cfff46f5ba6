#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pann::generator {

/// The JSON in one line, cut where it is long: for messages.
std::string shown(const nlohmann::ordered_json& json);

/// The integer that `json` is, where it is one of `minimum` to `maximum`.
bool is_integer_within(const nlohmann::ordered_json& json, int minimum, int maximum);

}  // namespace pann::generator
