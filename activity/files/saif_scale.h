#pragma once

#include <cstdint>
#include <string>

#include "activity/activity.h"

namespace pann::activity {

/// How the ticks of an activity are written in SAIF, which knows 1, 10 and 100 of fs, ps, ns, us,
/// ms and s: in the coarsest unit of which a tick is a whole number. A tick that is no whole number
/// of femtoseconds is written in those, the duration rounded as a whole, so that over any period it
/// is the number of periods that it was.
class SaifScale {
 public:
  /// Takes the tick and the duration. Throws Failure(user_error, "saif.duration") where the
  /// duration is too long for 64 bits of the unit.
  explicit SaifScale(const Activity& frame);

  /// "1 ps", "100 fs".
  std::string unit() const;
  std::uint64_t scaled(std::uint64_t ticks) const;
  /// The times of a net; they add up to what they added up to, in the unit.
  NetCounts scaled(NetCounts counts) const;

 private:
  int exponent_ = 0;          ///< The unit is 10^exponent femtoseconds.
  std::uint64_t whole_ = 1;   ///< Units a tick; 0: no whole number of them.
  long double units_ = 1.0L;  ///< The same, not whole.
};

}  // namespace pann::activity
