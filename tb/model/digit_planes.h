#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Weights as signed digits, and their schedule on a unit with lanes of wired weight (pann_dot).
///
/// A weight is a sum of digits -1, 0, +1 times 2^plane, no two neighbours of which are other than 0
/// (the non-adjacent form, Reitwiesner 1960): on average a third of the planes of a long weight
/// hold a digit, fewer than in any other form of digits. An element w x is then as many additions
/// of x as w has digits, each shifted by its plane. Lane l of a plane adds x 2^plane; digits of one
/// sign are taken together, so that the unit only ever adds, and complements its sum where the sign
/// changes.
///
///     w = 7 = +8 - 1:   x into a lane of plane 3 among the positive digits,
///                       x into a lane of plane 0 among the negative ones

/// Digits of w from plane 0 on; the last is not 0, none for w = 0. |w| of at most 2^62.
std::vector<std::int8_t> signed_digits(std::int64_t w);

/// What the lanes add in one cycle: x by lane, those of plane 0 first; 0 where a lane has no digit.
struct PlaneCycle {
  bool is_negative = false;  ///< The sum of the lanes is subtracted.
  std::vector<OperandBits> x;
};

/// The cycles of a dot product: negative digits first, then the positive ones, each plane's digits
/// spread evenly over the cycles that the fullest plane takes. The last cycle is a positive one, so
/// that the unit ends uncomplemented; it may be empty.
///
/// `lanes`: lanes by plane, at least 1 each. Throws Failure(user_error, "stimulus.planes") for a
/// weight with a digit above the last plane.
std::vector<PlaneCycle> schedule_planes(std::span<const OperandBits> x,
                                        std::span<const std::int64_t> w,
                                        std::span<const int> lanes);

/// Operands of elements as the cycles of a unit with these lanes: an operation is a cycle, w the
/// sign of its digits, 1 or -1, in every lane. Streams stay what they are. Throws as
/// schedule_planes().
OperandStreams pack_planes(const OperandStreams& elements, bool w_is_signed,
                           std::span<const int> lanes);

/// How `total` lanes are shared out among the planes so that the dot products of these weights take
/// the fewest cycles: one each, then one at a time to a plane that holds the most cycles up.
/// `streams`: the weights of each dot product. At least one lane a plane; `total` is raised to
/// their number where it is less.
std::vector<int> share_lanes(std::span<const std::vector<std::int64_t>> streams, int total);

}  // namespace pann::tb
