#pragma once

#include <string>
#include <vector>

namespace pann::support {

/// The one of `words` that `given` is most likely meant to be: at most a third of its letters
/// changed, added, left out or swapped with their neighbour. Empty: none is that close.
std::string closest_word(const std::string& given, const std::vector<std::string>& words);

}  // namespace pann::support
