#include "support/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "support/cancellation.h"
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
    if (count < 0 && errno == EINTR) {
      check_cancelled();
      continue;
    }
    if (count < 0) fail_write(path, std::strerror(errno));
    content.remove_prefix(static_cast<std::size_t>(count));
  }
}

/// What `draw` draws; a fault is one of `wanted`.
template <class Draw>
std::unique_ptr<ScratchPath> scratch(const char* code, const fs::path& wanted, Draw draw) {
  try {
    return std::unique_ptr<ScratchPath>(new ScratchPath(draw()));
  } catch (const std::system_error& fault) {
    fail_input(code, fmt::format("cannot create '{}': {}", wanted.string(), fault.code().message()),
               "choose a place in an existing directory that you may write to");
  }
}

fs::path parent_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Where `path` leads to: a link to a file is replaced by no file.
fs::path behind_links(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path real = fs::weakly_canonical(path, error);
  return error ? path : real;
}

int open_in_place(const fs::path& path) {
  for (;;) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd >= 0) return fd;
    if (errno != EINTR) fail_write(path, std::strerror(errno));
    check_cancelled();
  }
}

fs::path without_trailing_slash(fs::path path) {
  path = path.lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

OutputFile::OutputFile(const fs::path& path) : path_(behind_links(path)) {
  std::error_code error;
  if (fs::is_directory(path_, error)) fail_write(path, "it is a directory");
  if (fs::exists(path_, error) && !fs::is_regular_file(path_, error)) {
    fd_ = open_in_place(path_);
    return;
  }
  draft_ = scratch("output.write", path, [this] {
    return ScratchPath::file(parent_of(path_), "." + path_.filename().string());
  });
  fd_ = draft_->descriptor();
}

OutputFile::~OutputFile() {
  if (!draft_ && fd_ >= 0) ::close(fd_);
}

void OutputFile::append(std::string_view content) {
  write_descriptor(fd_, content, path_);
}

void OutputFile::commit() {
  if (!draft_) {
    if (::close(std::exchange(fd_, -1)) != 0) fail_write(path_, std::strerror(errno));
    return;
  }
  constexpr mode_t kReadableByAll = 0644;
  ::fchmod(fd_, kReadableByAll);
  // A file system may keep "no space" until a descriptor of the file is closed.
  const int closed = ::close(::dup(fd_));
  if (closed != 0 || std::rename(draft_->path().c_str(), path_.c_str()) != 0) {
    fail_write(path_, std::strerror(errno));
  }
  draft_->keep();
}

void write_file(const fs::path& path, std::string_view content) {
  if (path == "-") {
    write_descriptor(STDOUT_FILENO, content, "standard output");
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
  const fs::path parent = parent_of(target_);
  fs::create_directories(parent, error);
  if (error) {
    fail_input("output.directory",
               fmt::format("cannot create '{}': {}", parent.string(), error.message()),
               "choose a directory that you may write to");
  }
  draft_ = scratch("output.directory", target_, [&] {
    return ScratchPath::directory(parent, "." + target_.filename().string());
  });
  fs::permissions(staging(), fs::perms(0755), error);
}

void OutputDirectory::add(const fs::path& name, std::string_view content) {
  const fs::path path = staging() / name;
  fs::create_directories(path.parent_path());
  write_file(path, content);
}

void OutputDirectory::commit() {
  std::error_code error;
  if (!fs::exists(target_)) {
    fs::rename(staging(), target_, error);
  } else {
    for (const auto& entry : fs::recursive_directory_iterator(staging())) {
      const fs::path to = target_ / fs::relative(entry.path(), staging());
      if (entry.is_directory()) {
        fs::create_directories(to, error);
      } else {
        fs::rename(entry.path(), to, error);
      }
      if (error) break;
    }
    std::error_code ignored;
    fs::remove_all(staging(), ignored);
  }
  if (error) fail_write(target_, error.message());
  draft_->keep();
}

namespace {

[[noreturn]] void fail_temporary(const fs::path& root) {
  fail_input("output.tmpdir",
             fmt::format("temporary files go to '{}' (TMPDIR), which is no directory that you may "
                         "write to",
                         root.string()),
             "set TMPDIR to one with some hundred MB of room");
}

ScratchPath temporary_scratch() {
  const fs::path root = temporary_root();
  try {
    return ScratchPath::directory(root, "pann");
  } catch (const std::system_error&) {
    fail_temporary(root);  // /proc says that it may be written
  }
}

}  // namespace

fs::path temporary_root() {
  const char* variable = std::getenv("TMPDIR");
  const fs::path root = variable == nullptr || *variable == '\0' ? "/tmp" : variable;
  std::error_code error;
  if (fs::is_directory(root, error) && ::access(root.c_str(), W_OK | X_OK) == 0) {
    return fs::absolute(root);
  }
  fail_temporary(root);
}

TemporaryDirectory::TemporaryDirectory() : scratch_(temporary_scratch()) {}

}  // namespace pann::support
