#include "analysis/sweep/collect.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "analysis/sweep/result_cache.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/warning.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCachedAtOnce = 500;
constexpr std::size_t kKeyDigits = 32;

/// Files of the folder that belong to the chunk, sorted by name; all where it has no name.
std::vector<fs::path> files_of(const fs::path& folder, const std::string& chunk) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (chunk.empty() || name.starts_with(chunk + ".")) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void set_aside(const fs::path& file, const support::Failure& failure) {
  std::error_code error;
  fs::rename(file, file.string() + ".damaged", error);
  support::warn(failure.diagnostics().front());
}

}  // namespace

void take_cached(SweepStore& store, PointCosts& costs) {
  std::vector<PointResult> found;
  std::vector<PointResult> all;
  store.waiting(0, [&](std::int64_t, const SweepChunk::Entry& entry, int) {
    support::check_cancelled();
    if (auto result = find_cached_result(entry.key)) {
      costs.add(entry.point, result->seconds);
      all.push_back(std::move(*result));
    }
    return true;
  });
  for (std::size_t first = 0; first < all.size(); first += kCachedAtOnce) {
    const std::size_t last = std::min(all.size(), first + kCachedAtOnce);
    found.assign(all.begin() + static_cast<std::ptrdiff_t>(first),
                 all.begin() + static_cast<std::ptrdiff_t>(last));
    store.add(found);
  }
}

std::size_t merge_results(SweepStore& store, const SweepFolder& folder, const std::string& chunk) {
  std::size_t merged = 0;
  for (const fs::path& file : files_of(folder.results(), chunk)) {
    if (file.extension() != ".json") continue;
    try {
      const std::vector<PointResult> results = read_results(file);
      store.add(results);
      merged += results.size();
    } catch (const support::Failure& failure) {
      if (failure.diagnostics().front().code != "sweep.results") throw;
      set_aside(file, failure);
      continue;
    }
    std::error_code error;
    fs::remove(file, error);  // merged again, it would change nothing
  }
  return merged;
}

std::vector<std::string> take_journals(const SweepFolder& folder, const std::string& chunk) {
  std::vector<std::string> keys;
  for (const fs::path& file : files_of(folder.journal(), chunk)) {
    const std::string text = support::read_file(file);
    if (text.size() == kKeyDigits) keys.push_back(text);
    std::error_code error;
    fs::remove(file, error);
  }
  return keys;
}

void blame(SweepStore& store, const SweepFolder& folder, const SweepChunk& chunk,
           const std::string& how) {
  const std::vector<std::string> keys = take_journals(folder, chunk.name);
  for (const std::string& key : keys) store.add_crash(key, how);
  if (!keys.empty() || !chunk.one_by_one) return;
  for (const SweepChunk::Entry& entry : chunk.entries) store.add_crash(entry.key, how);
}

}  // namespace pann::analysis
