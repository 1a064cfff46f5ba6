#pragma once

#include <cstdint>
#include <vector>

namespace pann::synth {

/// What an axis of a lookup table stands for.
enum class TableVariable : std::uint8_t {
  input_slew,   ///< input_net_transition, input_transition_time, related_pin_transition; seconds.
  output_load,  ///< total_output_net_capacitance; farads.
  other_load,   ///< equal_or_opposite_output_net_capacitance and the like; farads.
  constrained_slew,  ///< constrained_pin_transition; seconds.
  unsupported,       ///< Any other variable; a lookup takes the axis's first index.
};

/// Where a table is looked up.
struct TablePoint {
  double input_slew_s = 0.0;
  double output_load_f = 0.0;
  double constrained_slew_s = 0.0;
};

/// A table of up to three dimensions over slews and loads (the NLDM), in SI units.
///
/// Between its points a lookup interpolates linearly along each axis; outside it follows the line
/// through the two outermost points, as static timing analysers do. A table without axes is a
/// scalar.
struct LookupTable {
  struct Axis {
    TableVariable variable = TableVariable::unsupported;
    std::vector<double> index;  ///< Ascending, at least one.
  };
  std::vector<Axis> axes;
  std::vector<double> values;  ///< The last axis varies fastest.

  double at(const TablePoint& point) const;
};

}  // namespace pann::synth
