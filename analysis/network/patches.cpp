#include "analysis/network/patches.h"

namespace pann::analysis {

namespace {

std::ptrdiff_t first_place(std::size_t in, std::size_t out, std::size_t window, std::size_t stride,
                           bool same, std::size_t position) {
  const std::size_t reach = (out - 1) * stride + window;
  const std::size_t padding = same && reach > in ? reach - in : 0;
  return static_cast<std::ptrdiff_t>(position * stride) - static_cast<std::ptrdiff_t>(padding / 2);
}

}  // namespace

WindowPlace window_place(const Layer& layer, std::size_t row, std::size_t column) {
  const Window& window = layer.window;
  return {first_place(layer.in.height, layer.out.height, window.height, window.stride_y,
                      window.same_padding, row),
          first_place(layer.in.width, layer.out.width, window.width, window.stride_x,
                      window.same_padding, column)};
}

}  // namespace pann::analysis
