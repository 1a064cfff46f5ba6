#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "sim/delay/delay_engine.h"
#include "synth/liberty/binding.h"
#include "synth/timing/slews.h"

namespace pann::synth {

/// A delay as SDF has it, nanoseconds. Of one corner: the spread over the conditions that one entry
/// stands for; typical is the mean of the least and the greatest.
struct DelayTriple {
  double minimum_ns = 0.0;
  double typical_ns = 0.0;
  double maximum_ns = 0.0;

  friend bool operator==(const DelayTriple&, const DelayTriple&) = default;
};

/// The triple that covers both.
DelayTriple join(const DelayTriple& a, const DelayTriple& b);

/// Delay of one pin-to-pin arc of one instance, by the edges of its input and its output.
struct ArcDelay {
  std::uint32_t cell = 0;  ///< Index in the bound cells.
  std::uint32_t from = 0;  ///< Index in Cell::pins.
  std::uint32_t to = 0;
  TimingType type = TimingType::combinational;
  const TimingArc* arc = nullptr;  ///< The group that it is from; the first where several are
                                   ///< joined.
  bool is_conditional = false;     ///< Stands for the condition of `arc` alone.
  /// [edge of the input][edge of the output]; nothing where the one does not cause the other.
  std::array<std::array<std::optional<DelayTriple>, 2>, 2> delays{};

  std::optional<DelayTriple>& delay(Edge cause, Edge edge) {
    return delays[static_cast<std::size_t>(cause)][static_cast<std::size_t>(edge)];
  }
  const std::optional<DelayTriple>& delay(Edge cause, Edge edge) const {
    return delays[static_cast<std::size_t>(cause)][static_cast<std::size_t>(edge)];
  }
  /// Whichever edge of the input causes it; nothing where none does.
  std::optional<DelayTriple> joined(Edge edge) const;
  /// Whether either edge of the input can cause the same edge of the output (XOR, selectors): then
  /// the delays are told apart by the input's edge, in SDF by "posedge" and "negedge".
  bool is_split() const;
};

/// Delay of the wire from a net to one of its ends.
struct WireEnd {
  static constexpr std::uint32_t kPort = ~std::uint32_t{0};

  std::uint32_t cell = kPort;  ///< Index in the bound cells; kPort: at an output of the design.
  std::uint32_t pin = 0;       ///< Index in Cell::pins; of an output of the design, its net.
  DelayTriple rise{};
  DelayTriple fall{};
};

struct DelayOptions {
  double input_slew_s = 0.1e-9;
  WireModel wires{};
  /// One entry for each condition (`when`) of a pin pair instead of one for all of them.
  bool conditional = false;
};

/// What a file of delays came to.
struct DelayAnnotation {
  std::string source;
  std::uint64_t arcs = 0;             ///< Of the netlist.
  std::uint64_t covered = 0;          ///< Of them, those that the file has a delay for.
  std::uint64_t wires = 0;            ///< Ends of nets with a wire that takes time.
  std::uint64_t negative_delays = 0;  ///< Of the file, taken as 0.
  std::uint64_t first_negative_line = 0;
  bool has_timescale = true;  ///< The file says what its delays are in; else ns.
};

/// The delays of a netlist with the slews and loads that they follow from.
struct ArcDelays {
  std::vector<BoundCell> cells;
  std::vector<EdgePair> loads;  ///< By net, F.
  std::vector<EdgePair> slews;  ///< By net, s.
  std::vector<ArcDelay> arcs;   ///< In order of cell, output pin, input pin; negative ones are 0.
  /// Those that a file tells, SDF or SPEF, in order of cell and pin. The library's tables know
  /// none.
  std::vector<WireEnd> wires{};
  std::optional<DelayAnnotation> annotation{};  ///< Where delays of a file have replaced some.
};

/// Rise and fall delays of every arc of every instance from the library's tables, at the slews that
/// propagate_slews finds. Tied and open pins have no arcs; what a tied pin blocks behind other pins
/// is not followed, so that delays can be longer than they need be, never shorter. Throws as
/// bind_cells and timing_order.
ArcDelays compute_delays(const Library& library, const circuit::Netlist& netlist,
                         const DelayOptions& options);

/// A delay as SDF files and simulators have it: whole femtoseconds.
std::uint64_t to_femtoseconds(double delay_ns);

/// The typical delays, for the delay engine; the same that SDF files give to others. Where arcs are
/// split, an edge that the library leaves out takes the delay of the other one.
std::vector<sim::PinDelay> pin_delays(const ArcDelays& delays);

/// The same with the typical delays of wires to cells.
sim::NetlistDelays engine_delays(const ArcDelays& delays);

}  // namespace pann::synth
