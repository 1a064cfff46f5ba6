#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "activity/activity.h"

namespace pann::activity {

/// Declared index of a bit that lies `bit` places from the right of a signal.
int declared_index(const Signal& signal, std::size_t bit);

/// One bit of a signal as a user would write it: "name", or "name[index]" for a vector.
std::string bit_name(const Signal& signal, std::size_t bit);

/// Adds a bit to the activity's signals: to the last one where it is the same word and the index
/// follows that of the word's left end, else as a signal of its own. No index: a scalar.
void add_signal_bit(Activity& activity, const std::string& name, std::optional<int> index,
                    circuit::NetId net);

}  // namespace pann::activity
