#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace pann::support {

/// Where results that are dear to make again are kept: $PANN_CACHE_DIR, else $XDG_CACHE_HOME/pann,
/// else ~/.cache/pann, else a folder of the user's own in the temporary directory.
std::filesystem::path cache_location();

/// `cache_location()`, made if need be (mode 0700); programs are started from it, so it must be the
/// user's own and writable to nobody else. Where it is not, or cannot be written, says so once and
/// gives a directory that lasts as long as this process.
std::filesystem::path cache_root();

/// A directory of the cache, named `kind`/`key`, where `key` is the hash of everything its content
/// depends on. If it is not there yet, `build` fills an empty directory, which then takes the name
/// at once: two processes building the same entry both succeed, and a half-built one is never seen.
/// A cache that has grown beyond `cache_limit()` loses the entries that were not used for longest.
std::filesystem::path cached_directory(
    const std::string& kind, const std::string& key,
    const std::function<void(const std::filesystem::path&)>& build);

/// Bytes that the cache may take: $PANN_CACHE_LIMIT_MB, else 2 GiB. Throws Failure(user_error,
/// "cache.limit") where the variable is no whole number.
std::uint64_t cache_limit();

/// What one kind of entries takes.
struct CacheUse {
  std::string kind;
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
};

/// The use of the cache in `root`, by kind in order of their names.
std::vector<CacheUse> cache_use(const std::filesystem::path& root);

/// Removes the entries of the cache in `root`, least recently used first, until it takes at most
/// `limit` bytes; entries used within `spared` are kept. Returns the bytes that were freed.
std::uint64_t trim_cache(const std::filesystem::path& root, std::uint64_t limit,
                         std::chrono::seconds spared);

}  // namespace pann::support
