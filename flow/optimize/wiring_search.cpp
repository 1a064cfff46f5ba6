#include "flow/optimize/wiring_search.h"

#include <utility>
#include <vector>

#include "support/cancellation.h"
#include "support/random.h"

namespace pann::flow {

namespace {

/// The slots of all columns, as one range.
std::size_t all_slots(const HeapWiring& wiring) {
  std::size_t count = 0;
  for (const ColumnWiring& column : wiring) count += column.source.size();
  return count;
}

ColumnWiring& column_of(HeapWiring& wiring, std::size_t& slot) {
  std::size_t column = 0;
  while (slot >= wiring[column].source.size()) slot -= wiring[column++].source.size();
  return wiring[column];
}

/// Swaps the bits of two slots of a column; false where they are the same one.
bool swap_two(HeapWiring& wiring, support::Random& random) {
  std::size_t first = random.below(all_slots(wiring));
  ColumnWiring& column = column_of(wiring, first);
  const std::size_t second = random.below(column.source.size());
  std::swap(column.source[first], column.source[second]);
  return first != second;
}

/// Boltzmann's rule, worse ones less and less.
bool is_taken(double worse_fj, double temperature_fj, support::Random& random) {
  if (worse_fj <= 0.0) return true;
  if (temperature_fj <= 0.0) return false;
  return support::portable_log(1.0 - random.unit()) < -worse_fj / temperature_fj;
}

}  // namespace

void search(WiringSearch& state, const WiringJudgement& judgement,
            const std::function<bool(const WiringSearch&)>& seen) {
  const std::size_t slots = all_slots(state.current);
  if (slots < 2) return;
  const double hottest_fj = kHotShare * state.start_fj / static_cast<double>(slots);
  while (state.evaluated < state.effort) {
    support::check_cancelled();
    support::Random random(state.seed, state.evaluated);
    const double left =
        1.0 - static_cast<double>(state.evaluated) / static_cast<double>(state.effort);
    ++state.evaluated;
    HeapWiring tried = state.current;
    if (swap_two(tried, random)) {
      const auto cost = judgement.judge(tried);
      const double temperature = hottest_fj * left;
      if (cost && is_taken(cost->energy_fj - state.current_fj, temperature, random)) {
        judgement.accept();
        state.current = std::move(tried);
        state.current_fj = cost->energy_fj;
        if (state.current_fj < state.best_fj) {
          state.best = state.current;
          state.best_fj = state.current_fj;
        }
      }
    }
    if (!seen(state)) return;
  }
}

}  // namespace pann::flow
