#pragma once

#include <optional>

#include "flow/choice/structure_choice.h"

namespace pann::flow {

/// What `spec` costs with the library and operands of `trial`, measured or from the cache. Throws
/// as compare().
ComparedDesign structure_cost(const generator::DesignSpec& spec, const StructureTrial& trial,
                              support::Progress& progress);

/// The same from the cache alone.
std::optional<ComparedDesign> known_structure_cost(const generator::DesignSpec& spec,
                                                   const StructureTrial& trial);

}  // namespace pann::flow
