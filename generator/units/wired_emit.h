#pragma once

#include <string>

#include "generator/arith/heap_wiring.h"
#include "generator/units/emit.h"

namespace pann::generator {

/// As emit(), with the bits of the design's heap where `wiring` has them, and `note` in the header
/// of its module. Throws also as rewire().
EmittedDesign emit_wired(const DesignSpec& spec, const EmitOptions& options,
                         const HeapWiring& wiring, const std::string& note);

}  // namespace pann::generator
