#pragma once

#include "analysis/reproduce/mapped_units.h"
#include "synth/yosys/script.h"

namespace pann::analysis {

/// How a unit is mapped, where not with the standard recipe.
struct MappingChoice {
  synth::Recipe recipe = synth::Recipe::standard;
  bool adder_cells = false;
};

/// As the other map_unit.
MappedUnit map_unit(const generator::DesignSpec& spec, const MeasuredLibrary& library,
                    const MappingChoice& choice);

}  // namespace pann::analysis
