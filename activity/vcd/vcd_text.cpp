#include "activity/vcd/vcd_text.h"

#include <array>
#include <numeric>

namespace pann::activity {

std::string excerpt(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  if (word.size() <= kLongest) return std::string(word);
  return std::string(word.substr(0, kLongest)) + "...";
}

std::uint64_t count_lines(std::string_view text) {
  // Lanes of fixed number and 8-bit sums are what compilers turn into vector instructions.
  constexpr std::size_t kLanes = 32;
  constexpr std::size_t kRounds = 255;  // before an 8-bit sum overflows
  std::uint64_t lines = 0;
  while (text.size() >= kLanes) {
    std::array<std::uint8_t, kLanes> sums{};
    for (std::size_t round = 0; round < kRounds && text.size() >= kLanes; ++round) {
      const char* lane = text.data();
      for (std::size_t i = 0; i < kLanes; ++i)
        sums[i] += static_cast<std::uint8_t>(lane[i] == '\n');
      text.remove_prefix(kLanes);
    }
    lines = std::accumulate(sums.begin(), sums.end(), lines);
  }
  for (const char character : text) lines += static_cast<std::uint64_t>(character == '\n');
  return lines;
}

}  // namespace pann::activity
