#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// The modules of a design, dependencies first, the top last.
std::vector<verilog::Module> modules_of(const DesignSpec& spec);

/// The element groups of section 4 of the design for a unit of that kind, names below its top.
std::vector<ElementGroup> elements_of(const DesignSpec& spec);

/// Patterns of the nets that the unit's registers drive.
std::vector<std::string> registers_of(const DesignSpec& spec);

/// What the top module's port of that name is for; other_input where the name is none of ours.
Role role_of(Kind kind, const std::string& port);

/// Bits of the port with that role, and whether its value is two's complement.
int width_of(const DesignSpec& spec, Role role);
bool is_signed(const DesignSpec& spec, Role role);

}  // namespace pann::generator
