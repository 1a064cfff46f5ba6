#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "generator/design_spec.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Weights as digits, and their schedule on a unit with lanes of wired weight (pann_dot).
///
/// Signed digits: a weight is a sum of digits -1, 0, +1 times 2^plane, no two neighbours of which
/// are other than 0 (the non-adjacent form, Reitwiesner 1960): on average a third of the planes of
/// a long weight hold a digit, fewer than in any other form of digits. An element w x is then as
/// many additions of x as w has digits, each shifted by its plane. Lane l of a plane adds x
/// 2^plane; digits of one sign are taken together, so that the unit only ever adds, and complements
/// its sum where the sign changes.
///
///     w = 7 = +8 - 1:   x into a lane of plane 3 among the positive digits,
///                       x into a lane of plane 0 among the negative ones
///
/// Binary planes: the bits of |w|, all of w's sign; without a plane of its own |w| = 2^planes, the
/// lowest of signed weights, is twice in the last one. Repetition: one plane; x stands in a lane
/// for |w| cycles. So many elements as there are lanes make a group, the largest |w| first, so that
/// their ends lie near each other; in its cycle t a group adds the x of those with |w| > t.

using generator::Planes;

/// Digits of w from plane 0 on; the last is not 0, none for w = 0. |w| of at most 2^62.
std::vector<std::int8_t> signed_digits(std::int64_t w);

/// The bits of |w| from plane 0 on, each with w's sign; as signed_digits().
std::vector<std::int8_t> binary_digits(std::int64_t w);

/// The most additions of one x that a schedule of repetitions takes.
inline constexpr std::int64_t kMostRepetitions = std::int64_t{1}
                                                 << generator::kMaximumRepetitionBits;

/// What the lanes add in one cycle: x by lane, those of plane 0 first; 0 where a lane has no digit.
struct PlaneCycle {
  bool is_negative = false;  ///< The sum of the lanes is subtracted.
  std::vector<OperandBits> x;
};

/// The cycles of a dot product: negative digits first, then the positive ones, each plane's digits
/// spread evenly over the cycles that the fullest plane takes. The last cycle is a positive one, so
/// that the unit ends uncomplemented; it may be empty.
///
/// `lanes`: lanes by plane, at least 1 each; of repetitions the first plane's alone are used.
/// Throws Failure(user_error, "stimulus.planes") for a weight with a digit above the last plane, or
/// with more than kMostRepetitions.
std::vector<PlaneCycle> schedule_planes(std::span<const OperandBits> x,
                                        std::span<const std::int64_t> w, std::span<const int> lanes,
                                        Planes planes = Planes::signed_digit);

/// The same by element: a lane's word is the number of its element, from 1 on, or 0 for none.
std::vector<PlaneCycle> schedule_elements(std::span<const std::int64_t> w,
                                          std::span<const int> lanes, Planes planes);

/// The weights of a dot product, each operation's first w: what all of its x are multiplied by.
/// Throws Failure(user_error): "stimulus.planes" for weights beyond 2^62, "stimulus.positions"
/// where an x that is not 0 has another one.
std::vector<std::int64_t> shared_weights(const OperandStreams& elements, std::size_t stream,
                                         bool w_is_signed);

/// Operands of elements as the cycles of a unit with these lanes for each x of an element, its
/// positions: an operation is a cycle, x by position and lane, w the sign of its digits, 1 or -1,
/// in every lane. Streams stay what they are. Throws as schedule_planes() and shared_weights().
OperandStreams pack_planes(const OperandStreams& elements, bool w_is_signed,
                           std::span<const int> lanes, Planes planes = Planes::signed_digit);

/// How `total` lanes are shared out among the planes so that the dot products of these weights take
/// the fewest cycles: one each, then one at a time to a plane that holds the most cycles up.
/// `streams`: the weights of each dot product. At least one lane a plane; `total` is raised to
/// their number where it is less. Repetitions have one plane.
std::vector<int> share_lanes(std::span<const std::vector<std::int64_t>> streams, int total,
                             Planes planes = Planes::signed_digit);

}  // namespace pann::tb
