#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// The modules of a design, dependencies first, the top last.
std::vector<verilog::Module> modules_of(const DesignSpec& spec);

/// The words that count together in a unit whose top is `top`, names below it: its own groups, and
/// control and clock by its ports.
std::vector<ElementGroup> elements_of(const DesignSpec& spec, const verilog::Module& top);

}  // namespace pann::generator
