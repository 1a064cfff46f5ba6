#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "generator/manifest.h"
#include "sim/schedule.h"
#include "tb/model/arithmetic.h"

namespace pann::tb {

/// Records a Schedule: pins keep their value until they are set again; ports are found by role.
class PinRecorder {
 public:
  /// Slots for every input but the clock and for every output whose role has a model. Throws
  /// Failure(user_error, "manifest.role") when two ports share a role other than other_*.
  explicit PinRecorder(const generator::Manifest& manifest);

  /// Throws Failure(user_error, "manifest.role") unless there is a port with that role, `width`
  /// bits wide.
  void require(generator::Role role, int width) const;
  bool has(generator::Role role) const { return slot(role).has_value(); }

  /// Width of the port with that role, 0 where there is none.
  int width(generator::Role role) const;

  /// Sets the pins of an input; ignored where the unit has no such port.
  void set(generator::Role role, Wide value);
  /// Expects a value at an output in the next cycle; ignored where the unit has no such port.
  void expect(generator::Role role, Wide value);
  /// All pins to 0.
  void clear_pins();

  void begin_stream();
  void cycle(const sim::CycleFlags& flags);
  void end_stream(std::uint64_t operations);

  /// Ends the recording.
  sim::Schedule finish(std::uint64_t additions);

 private:
  struct Slot {
    bool is_input = false;
    int width = 0;
    std::size_t first_word = 0;
  };

  const std::optional<Slot>& slot(generator::Role role) const {
    return slots_[static_cast<std::size_t>(role)];
  }
  void add_port(const generator::Port& port);

  sim::Schedule schedule_;
  std::vector<std::optional<Slot>> slots_;
  std::vector<std::uint64_t> pins_;
  std::vector<std::uint64_t> expected_;
};

}  // namespace pann::tb
