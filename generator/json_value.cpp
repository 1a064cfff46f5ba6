#include "generator/json_value.h"

#include <cstdint>

#include <nlohmann/json.hpp>

namespace pann::generator {

using Json = nlohmann::ordered_json;

std::string shown(const Json& json) {
  constexpr std::size_t kLimit = 60;
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kLimit) text = text.substr(0, kLimit) + "...";
  return text;
}

bool is_integer_within(const Json& json, int minimum, int maximum) {
  if (!json.is_number_integer()) return false;
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::uint64_t>();
    return value <= INT64_MAX && static_cast<std::int64_t>(value) >= minimum &&
           static_cast<std::int64_t>(value) <= maximum;
  }
  const auto value = json.get<std::int64_t>();
  return value >= minimum && value <= maximum;
}

}  // namespace pann::generator
