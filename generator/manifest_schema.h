#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "generator/manifest.h"

namespace pann::generator {

inline constexpr std::string_view kManifestSchema = "pann.manifest";
inline constexpr int kManifestVersion = 2;

/// How roles are written in manifest.json.
inline constexpr std::array<std::pair<Role, std::string_view>, 23> kRoleNames{
    {{Role::clock, "clock"},
     {Role::reset, "reset"},
     {Role::clear, "clear"},
     {Role::load, "load"},
     {Role::index, "index"},
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
     {Role::valid_in, "valid_in"},
     {Role::valid_out, "valid_out"},
     {Role::held_high, "held_high"},
     {Role::other_clock, "other_clock"},
     {Role::other_input, "other_input"},
     {Role::other_output, "other_output"}}};

}  // namespace pann::generator
