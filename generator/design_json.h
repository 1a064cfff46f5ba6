#pragma once

#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "generator/design_fields.h"

namespace pann::generator {

/// Hears a fault: its code, the JSON path and what is wrong there.
using JsonFault =
    std::function<void(const std::string& code, const std::string& path, const std::string& what)>;

/// Every field by its name, in the order of the table.
nlohmann::ordered_json to_json(const DesignSpec& spec,
                               const DesignFields& fields = design_fields());

/// The fields that have a meaning for the design.
nlohmann::ordered_json applicable_json(const DesignSpec& spec,
                                       const DesignFields& fields = design_fields());

/// The value of one field from JSON into `spec`; a fault "manifest.value" or "manifest.type", and
/// `spec` as it was, where it is none.
void read_field(const DesignField& field, const nlohmann::ordered_json& json,
                const std::string& path, DesignSpec& spec, const JsonFault& fault);

/// The design of an object, missing fields at their defaults. `kind` is required. Faults:
/// "manifest.type", "manifest.value", "manifest.missing", "manifest.unknown", "manifest.design".
DesignSpec design_from_json(const nlohmann::ordered_json& json, const std::string& path,
                            const JsonFault& fault, const DesignFields& fields = design_fields());

}  // namespace pann::generator
