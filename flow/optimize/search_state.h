#pragma once

#include <filesystem>
#include <string>

#include "flow/optimize/wiring_search.h"

namespace pann::flow {

/// Writes where a search stands, whole or not at all; `key` says of what.
void write_state(const WiringSearch& state, const std::string& key,
                 const std::filesystem::path& file);

/// Goes on where the file says, if it is there. Throws Failure(user_error, "optimize.state") for a
/// file of another search, or none.
void read_state(const std::filesystem::path& file, const std::string& key, WiringSearch& state);

}  // namespace pann::flow
