#include "support/closest_word.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace pann::support {

namespace {

/// Optimal string alignment distance (Damerau): letters changed, added, left out, swapped.
std::size_t distance(const std::string& left, const std::string& right) {
  std::vector<std::vector<std::size_t>> cost(left.size() + 1,
                                             std::vector<std::size_t>(right.size() + 1));
  std::iota(cost[0].begin(), cost[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    cost[i][0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[left.size()][right.size()];
}

}  // namespace

std::string closest_word(const std::string& given, const std::vector<std::string>& words) {
  constexpr std::size_t kLongest = 64;  // no word of ours is longer
  if (given.size() > kLongest) return {};
  std::string closest;
  std::size_t least = std::max<std::size_t>(1, given.size() / 3) + 1;
  for (const std::string& word : words) {
    const std::size_t far = distance(given, word);
    if (far >= least) continue;
    least = far;
    closest = word;
  }
  return closest;
}

}  // namespace pann::support
