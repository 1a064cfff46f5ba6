#include "tb/activity/signal_bits.h"

#include <fmt/format.h>

namespace pann::tb {

int declared_index(const Signal& signal, std::size_t bit) {
  const int step = signal.left < signal.right ? -1 : 1;
  return signal.right + step * static_cast<int>(bit);
}

std::string bit_name(const Signal& signal, std::size_t bit) {
  if (!signal.is_vector) return signal.name;
  return fmt::format("{}[{}]", signal.name, declared_index(signal, bit));
}

}  // namespace pann::tb
