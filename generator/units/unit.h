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

}  // namespace pann::generator
