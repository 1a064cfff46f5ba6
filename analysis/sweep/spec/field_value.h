#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace pann::analysis {

/// The value of a field or figure of a sweep's point; nothing where it has none.
using FieldValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// As tables and keys spell it: "true", "8", "0.25", "booth4"; "-" for nothing. Numbers with all
/// digits that tell them apart.
std::string text_of(const FieldValue& value);

/// The number, for a whole or a broken one.
std::optional<double> number_of(const FieldValue& value);

/// A plain word of a file or a condition: true, false, a whole number, a broken one, or text.
FieldValue value_from_word(const std::string& word);

}  // namespace pann::analysis
