#pragma once

#include <optional>
#include <string>

#include "synth/liberty/library.h"

namespace pann::synth {

/// What a net's wire adds to the pins on it, before there is a layout.
struct WireModel {
  enum class Kind {
    none,        ///< Nothing.
    library,     ///< The library's wire_load table by fan-out: `name`, else the one it names as
                 ///< its default, else the one that it selects by area. Libraries without one add
                 ///< nothing.
    per_fanout,  ///< `farads_per_fanout` for every pin driven.
  };
  Kind kind = Kind::library;
  std::string name{};
  double farads_per_fanout = 0.0;
};

/// "none", "library", a wire_load's name, or a capacitance a fan-out such as "0.5fF". Throws
/// Failure(user_error, "wire.model") for any other text.
WireModel parse_wire_model(const std::string& text, const Library& library);

/// What the model comes to for a design of `area`: a table, a capacitance a fan-out, or nothing.
class WireCapacitance {
 public:
  WireCapacitance(const WireModel& model, const Library& library, double area);

  /// Farads that a wire to `fanout` pins adds.
  double at(double fanout) const;
  /// "wire load 5k", "0.5 fF a fan-out", "none".
  std::string describe() const;

 private:
  const WireLoad* table_ = nullptr;
  double farads_per_fanout_ = 0.0;
};

}  // namespace pann::synth
