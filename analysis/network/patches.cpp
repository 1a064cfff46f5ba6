#include "analysis/network/patches.h"

namespace pann::analysis {

WindowPlace window_place(const Layer& layer, std::size_t row, std::size_t column) {
  const Window& window = layer.window;
  return {
      static_cast<std::ptrdiff_t>(row * window.stride_y) - static_cast<std::ptrdiff_t>(window.top),
      static_cast<std::ptrdiff_t>(column * window.stride_x) -
          static_cast<std::ptrdiff_t>(window.left)};
}

}  // namespace pann::analysis
