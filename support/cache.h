#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace pann::support {

/// The user's cache: $PANN_CACHE_DIR, else $XDG_CACHE_HOME/pann, else ~/.cache/pann.
std::filesystem::path cache_root();

/// A directory of the cache, named `kind`/`key`, where `key` is the hash of everything its content
/// depends on. If it is not there yet, `build` fills an empty directory, which then takes the name
/// at once: two processes building the same entry both succeed, and a half-built one is never seen.
std::filesystem::path cached_directory(
    const std::string& kind, const std::string& key,
    const std::function<void(const std::filesystem::path&)>& build);

}  // namespace pann::support
