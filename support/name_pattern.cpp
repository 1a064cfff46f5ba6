#include "support/name_pattern.h"

#include <algorithm>
#include <cstddef>

namespace pann::support {

namespace {

/// Whether what stands before the first star and after the last one is there as it is: most names
/// fail here, without a table.
bool ends_match(std::string_view pattern, std::string_view name) {
  const std::size_t first = pattern.find('*');
  if (first == std::string_view::npos) return pattern == name;
  const std::string_view tail = pattern.substr(pattern.rfind('*') + 1);
  return name.size() >= first + tail.size() && name.substr(0, first) == pattern.substr(0, first) &&
         name.substr(name.size() - tail.size()) == tail;
}

}  // namespace

// One row of the usual dynamic programme over (pattern, name): linear memory, and no pattern can
// make it exponential, since patterns are the user's.
bool matches(std::string_view pattern, std::string_view name) {
  if (!ends_match(pattern, name)) return false;
  std::vector<char> reachable(name.size() + 1, 0);
  reachable[0] = 1;
  for (std::size_t p = 0; p < pattern.size(); ++p) {
    if (pattern[p] == '*') {
      const bool any_depth = p + 1 < pattern.size() && pattern[p + 1] == '*';
      if (any_depth) ++p;
      for (std::size_t n = 0; n < name.size(); ++n) {
        if (reachable[n] != 0 && (any_depth || name[n] != '.')) reachable[n + 1] = 1;
      }
    } else {
      for (std::size_t n = name.size(); n > 0; --n) {
        reachable[n] = static_cast<char>(reachable[n - 1] != 0 && name[n - 1] == pattern[p]);
      }
      reachable[0] = 0;
    }
  }
  return reachable[name.size()] != 0;
}

NamePatterns::NamePatterns(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    may_name_bits_ = may_name_bits_ || pattern.ends_with(']');
    if (pattern.find('*') == std::string::npos) {
      plain_.insert(pattern);
    } else {
      patterns_.push_back(pattern);
    }
  }
}

bool NamePatterns::match(const std::string& name) const {
  return plain_.contains(name) ||
         std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const std::string& pattern) { return matches(pattern, name); });
}

}  // namespace pann::support
