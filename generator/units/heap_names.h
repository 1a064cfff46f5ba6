#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// What the file of a heap_unit() says of itself.
verilog::Header heap_unit_header(const DesignSpec& spec);

}  // namespace pann::generator
