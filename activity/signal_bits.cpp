#include "activity/signal_bits.h"

#include <fmt/format.h>

namespace pann::activity {

int declared_index(const Signal& signal, std::size_t bit) {
  const int step = signal.left < signal.right ? -1 : 1;
  return signal.right + step * static_cast<int>(bit);
}

std::string bit_name(const Signal& signal, std::size_t bit) {
  if (!signal.is_vector) return signal.name;
  return fmt::format("{}[{}]", signal.name, declared_index(signal, bit));
}

void add_signal_bit(Activity& activity, const std::string& name, std::optional<int> index,
                    circuit::NetId net) {
  std::vector<Signal>& signals = activity.signals;
  if (!index) {
    signals.push_back({name, 0, 0, false, {net}});
    return;
  }
  if (!signals.empty() && signals.back().is_vector && signals.back().name == name) {
    Signal& word = signals.back();
    const std::int64_t step = std::int64_t{*index} - word.left;
    const bool begins_range = word.left == word.right && (step == 1 || step == -1);
    const bool goes_on = word.left != word.right && step == (word.left > word.right ? 1 : -1);
    if (begins_range || goes_on) {
      word.left = *index;
      word.bits.push_back(net);
      return;
    }
  }
  signals.push_back({name, *index, *index, true, {net}});
}

}  // namespace pann::activity
