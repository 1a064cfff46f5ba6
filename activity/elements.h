#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "generator/manifest.h"

namespace pann::activity {

/// The net bits of an element: of words that the paper counts together (docs/measuring.md).
struct ElementBits {
  struct Weight {
    circuit::NetId net = 0;
    std::uint32_t positions = 0;  ///< Bit positions of the element that this net is.
  };
  /// A bit position that two declarations of one name give a net each.
  struct Twin {
    std::string name;
    circuit::NetId first = 0;
    circuit::NetId second = 0;
  };

  std::string name;
  std::vector<Weight> nets{};  ///< In order of net.
  std::uint64_t found = 0;     ///< Bit positions that have a net: the sum of the weights.
  /// Bit positions that the patterns name in the design; none where only the trace is known.
  std::optional<std::uint64_t> expected{};
  /// What has no net: bits of the design by name, and patterns that name nothing at all.
  std::vector<std::string> missing{};
  std::vector<Twin> twins{};
};

/// The elements of `groups` among signals: every bit of every signal whose name matches one of a
/// group's patterns. Bit positions count, not electrical nets: a net that two words share has the
/// weight 2. A name that matches twice, or that is declared twice, counts once.
std::vector<ElementBits> index_elements(const std::vector<Signal>& signals,
                                        const std::vector<generator::ElementGroup>& groups);

/// The same where the design is known: its netlist says which bits are expected. A bit whose name
/// the signals lack is found by any other name of its net; a constant one never toggles and is no
/// loss.
std::vector<ElementBits> index_elements(const circuit::Netlist& design,
                                        const std::vector<Signal>& signals,
                                        const std::vector<generator::ElementGroup>& groups);

/// What one element of the design did.
struct ElementCount {
  std::string name;
  std::uint64_t toggles = 0;  ///< Summed over bit positions.
  std::uint64_t bits = 0;     ///< As ElementBits::found.
  std::optional<std::uint64_t> expected{};
  std::vector<std::string> missing{};
};

/// The toggles of each element. Throws Failure(user_error, "activity.name") where two nets of one
/// name in it did not do the same.
std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<ElementBits>& elements);

/// The same for the elements of `groups` among the activity's signals.
std::vector<ElementCount> count_elements(const Activity& activity,
                                         const std::vector<generator::ElementGroup>& groups);

/// Whether every element has all its bits.
bool is_complete(const std::vector<ElementCount>& elements);

}  // namespace pann::activity
