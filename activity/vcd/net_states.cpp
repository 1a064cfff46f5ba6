#include "activity/vcd/net_states.h"

namespace pann::activity {

NetStates::NetStates(const std::vector<std::uint8_t>& classes)
    : sums_(classes.size()), present_(classes.size()), rare_(classes.size()) {
  for (std::size_t bit = 0; bit < classes.size(); ++bit) present_[bit].mask = classes[bit];
}

NetStates NetStates::later_part() const {
  NetStates part;
  part.sums_.resize(size());
  part.present_.resize(size());
  part.rare_.resize(size());
  part.firsts_.resize(size());
  for (std::size_t bit = 0; bit < size(); ++bit) part.present_[bit].mask = present_[bit].mask;
  return part;
}

void NetStates::add_ticks(std::uint32_t bit, std::uint8_t level, std::uint64_t ticks) {
  if (level == high) {
    sums_[bit].entered[low][1] += ticks;
  } else if (level == floating) {
    rare_[bit].floating_ticks += ticks;
  } else if (level != low) {
    rare_[bit].unknown_ticks += ticks;
  }
}

void NetStates::set_bit_slowly(std::uint32_t bit, Level level, Moment moment) {
  Present& net = present_[bit];
  if (net.level == untouched && !firsts_.empty()) {
    firsts_[bit] = {moment.ticks, level, moment.mask};
  }
  add_ticks(bit, net.level, moment.ticks);
  add_ticks(bit, level, 0 - moment.ticks);
  // Toggles between known levels never come here: this is a first value, one that is forgotten, or
  // a change from or to x or z.
  const bool changes = net.level < unset && level < unset && net.level != level;
  const bool counts = changes && (net.mask & moment.mask) != 0;
  rare_[bit].unknown_changes += static_cast<std::uint64_t>(counts);
  net.level = level;
}

void NetStates::add_stretch(std::uint32_t first, std::uint32_t width, const Stretch& stretch,
                            const HistoryCounts& counts) {
  for (std::uint32_t bit = 0; bit < width; ++bit) {
    const std::uint64_t first_level = (stretch.first_value >> bit) & 1U;
    const std::uint64_t last_level = (stretch.last_value >> bit) & 1U;
    Sums& sums = sums_[first + bit];
    // A bit that is at 1 at the end has entered it at the last tick less its ticks at 1 since.
    const std::uint64_t ticks = counts.high_ticks[bit] + first_level * stretch.first_ticks -
                                last_level * stretch.last_ticks;
    sums.entered[low] += CountAndTicks{counts.falls[bit], ticks};
    sums.entered[high] += CountAndTicks{counts.rises[bit], 0};
    present_[first + bit].level = static_cast<std::uint8_t>(last_level);
  }
}

void NetStates::append(const NetStates& part) {
  for (std::uint32_t bit = 0; bit < size(); ++bit) {
    const First& first = part.firsts_[bit];
    if (first.level == untouched) continue;
    set_bit(bit, static_cast<Level>(first.level), {first.ticks, first.mask});
    sums_[bit].entered[low] += part.sums_[bit].entered[low];
    sums_[bit].entered[high] += part.sums_[bit].entered[high];
    present_[bit].level = part.present_[bit].level;
    // The part accounted the ticks before its first change as x, and that level's begin again.
    rare_[bit].unknown_changes += part.rare_[bit].unknown_changes;
    rare_[bit].floating_ticks += part.rare_[bit].floating_ticks;
    rare_[bit].unknown_ticks += part.rare_[bit].unknown_ticks - first.ticks;
    add_ticks(bit, first.level, first.ticks);
  }
}

std::vector<NetCounts> NetStates::close(std::uint64_t ticks) const {
  std::vector<NetCounts> result(size());
  for (std::size_t bit = 0; bit < size(); ++bit) {
    const Sums& sums = sums_[bit];
    const std::uint8_t level = present_[bit].level;
    const Rare& rare = rare_[bit];
    NetCounts& counts = result[bit];
    counts.falls = sums.entered[low][0];
    counts.rises = sums.entered[high][0];
    counts.unknown_changes = rare.unknown_changes;
    const std::uint64_t high_ticks = sums.entered[low][1] - sums.entered[high][1];
    counts.time_high = high_ticks + (level == high ? ticks : 0);
    counts.time_floating = rare.floating_ticks + (level == floating ? ticks : 0);
    counts.time_unknown = rare.unknown_ticks + (level >= unknown ? ticks : 0);
    counts.time_low = ticks - counts.time_high - counts.time_floating - counts.time_unknown;
  }
  return result;
}

}  // namespace pann::activity
