#include "tb/model/played_operands.h"

#include <algorithm>
#include <span>

#include "tb/model/digit_planes.h"
#include "tb/model/window_schedule.h"

namespace pann::tb {

bool packs_elements(const generator::Manifest& manifest) {
  return generator::packs_elements(manifest.design);
}

PlayedOperands::PlayedOperands(const generator::Manifest& manifest, const OperandStreams& elements)
    : elements_(elements),
      is_packed_(packs_elements(manifest)),
      loads_(generator::is_weight_stationary(manifest.design)
                 ? static_cast<std::size_t>(manifest.design.rows)
                 : 0),
      macs_(static_cast<std::uint64_t>(generator::array_cells(manifest.design))) {
  if (!is_packed_) return;
  const generator::DesignSpec& design = manifest.design;
  packed_ = generator::has_window(design)
                ? pack_windows(elements, design)
                : pack_planes(elements, design.w_signed, generator::lanes_by_plane(design),
                              design.planes);
}

std::size_t PlayedOperands::operations(std::size_t stream) const {
  return loads_ + streams().first[stream + 1] - streams().first[stream];
}

Operation PlayedOperands::operation(std::size_t stream, std::size_t index) const {
  const OperandStreams& operands = streams();
  const std::size_t first = operands.first[stream];
  if (loads_ == 0) return operation_of(operands, first + index);
  const std::size_t rows = std::min(loads_, operands.first[stream + 1] - first);
  if (index >= loads_) {
    const std::span<const OperandBits> weights(operands.w);
    return {operation_of(operands, first + index - loads_).x,
            weights.subspan(first * operands.lanes, rows * operands.lanes)};
  }
  const std::size_t row = loads_ - 1 - index;
  return {{}, row < rows ? operation_of(operands, first + row).w : std::span<const OperandBits>()};
}

std::uint64_t PlayedOperands::elements(std::size_t stream) const {
  return (elements_.first[stream + 1] - elements_.first[stream]) * macs_;
}

}  // namespace pann::tb
