#include <algorithm>

#include "flow/optimize/optimize_wiring.h"

namespace pann::flow {

namespace {

/// Adds operations [first, last) of `from` as a stream of `to`.
void add_stream(const tb::OperandStreams& from, std::size_t first, std::size_t last,
                tb::OperandStreams& to) {
  const auto append = [&](const std::vector<tb::OperandBits>& words,
                          std::vector<tb::OperandBits>& all) {
    const auto begin = words.begin();
    all.insert(all.end(), begin + static_cast<std::ptrdiff_t>(first * from.lanes),
               begin + static_cast<std::ptrdiff_t>(last * from.lanes));
  };
  append(from.x, to.x);
  append(from.w, to.w);
  to.first.push_back(to.first.back() + last - first);
}

}  // namespace

SplitOperands split(const tb::OperandStreams& operands) {
  SplitOperands halves;
  for (tb::OperandStreams* half : {&halves.training, &halves.held_out}) {
    half->origin = operands.origin;
    half->lanes = operands.lanes;
    half->first = {0};
  }
  if (operands.streams() == 1) {
    const std::size_t middle = operands.operations() / 2;
    add_stream(operands, 0, middle, halves.training);
    add_stream(operands, middle, operands.operations(), halves.held_out);
    return halves;
  }
  for (std::size_t i = 0; i < operands.streams(); ++i) {
    add_stream(operands, operands.first[i], operands.first[i + 1],
               i % 2 == 0 ? halves.training : halves.held_out);
  }
  return halves;
}

}  // namespace pann::flow
