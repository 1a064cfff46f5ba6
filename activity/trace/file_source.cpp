#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "activity/trace/byte_source.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"

namespace pann::activity {

FileSource::FileSource(const std::filesystem::path& path) : name_(path.string()) {
  do {  // a named pipe waits here for its writer
    support::check_cancelled();
    descriptor_ = path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                              : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  } while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) fail(errno);
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) fail(errno);
  if (S_ISDIR(status.st_mode)) {
    ::close(descriptor_);
    fail(EISDIR);
  }
  // Standard input that is a file may be positioned anywhere; it is read as a stream.
  is_regular_ = S_ISREG(status.st_mode) && path != "-";
  size_ = is_regular_ ? static_cast<std::uint64_t>(status.st_size) : 0;
}

FileSource::~FileSource() {
  ::close(descriptor_);
}

void FileSource::fail(int error) const {
  support::fail_input("trace.read",
                      fmt::format("cannot read '{}': {}", name_, std::strerror(error)),
                      "check the path and its permissions");
}

std::size_t FileSource::read_descriptor(std::span<char> space) {
  for (;;) {
    const ssize_t count = ::read(descriptor_, space.data(), space.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(errno);
    support::check_cancelled();
  }
}

std::size_t FileSource::read(std::span<char> space) {
  if (ahead_.empty()) return read_descriptor(space);
  const std::size_t count = std::min(space.size(), ahead_.size());
  std::copy_n(ahead_.begin(), count, space.begin());
  ahead_.erase(0, count);
  return count;
}

std::size_t FileSource::read_at(std::uint64_t offset, std::span<char> space) const {
  for (;;) {
    const ssize_t count =
        ::pread(descriptor_, space.data(), space.size(), static_cast<off_t>(offset));
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(errno);
  }
}

const std::string& FileSource::peek(std::size_t count) {
  while (ahead_.size() < count) {
    const std::size_t before = ahead_.size();
    ahead_.resize(count);
    const std::size_t added = read_descriptor(std::span(ahead_).subspan(before));
    ahead_.resize(before + added);
    if (added == 0) break;
  }
  return ahead_;
}

}  // namespace pann::activity
