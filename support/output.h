#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pann::support {

/// Writes `content` to `path` whole or not at all (a temporary file beside it, then a rename).
/// "-" writes to standard output. Throws Failure(user_error, "output.write") naming the path.
void write_file(const std::filesystem::path& path, std::string_view content);

/// A file of any length, written piece by piece, that appears whole on `commit` or not at all.
/// Throws Failure(user_error, "output.write") naming the path.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  void append(std::string_view content);
  void commit();

 private:
  std::string draft_;
  std::filesystem::path path_;
  int fd_ = -1;
  bool committed_ = false;
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
  ~OutputDirectory();

  /// Where files are put until `commit`; tools may write there too.
  const std::filesystem::path& staging() const { return staging_; }
  /// Where they will be.
  const std::filesystem::path& target() const { return target_; }

  /// Adds a file; `name` may hold sub-directories, never "..".
  void add(const std::filesystem::path& name, std::string_view content);

  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path staging_;
  bool committed_ = false;
};

/// A private directory under TMPDIR, removed with everything in it at the end of its scope.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace pann::support
