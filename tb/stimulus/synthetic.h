#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "generator/design_spec.h"
#include "tb/stimulus/operand_ports.h"
#include "tb/stimulus/operand_range.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

enum class Distribution { uniform, gaussian };

/// Which values an operand of b bits is drawn from.
enum class Range {
  automatic,     ///< signed_range for a signed operand, full for an unsigned one.
  signed_range,  ///< [-2^(b-1), 2^(b-1)).
  nonnegative,   ///< [0, 2^(b-1)): the paper's "unsigned", which signed hardware holds.
  full,          ///< [0, 2^b): unsigned hardware only.
};

std::string_view name(Distribution distribution);
std::string_view name(Range range);  ///< "automatic", "signed", "nonnegative", "full".
std::optional<Distribution> distribution_from_name(std::string_view text);
std::optional<Range> range_from_name(std::string_view text);

inline constexpr std::uint64_t kPaperVectors = 36000;  ///< Operand pairs a run (appendix A.2).
using generator::kDefaultStreamLength;
inline constexpr std::uint64_t kMaximumVectors = 1ULL << 28U;  ///< 4 GiB of operands.

/// Seeded synthetic operands, as the paper draws them ("How the paper measures").
struct StimulusSpec {
  Distribution distribution = Distribution::uniform;
  Range range = Range::automatic;
  std::optional<OperandRange> x_range{};  ///< `--x-range A:B`; goes before `range`.
  std::optional<OperandRange> w_range{};  ///< `--w-range A:B`; goes before `range`.
  std::uint64_t vectors = kPaperVectors;  ///< Operations in all.
  std::uint64_t length = 0;               ///< Operations a stream; 0: one stream.
  std::uint64_t seed = 1;
};

/// The stream length where the user gives none: kDefaultStreamLength for units with a clock, 0 (one
/// stream) for combinational ones.
std::uint64_t default_stream_length(const OperandPorts& ports);
std::uint64_t default_stream_length(const generator::DesignSpec& spec);

/// The range an operand is drawn from. Throws Failure(user_error, "stimulus.range") where the port
/// cannot hold it.
OperandRange stimulus_range(const StimulusSpec& stimulus, const OperandPort& port);

/// Draws the operands: x from Random(seed, 0), w from Random(seed, 1), so that the width or range
/// of one never changes the other; the lanes of an operation one after the other. A last stream may
/// be shorter than the others. Other inputs of a unit of the kind other are uniform over all their
/// values, the i-th of them from Random(seed, 16 + i).
///
/// Gaussian values of a range [A, B] are N(0,1) draws, divided by the largest absolute value of all
/// draws of that operand and scaled: by max(-A, B + 1) where the range holds both signs; otherwise
/// their absolute value, scaled by B - A + 1, is counted from the end nearer to zero. Then they are
/// rounded to the nearest integer and clipped to [A, B].
///
/// An array takes as many words of x and of w as it has rows or columns, whichever are more, and
/// does rows times columns of the operations at a time, so that `vectors` is rounded up.
///
/// Throws Failure(user_error) with every fault: "stimulus.vectors", "stimulus.range".
OperandStreams make_operands(const StimulusSpec& stimulus, const OperandPorts& ports);
OperandStreams make_operands(const StimulusSpec& stimulus, const generator::Manifest& manifest);
OperandStreams make_operands(const StimulusSpec& stimulus, const generator::DesignSpec& spec);

}  // namespace pann::tb
