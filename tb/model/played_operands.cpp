#include "tb/model/played_operands.h"

#include "tb/model/digit_planes.h"

namespace pann::tb {

bool packs_elements(const generator::Manifest& manifest) {
  return generator::packs_elements(manifest.design);
}

PlayedOperands::PlayedOperands(const generator::Manifest& manifest, const OperandStreams& elements)
    : elements_(elements),
      is_packed_(packs_elements(manifest)),
      macs_(static_cast<std::uint64_t>(generator::array_cells(manifest.design))) {
  if (!is_packed_) return;
  const generator::DesignSpec& design = manifest.design;
  packed_ =
      pack_planes(elements, design.w_signed, generator::lanes_by_plane(design), design.planes);
}

std::uint64_t PlayedOperands::elements(std::size_t stream) const {
  return (elements_.first[stream + 1] - elements_.first[stream]) * macs_;
}

}  // namespace pann::tb
