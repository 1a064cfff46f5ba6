#include "support/leftovers.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pann::support {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMark = ".pann-";
constexpr std::size_t kDrawn = 6;  ///< Letters that mkstemp draws.
/// A name that was drawn is locked at once; nothing that old is between the two.
constexpr std::chrono::seconds kLockedBy{2};

struct Leftovers {
  std::mutex mutex;
  std::set<fs::path> paths;
  std::set<pid_t> groups;
  std::set<fs::path> swept;
};

/// Never destroyed: threads may still run when the process ends.
Leftovers& leftovers() {
  static auto* const all = new Leftovers;
  return *all;
}

std::string pattern(const fs::path& parent, const std::string& stem) {
  return (parent / (stem + std::string(kMark) + std::string(kDrawn, 'X'))).string();
}

bool has_drawn_name(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() >= kMark.size() + kDrawn &&
         name.compare(name.size() - kMark.size() - kDrawn, kMark.size(), kMark) == 0;
}

/// Whether `path`, open as `fd`, is a killed run's: ours to remove, and locked by nobody.
bool is_abandoned(const fs::path& path, int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || status.st_uid != ::geteuid()) return false;
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) return false;
  std::error_code error;
  const bool is_new =
      std::chrono::system_clock::now() - std::chrono::system_clock::from_time_t(status.st_mtime) <
      kLockedBy;
  return !(is_new && fs::is_empty(path, error)) && !error;
}

void remove_if_abandoned(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return;
  std::error_code error;
  if (is_abandoned(path, fd)) fs::remove_all(path, error);
  ::close(fd);
}

/// A parent is swept before this process draws its first name in it.
void sweep_once(const fs::path& parent) {
  std::error_code error;
  const fs::path place = fs::canonical(parent, error);
  if (error) return;
  {
    const std::lock_guard lock(leftovers().mutex);
    if (!leftovers().swept.insert(place).second) return;
  }
  sweep_scratch(place);
}

}  // namespace

ScratchPath::ScratchPath(fs::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {
  // Where the file system knows no locks, nothing is swept either.
  while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
  }
  const std::lock_guard lock(leftovers().mutex);
  leftovers().paths.insert(path_);
}

ScratchPath ScratchPath::directory(const fs::path& parent, const std::string& stem) {
  sweep_once(parent);
  std::string drawn = pattern(parent, stem);
  if (::mkdtemp(drawn.data()) == nullptr) throw std::system_error(errno, std::generic_category());
  return {drawn, ::open(drawn.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
}

ScratchPath ScratchPath::file(const fs::path& parent, const std::string& stem) {
  sweep_once(parent);
  std::string drawn = pattern(parent, stem);
  const int fd = ::mkostemp(drawn.data(), O_CLOEXEC);
  if (fd < 0) throw std::system_error(errno, std::generic_category());
  return {drawn, fd};
}

ScratchPath::~ScratchPath() {
  std::error_code error;
  if (!kept_) fs::remove_all(path_, error);
  if (descriptor_ >= 0) ::close(descriptor_);
  const std::lock_guard lock(leftovers().mutex);
  leftovers().paths.erase(path_);
}

void ScratchPath::keep() {
  kept_ = true;
  const std::lock_guard lock(leftovers().mutex);
  leftovers().paths.erase(path_);
}

void sweep_scratch(const fs::path& parent) {
  std::error_code error;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error)) {
    if (has_drawn_name(entry->path())) remove_if_abandoned(entry->path());
  }
}

RunningGroup::RunningGroup(pid_t group) : group_(group) {
  const std::lock_guard lock(leftovers().mutex);
  leftovers().groups.insert(group_);
}

RunningGroup::~RunningGroup() {
  const std::lock_guard lock(leftovers().mutex);
  leftovers().groups.erase(group_);
}

void remove_leftovers() {
  // The lock is kept: nothing new may begin.
  leftovers().mutex.lock();
  for (const pid_t group : leftovers().groups) ::kill(-group, SIGKILL);
  constexpr int kTries = 20;  // threads of ours and dying children may still write
  for (int left = kTries; left > 0 && !leftovers().paths.empty(); --left) {
    for (auto path = leftovers().paths.begin(); path != leftovers().paths.end();) {
      std::error_code error;
      fs::remove_all(*path, error);
      path = error ? std::next(path) : leftovers().paths.erase(path);
    }
    if (!leftovers().paths.empty()) ::usleep(10'000);
  }
}

}  // namespace pann::support
