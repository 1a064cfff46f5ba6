#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/manifest.h"

namespace pann::generator {

/// What the top module's port of that name is for; other_input where the name is none of ours.
Role role_of(Kind kind, const std::string& port);

/// Whether a port with that role is an output.
bool is_output(Role role);

/// Words of the port with that role.
int lanes_of(const DesignSpec& spec, Role role);

/// Bits of a word of the port with that role (of one lane), and whether its value is two's
/// complement.
int width_of(const DesignSpec& spec, Role role);
bool is_signed(const DesignSpec& spec, Role role);

}  // namespace pann::generator
