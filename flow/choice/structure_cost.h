#pragma once

#include <optional>
#include <string>

#include "flow/choice/structure_choice.h"
#include "generator/units/emit.h"

namespace pann::flow {

/// What `spec` costs with the library and operands of `trial`, measured or from the cache. Throws
/// as compare().
ComparedDesign structure_cost(const generator::DesignSpec& spec, const StructureTrial& trial,
                              support::Progress& progress);

/// The same from the cache alone.
std::optional<ComparedDesign> known_structure_cost(const generator::DesignSpec& spec,
                                                   const StructureTrial& trial);

/// All that figures of `design` in that trial depend on, as one hash: its text, the library, the
/// operands, the mapper.
std::string trial_key(const generator::EmittedDesign& design, const StructureTrial& trial);

}  // namespace pann::flow
