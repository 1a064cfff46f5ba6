#include "analysis/sweep/result_cache.h"

#include <system_error>

#include "analysis/sweep/result_file.h"
#include "support/cache.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

constexpr const char* kKind = "sweep";
constexpr const char* kFile = "result.json";

}  // namespace

std::optional<PointResult> find_cached_result(const std::string& key) {
  const fs::path file = support::cache_root() / kKind / key / kFile;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  try {
    const std::vector<PointResult> results = read_results(file);
    if (results.size() == 1 && results.front().key == key && results.front().is_done)
      return results.front();
  } catch (const support::Failure&) {
    // What cannot be read is measured anew.
  }
  return std::nullopt;
}

void cache_result(const PointResult& result) {
  if (!result.is_done) return;
  try {
    support::cached_directory(kKind, result.key, [&](const fs::path& draft) {
      support::write_file(draft / kFile, to_json_text({result}));
    });
  } catch (const support::Failure&) {
    // The result is in the worker's own file.
  }
}

}  // namespace pann::analysis
