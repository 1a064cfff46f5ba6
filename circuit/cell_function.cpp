#include "circuit/cell_function.h"

#include <cstddef>
#include <utility>

#include "circuit/net_sources.h"

namespace pann::circuit {

TruthTable tabulate(std::vector<std::string> inputs,
                    const std::function<bool(const std::vector<bool>&)>& value) {
  constexpr std::size_t kWordBits = 64;
  const std::size_t rows = std::size_t{1} << inputs.size();
  TruthTable table{std::move(inputs),
                   std::vector<std::uint64_t>((rows + kWordBits - 1) / kWordBits, 0)};
  std::vector<bool> bits(table.inputs.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < bits.size(); ++k) bits[k] = ((row >> k) & 1U) != 0;
    if (value(bits)) table.bits[row / kWordBits] |= std::uint64_t{1} << (row % kWordBits);
  }
  return table;
}

TruthTable without_idle_inputs(const TruthTable& table) {
  std::vector<std::string> names;
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < table.inputs.size(); ++k) {
    if (!depends_on_input(table, k)) continue;
    names.push_back(table.inputs[k]);
    places.push_back(k);
  }
  return tabulate(std::move(names), [&](const std::vector<bool>& bits) {
    std::size_t row = 0;
    for (std::size_t k = 0; k < bits.size(); ++k) row |= std::size_t{bits[k]} << places[k];
    return value_at(table, row);
  });
}

}  // namespace pann::circuit
