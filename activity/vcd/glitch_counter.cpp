#include "activity/vcd/glitch_counter.h"

namespace pann::activity {

void GlitchCounter::change(std::uint32_t index, Level from, Level to, bool is_counted) {
  Net& net = nets_[index];
  if (!net.is_listed) {
    net.is_listed = true;
    net.before = from;
    changed_.push_back(index);
  }
  net.now += static_cast<std::uint32_t>(is_counted);
  net.level = to;
}

void GlitchCounter::end_period(Net& net) {
  const bool settles_inverted = net.start <= high && net.before <= high && net.start != net.before;
  const auto needed = static_cast<std::uint32_t>(settles_inverted);
  if (net.toggles > needed) net.glitches += net.toggles - needed;
  net.toggles = 0;
}

void GlitchCounter::end_instant() {
  for (const std::uint32_t index : changed_) {
    Net& net = nets_[index];
    if (net.period != period_) {
      end_period(net);
      net.period = period_;
      net.start = net.before;
    }
    net.toggles += net.now;
    net.now = 0;
    net.is_listed = false;
  }
  changed_.clear();
}

void GlitchCounter::finish(std::vector<NetCounts>& counts) {
  end_instant();
  for (std::size_t i = 0; i < nets_.size(); ++i) {
    nets_[i].before = nets_[i].level;
    end_period(nets_[i]);
    counts[i].glitches = nets_[i].glitches;
  }
}

}  // namespace pann::activity
