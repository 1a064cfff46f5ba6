#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "circuit/netlist.h"
#include "synth/liberty/library.h"
#include "synth/timing/spef.h"

namespace pann::synth {

/// What a net's wire adds to the pins on it, before there is a layout.
struct WireModel {
  enum class Kind {
    none,        ///< Nothing.
    library,     ///< The library's wire_load table by fan-out: `name`, else the one that it
                 ///< selects by area, else the one it names as its default. Libraries without one
                 ///< add nothing.
    per_fanout,  ///< `farads_per_fanout` for every pin driven.
    per_net,     ///< What `spef` says of each net; nothing for those that it leaves out.
  };
  Kind kind = Kind::library;
  std::string name{};
  double farads_per_fanout = 0.0;
  std::shared_ptr<const SpefFile> spef{};
};

/// "none", "library", a wire_load's name, a capacitance a fan-out such as "0.5fF", or a SPEF file
/// ("....spef"). Throws Failure(user_error, "wire.model") for any other text, and as read_spef.
WireModel parse_wire_model(const std::string& text, const Library& library);

/// What the model comes to for a design of `area`: a table, a capacitance a fan-out, capacitances
/// net by net, or nothing.
class WireCapacitance {
 public:
  WireCapacitance(const WireModel& model, const Library& library, double area);

  /// Farads that the wire of each net adds, by the pins that it drives. Throws as
  /// net_capacitances.
  std::vector<double> of_nets(const circuit::Netlist& netlist,
                              const std::vector<double>& fanout) const;
  /// Name of the library's wire load; empty where the model is another.
  std::string wire_load() const { return table_ == nullptr ? "" : table_->name; }
  /// What of the netlist a SPEF file speaks about; nothing where the model is none.
  std::optional<SpefCoverage> coverage(const circuit::Netlist& netlist) const;
  /// "wire load 5k", "0.5 fF a fan-out", "none".
  std::string describe() const;

 private:
  const WireLoad* table_ = nullptr;
  double farads_per_fanout_ = 0.0;
  std::shared_ptr<const SpefFile> spef_;
};

}  // namespace pann::synth
