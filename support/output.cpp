#include "support/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::support {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail_write(const fs::path& path, const std::string& why) {
  fail_input("output.write", fmt::format("cannot write '{}': {}", path.string(), why),
             "choose a path in an existing directory that you may write to");
}

void write_descriptor(int fd, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_write(path, std::strerror(errno));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// Makes a directory from a mkdtemp pattern; a failure names `wanted`.
std::string make_directory(std::string pattern, const fs::path& wanted) {
  if (::mkdtemp(pattern.data()) == nullptr) {
    fail_input("output.directory",
               fmt::format("cannot create '{}': {}", wanted.string(), std::strerror(errno)),
               "choose a directory that you may write to");
  }
  return pattern;
}

fs::path without_trailing_slash(fs::path path) {
  path = path.lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

OutputFile::OutputFile(const fs::path& path) : draft_(path.string() + ".XXXXXX"), path_(path) {
  fd_ = ::mkstemp(draft_.data());
  if (fd_ < 0) fail_write(path_, std::strerror(errno));
}

OutputFile::~OutputFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!committed_) ::unlink(draft_.c_str());
}

void OutputFile::append(std::string_view content) {
  write_descriptor(fd_, content, path_);
}

void OutputFile::commit() {
  constexpr mode_t kReadableByAll = 0644;
  ::fchmod(fd_, kReadableByAll);
  const int closed = ::close(std::exchange(fd_, -1));
  if (closed != 0 || std::rename(draft_.c_str(), path_.c_str()) != 0) {
    fail_write(path_, std::strerror(errno));
  }
  committed_ = true;
}

void write_file(const fs::path& path, std::string_view content) {
  if (path == "-") {
    write_descriptor(STDOUT_FILENO, content, "standard output");
    return;
  }
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {
    if (fs::is_directory(path, error)) fail_write(path, "it is a directory");
    // A device or a pipe (/dev/null, a named pipe) cannot be replaced by a rename.
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd < 0) fail_write(path, std::strerror(errno));
    write_descriptor(fd, content, path);
    ::close(fd);
    return;
  }
  OutputFile file(path);
  file.append(content);
  file.commit();
}

OutputDirectory::OutputDirectory(fs::path target)
    : target_(without_trailing_slash(std::move(target))) {
  std::error_code error;
  if (fs::exists(target_, error) && !fs::is_directory(target_, error)) {
    fail_input("output.directory",
               fmt::format("'{}' exists and is not a directory", target_.string()),
               "choose another directory");
  }
  if (fs::is_directory(target_, error) && ::access(target_.c_str(), W_OK) != 0) {
    fail_input("output.directory",
               fmt::format("'{}' cannot be written: {}", target_.string(), std::strerror(errno)),
               "choose a directory that you may write to");
  }
  const fs::path parent = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  fs::create_directories(parent, error);
  if (error) {
    fail_input("output.directory",
               fmt::format("cannot create '{}': {}", parent.string(), error.message()),
               "choose a directory that you may write to");
  }
  staging_ =
      make_directory((parent / ("." + target_.filename().string() + ".XXXXXX")).string(), target_);
  fs::permissions(staging_, fs::perms(0755), error);
}

OutputDirectory::~OutputDirectory() {
  std::error_code error;
  if (!committed_) fs::remove_all(staging_, error);
}

void OutputDirectory::add(const fs::path& name, std::string_view content) {
  const fs::path path = staging_ / name;
  fs::create_directories(path.parent_path());
  write_file(path, content);
}

void OutputDirectory::commit() {
  std::error_code error;
  if (!fs::exists(target_)) {
    fs::rename(staging_, target_, error);
  } else {
    for (const auto& entry : fs::recursive_directory_iterator(staging_)) {
      const fs::path to = target_ / fs::relative(entry.path(), staging_);
      if (entry.is_directory()) {
        fs::create_directories(to, error);
      } else {
        fs::rename(entry.path(), to, error);
      }
      if (error) break;
    }
    std::error_code ignored;
    fs::remove_all(staging_, ignored);
  }
  if (error) fail_write(target_, error.message());
  committed_ = true;
}

TemporaryDirectory::TemporaryDirectory()
    : path_(make_directory((fs::temp_directory_path() / "pann.XXXXXX").string(),
                           fs::temp_directory_path())) {}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code error;
  fs::remove_all(path_, error);
}

}  // namespace pann::support
