#include "support/cache.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <map>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/output.h"
#include "support/warning.h"

namespace pann::support {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kDefaultLimitMb = 2048;
constexpr unsigned kMegabyteShift = 20;
/// Entries that another process may be reading are not removed.
constexpr std::chrono::hours kSpared{1};
/// Its time is when the entries were last looked at to keep the cache within its limit.
constexpr const char* kTrimMark = ".trimmed";
constexpr std::chrono::minutes kBetweenTrims{10};

const char* environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

/// Why programs must not be started from `root`, or why it cannot be written; empty: it is good.
std::string fault_of(const fs::path& root) {
  struct stat status {};
  if (::lstat(root.c_str(), &status) != 0) return std::strerror(errno);
  if (S_ISLNK(status.st_mode) && ::stat(root.c_str(), &status) != 0) return std::strerror(errno);
  if (!S_ISDIR(status.st_mode)) return "it is no directory";
  if (status.st_uid != ::geteuid()) return "it belongs to another user";
  if ((status.st_mode & S_IWOTH) != 0) return "everybody may write to it";
  if (::access(root.c_str(), W_OK | X_OK) != 0) return std::strerror(errno);
  return "";
}

/// Makes the cache's directory; that it is not there afterwards is told by `fault_of`.
void make_private(const fs::path& root) {
  std::error_code error;
  fs::create_directories(root.parent_path(), error);
  constexpr mode_t kOwnerOnly = 0700;
  ::mkdir(root.c_str(), kOwnerOnly);
}

struct Entry {
  fs::path path;
  fs::file_time_type used;
  std::uint64_t bytes = 0;
};

std::uint64_t size_of(const fs::path& entry) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator file(entry, error), end; !error && file != end;
       file.increment(error)) {
    std::error_code gone;
    const std::uintmax_t size = file->is_regular_file(gone) ? file->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

/// Calls `visit(kind, entry)` for all entries; names with a dot in front are being made.
template <class Visit>
void visit_entries(const fs::path& root, Visit visit) {
  std::error_code error;
  for (fs::directory_iterator kind(root, error), end; !error && kind != end;
       kind.increment(error)) {
    std::error_code gone;
    for (fs::directory_iterator entry(kind->path(), gone); !gone && entry != end;
         entry.increment(gone)) {
      if (entry->path().filename().string().front() != '.')
        visit(kind->path().filename().string(), entry->path());
    }
  }
}

/// Marks an entry as used now, by the clock of the file system: on one that machines share, their
/// own need not agree.
void touch(const fs::path& entry) {
  ::utimensat(AT_FDCWD, entry.c_str(), nullptr, 0);
}

/// What the clock says that `touch` marks by.
fs::file_time_type time_of(const fs::path& root) {
  touch(root);
  std::error_code error;
  return fs::last_write_time(root, error);
}

/// Looks at all entries once a process, and not again soon after another one did.
void keep_within_limit(const fs::path& root, std::uint64_t limit) {
  static std::atomic<bool> done = false;
  if (done.exchange(true)) return;
  const fs::path mark = root / kTrimMark;
  std::error_code error;
  const bool is_new = !fs::exists(mark, error);
  if (!is_new && fs::last_write_time(mark, error) + kBetweenTrims > time_of(root)) return;
  if (is_new) std::ofstream{mark};
  touch(mark);
  trim_cache(root, limit, kSpared);
}

}  // namespace

fs::path cache_location() {
  if (const char* directory = environment_value("PANN_CACHE_DIR")) return fs::absolute(directory);
  if (const char* directory = environment_value("XDG_CACHE_HOME"))
    return fs::absolute(directory) / "pann";
  if (const char* home = environment_value("HOME")) return fs::absolute(home) / ".cache" / "pann";
  return temporary_root() / fmt::format("pann-cache-{}", ::geteuid());
}

fs::path cache_root() {
  fs::path root = cache_location();
  make_private(root);
  const std::string fault = fault_of(root);
  if (fault.empty()) return root;
  static const TemporaryDirectory instead;
  warn({"cache.unusable",
        fmt::format("the cache '{}' is not used: {}", root.string(), fault),
        "set PANN_CACHE_DIR to a directory of your own; until then nothing is kept",
        {}});
  return instead.path();
}

fs::path cached_directory(const std::string& kind, const std::string& key,
                          const std::function<void(const fs::path&)>& build) {
  const std::uint64_t limit = cache_limit();  // a bound that is none is told before any work
  const fs::path root = cache_root();
  fs::path entry = root / kind / key;
  if (fs::is_directory(entry)) {
    touch(entry);
    return entry;
  }
  OutputDirectory draft(entry);
  build(draft.staging());
  if (fs::is_directory(entry)) return entry;  // another process was faster; ours is dropped
  draft.commit();
  keep_within_limit(root, limit);
  return entry;
}

std::uint64_t cache_limit() {
  std::uint64_t megabytes = kDefaultLimitMb;
  if (const char* value = environment_value("PANN_CACHE_LIMIT_MB")) {
    const std::string_view text(value);
    constexpr std::uint64_t kMost = std::uint64_t{1} << 40U;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), megabytes);
    if (fault != std::errc() || end != text.data() + text.size() || megabytes > kMost) {
      fail_input("cache.limit", fmt::format("PANN_CACHE_LIMIT_MB is '{}'", text),
                 "give a whole number of megabytes");
    }
  }
  return megabytes << kMegabyteShift;
}

std::vector<CacheUse> cache_use(const fs::path& root) {
  std::map<std::string, CacheUse> kinds;
  visit_entries(root, [&](const std::string& kind, const fs::path& entry) {
    CacheUse& use = kinds[kind];
    use.kind = kind;
    ++use.entries;
    use.bytes += size_of(entry);
  });
  std::vector<CacheUse> list;
  for (auto& [name, use] : kinds) list.push_back(std::move(use));
  return list;
}

std::uint64_t trim_cache(const fs::path& root, std::uint64_t limit, std::chrono::seconds spared) {
  std::vector<Entry> entries;
  std::uint64_t total = 0;
  visit_entries(root, [&](const std::string&, const fs::path& path) {
    std::error_code error;
    entries.push_back({path, fs::last_write_time(path, error), size_of(path)});
    total += entries.back().bytes;
  });
  if (total <= limit) return 0;
  std::sort(entries.begin(), entries.end(),
            [](const Entry& left, const Entry& right) { return left.used < right.used; });
  const fs::file_time_type now = time_of(root);
  std::uint64_t freed = 0;
  for (const Entry& entry : entries) {
    if (total - freed <= limit || entry.used + spared > now) break;
    std::error_code error;
    fs::remove_all(entry.path, error);
    if (!error) freed += entry.bytes;
  }
  return freed;
}

}  // namespace pann::support
