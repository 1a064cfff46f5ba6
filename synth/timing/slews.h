#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "synth/liberty/binding.h"
#include "synth/timing/wires.h"

namespace pann::synth {

/// A value for each of a net's two edges.
struct EdgePair {
  double rise = 0.0;
  double fall = 0.0;

  double max() const { return rise > fall ? rise : fall; }
};

/// Which edge of the output a table is for.
enum class Edge : std::uint8_t { rise, fall };

inline double& at(EdgePair& pair, Edge edge) {
  return edge == Edge::rise ? pair.rise : pair.fall;
}
inline double at(const EdgePair& pair, Edge edge) {
  return edge == Edge::rise ? pair.rise : pair.fall;
}
inline Edge opposite(Edge edge) {
  return edge == Edge::rise ? Edge::fall : Edge::rise;
}
inline constexpr std::array<Edge, 2> kEdges{Edge::rise, Edge::fall};

/// Capacitance that each net's driver sees, in farads: the rise and fall capacitances of all the
/// pins on it, the driver's own included, and the wire's.
std::vector<EdgePair> net_loads(const circuit::Netlist& netlist,
                                const std::vector<BoundCell>& cells, const WireCapacitance& wires);

/// The edges of the input that can cause `edge` at the arc's output.
std::vector<Edge> causes(const TimingArc& arc, Edge edge);

/// Whether the arcs of a type from a pin let either edge of it cause the same edge of the output.
bool are_split(const Pin& output, const std::string& related_pin, TimingType type);

/// Transition time of each net's edges, in seconds.
///
/// Inputs of the design have `input_slew_s`. Each output takes its tables' worst over all arcs, all
/// conditions and both input edges that can cause it, as timing analysers do; arcs from tied or
/// open pins take no part. Throws as timing_order.
std::vector<EdgePair> propagate_slews(const circuit::Netlist& netlist,
                                      const std::vector<BoundCell>& cells,
                                      const std::vector<EdgePair>& loads, double input_slew_s);

}  // namespace pann::synth
