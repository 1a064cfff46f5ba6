#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/main_job/unit_jobs.h"

namespace pann::analysis {

/// The elements whose weight is not 0, that of an operation's first word where it has several;
/// streams of which nothing is left are left out as well.
tb::OperandStreams without_zeros(const tb::OperandStreams& operands);

/// Bits that tell the elements of a dot product, and none of them, apart.
int index_bits(const tb::OperandStreams& operands);

/// A unit of that kind for the operands, x unsigned, its accumulator as narrow as the sums allow.
generator::DesignSpec narrow_spec(const UnitOperands& operands, generator::Kind kind);

/// The weights of each dot product, or of each window of so many elements of it.
std::vector<std::vector<std::int64_t>> shared_weights_of(const tb::OperandStreams& streams,
                                                         std::size_t window = 0);

/// Shares `lanes` lanes out among the planes of the unit, at least as many planes as it has to
/// have, with an accumulator that their sum fits. The lanes by plane.
std::vector<int> share_planes(generator::DesignSpec& spec,
                              const std::vector<std::vector<std::int64_t>>& weights, int lanes);

/// How often the weights have x added.
std::uint64_t count_additions(const std::vector<std::vector<std::int64_t>>& weights,
                              generator::Planes planes);

/// A MAC that is one bit heap, zeros skipped.
UnitJob heap_mac_job(const UnitOperands& operands, std::string name);

/// Eight products in one bit heap with the accumulator, weights by sign, zeros skipped.
UnitJob heap_dot_job(const UnitOperands& operands, std::string name);

/// The weights' planes in `lanes` lanes, at least one a plane.
UnitJob pann_dot_job(const UnitOperands& operands, int lanes,
                     generator::Planes planes = generator::Planes::signed_digit);

/// The units that the measurement says are best, beside those of the paper (`pann run --units
/// all`): a MAC that is one bit heap with a narrow accumulator and a tree of eight products in one,
/// each on the operands of the budget and on PANN's integers, and pann_dot, which adds PANN's
/// integers as signed digits, as bits of |w| or |w| times in `lanes` lanes. Elements with w = 0 are
/// skipped by all of them; accumulators have `operands.accumulator_bits`.
std::vector<UnitJob> best_unit_jobs(const NetworkOperands& operands, int lanes);

}  // namespace pann::analysis
