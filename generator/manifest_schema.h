#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "generator/manifest.h"

namespace pann::generator {

inline constexpr std::string_view kManifestSchema = "pann.manifest";
inline constexpr int kManifestVersion = 1;

/// How roles are written in manifest.json.
inline constexpr std::array<std::pair<Role, std::string_view>, 17> kRoleNames{
    {{Role::clock, "clock"},
     {Role::reset, "reset"},
     {Role::clear, "clear"},
     {Role::enable, "enable"},
     {Role::negative, "negative"},
     {Role::start, "start"},
     {Role::ready, "ready"},
     {Role::x, "x"},
     {Role::w, "w"},
     {Role::carry_in, "carry_in"},
     {Role::bias, "bias"},
     {Role::product, "product"},
     {Role::sum, "sum"},
     {Role::carry_out, "carry_out"},
     {Role::accumulator, "accumulator"},
     {Role::other_input, "other_input"},
     {Role::other_output, "other_output"}}};

}  // namespace pann::generator
