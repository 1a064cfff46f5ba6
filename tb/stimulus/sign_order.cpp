#include "tb/stimulus/sign_order.h"

namespace pann::tb {

namespace {

/// Appends the words from `first` to `last` whose weights have that sign.
void append_sign(const OperandStreams& operands, std::size_t first, std::size_t last,
                 bool is_negative, OperandStreams& ordered) {
  constexpr int kSignBit = 63;
  for (std::size_t i = first; i < last; ++i) {
    if (((operands.w[i] >> kSignBit) != 0) != is_negative) continue;
    ordered.x.push_back(operands.x[i]);
    ordered.w.push_back(operands.w[i]);
  }
  while (ordered.x.size() % ordered.lanes != 0) {
    ordered.x.push_back(0);
    ordered.w.push_back(0);
  }
}

}  // namespace

OperandStreams ordered_by_sign(const OperandStreams& operands, std::size_t lanes) {
  OperandStreams ordered;
  ordered.origin = operands.origin + ", by sign of w";
  ordered.lanes = lanes;
  ordered.first.push_back(0);
  for (std::size_t stream = 0; stream < operands.streams(); ++stream) {
    const std::size_t first = operands.first[stream] * operands.lanes;
    const std::size_t last = operands.first[stream + 1] * operands.lanes;
    append_sign(operands, first, last, false, ordered);
    append_sign(operands, first, last, true, ordered);
    ordered.first.push_back(ordered.x.size() / lanes);
  }
  return ordered;
}

}  // namespace pann::tb
