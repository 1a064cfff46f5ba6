#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activity/activity.h"

namespace pann::activity {

/// What the nets of one scope did.
struct ScopeSum {
  std::string name;            ///< Path below the activity's scope; empty: that scope itself.
  std::uint64_t own_nets = 0;  ///< Nets with a name in this very scope.
  std::uint64_t own_toggles = 0;
  std::uint64_t nets = 0;  ///< Nets with a name here or below.
  std::uint64_t toggles = 0;
  std::uint64_t glitches = 0;  ///< Here or below, where they were counted.
};

/// Sums over every scope, in order of name; a net counts once in a scope, whatever names it has
/// there, and in every scope where it has one.
std::vector<ScopeSum> sum_scopes(const Activity& activity);

}  // namespace pann::activity
