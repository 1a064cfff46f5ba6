#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "generator/manifest.h"
#include "tb/model/pin_recorder.h"
#include "tb/model/unit_model.h"

namespace pann::tb {

/// Records streams of operations as a unit meets them, and what its outputs are in each cycle: the
/// results, `latency` cycles late.
class StreamPlayer {
 public:
  /// `is_counted`: whether the operations count; where not, they are only checked. The others must
  /// outlive the player.
  StreamPlayer(const generator::Manifest& manifest, const UnitModel& model, PinRecorder& pins,
               bool is_counted = true);

  /// Begins a stream: zero operands, in reset as long as a result takes and a cycle more.
  void begin();
  /// One operation, in all its cycles.
  void play(const Operation& operation, const Control& control = {});
  /// One cycle in which the operation is at the pins and the unit is told to hold: not stored.
  void hold(const Operation& operation, const Control& control);
  /// Ends the stream of so many operations: the operands stay until the last result is stored.
  void end(std::uint64_t operations);

 private:
  struct InFlight {
    Wide result = 0;
    bool valid = false;
    bool is_definite = true;   ///< The outputs are compared in the cycle that shows it.
    std::vector<Wide> sums{};  ///< Of a unit that has several.
  };

  void drive(const Operation& operation, std::uint64_t cycle, const Control& control);
  void record(bool counted, bool registers_counted);
  void show(bool counted, bool registers_counted);
  InFlight& behind(std::size_t cycles);
  void drain();
  void rest();
  void expect_sums();
  std::vector<Wide> shown_sums(const Operation& operation) const;

  const UnitModel& model_;
  PinRecorder& pins_;
  bool is_counted_;
  std::size_t latency_;
  bool is_clocked_;
  std::uint64_t interval_;
  bool holds_;                       ///< Whether a port with the role enable stops the registers.
  bool clears_to_begin_;             ///< For want of a reset.
  std::vector<InFlight> in_flight_;  ///< A ring: `latency` results that no output shows yet, and
                                     ///< the one that joins them in this cycle.
  std::size_t oldest_ = 0;           ///< Whose turn it is to be shown.
  Wide newest_ = 0;
  std::vector<Wide> sums_;
};

}  // namespace pann::tb
