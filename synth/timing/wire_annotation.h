#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/diagnostic.h"
#include "synth/timing/sdf.h"

namespace pann::synth {

/// Puts the delays of wires of an SDF file to the ends of a netlist's nets.
class WireAnnotator {
 public:
  WireAnnotator(const SdfFile& file, const circuit::Netlist& netlist, const ArcDelays& delays);

  /// The wires of one cell of the file. What the netlist does not have becomes a fault unless its
  /// delay is 0.
  void annotate(const SdfCell& cell);
  /// The wires that take time.
  std::vector<WireEnd> ends() const;
  std::vector<support::Diagnostic> take_faults() { return std::move(faults_); }

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;  ///< WireEnd::cell, pin.

  void apply(const SdfCell& cell, const SdfWire& wire);
  void apply_port(const SdfCell& cell, const SdfWire& wire, const std::string& to);
  void apply_net(const SdfWire& wire, const std::string& name);
  void take(const Place& place, const SdfWire& wire);
  std::optional<Place> end_of(const std::string& name) const;
  void fault(const SdfWire& wire, std::string message);
  void add_name(const std::string& word, int left, int right,
                const std::vector<circuit::NetId>& bits);

  const SdfFile& file_;
  const ArcDelays& delays_;
  std::map<std::string, Place> ends_;           ///< By name: inputs of cells.
  std::map<std::string, circuit::NetId> nets_;  ///< By name: nets, ports, outputs of cells.
  std::set<circuit::NetId> outputs_;            ///< Nets of the design's outputs: ends, too.
  std::multimap<circuit::NetId, Place> ends_of_net_;
  std::map<Place, WireEnd> wires_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace pann::synth
