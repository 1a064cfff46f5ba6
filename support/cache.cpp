#include "support/cache.h"

#include <cstdlib>

#include "support/output.h"

namespace pann::support {

namespace fs = std::filesystem;

namespace {

const char* environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

fs::path cache_root() {
  if (const char* directory = environment_value("PANN_CACHE_DIR")) return directory;
  if (const char* directory = environment_value("XDG_CACHE_HOME"))
    return fs::path(directory) / "pann";
  if (const char* home = environment_value("HOME")) return fs::path(home) / ".cache" / "pann";
  return fs::temp_directory_path() / "pann-cache";
}

fs::path cached_directory(const std::string& kind, const std::string& key,
                          const std::function<void(const fs::path&)>& build) {
  const fs::path entry = cache_root() / kind / key;
  if (fs::is_directory(entry)) return entry;
  OutputDirectory draft(entry);
  build(draft.staging());
  if (fs::is_directory(entry)) return entry;  // another process was faster; ours is dropped
  draft.commit();
  return entry;
}

}  // namespace pann::support
