#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "support/leftovers.h"

namespace pann::support {

/// Writes `content` to `path` whole or not at all (a temporary file beside it, then a rename; a
/// link is followed first). "-" writes to standard output; what is no regular file (a device, a
/// named pipe) is written in place and never replaced. Throws Failure(user_error, "output.write")
/// naming the path.
void write_file(const std::filesystem::path& path, std::string_view content);

/// A file of any length, written piece by piece, that appears whole on `commit` or not at all; what
/// is no regular file is written in place. Throws Failure(user_error, "output.write") naming the
/// path.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  void append(std::string_view content);
  void commit();

 private:
  std::filesystem::path path_;
  std::unique_ptr<ScratchPath> draft_;  ///< Nothing where `path_` is written in place.
  int fd_ = -1;
};

/// A directory that appears with all its files or not at all.
///
/// Files are collected in a hidden directory beside the target; `commit` moves them into place, one
/// rename a file when the target exists already, one rename in all when it does not. Without
/// `commit` nothing remains. Throws Failure(user_error, "output.directory") where it cannot be
/// written.
class OutputDirectory {
 public:
  explicit OutputDirectory(std::filesystem::path target);
  OutputDirectory(const OutputDirectory&) = delete;
  OutputDirectory& operator=(const OutputDirectory&) = delete;

  /// Where files are put until `commit`; tools may write there too.
  const std::filesystem::path& staging() const { return draft_->path(); }
  /// Where they will be.
  const std::filesystem::path& target() const { return target_; }

  /// Adds a file; `name` may hold sub-directories, never "..".
  void add(const std::filesystem::path& name, std::string_view content);

  void commit();

 private:
  std::filesystem::path target_;
  std::unique_ptr<ScratchPath> draft_;
};

/// The directory that TMPDIR names, else /tmp. Throws Failure(user_error, "output.tmpdir") where it
/// cannot be written.
std::filesystem::path temporary_root();

/// A private directory in `temporary_root()`, removed with everything in it at the end of its
/// scope.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return scratch_.path(); }

 private:
  ScratchPath scratch_;
};

}  // namespace pann::support
