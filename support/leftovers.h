#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace pann::support {

/// What must not outlive this process: half-written files and directories, running children.
/// Destructors see to them as a rule; these lists serve the end that cannot wait for destructors.

/// A path that is removed, with all that is in it, unless `keep` was called.
class ScratchPath {
 public:
  /// Draws a name for a new, empty directory: `parent`/`stem`.pann-XXXXXX, mode 0700. Throws
  /// std::system_error.
  static ScratchPath directory(const std::filesystem::path& parent, const std::string& stem);
  /// The same for a file, open for writing as `descriptor()`, mode 0600.
  static ScratchPath file(const std::filesystem::path& parent, const std::string& stem);

  ScratchPath(const ScratchPath&) = delete;
  ScratchPath& operator=(const ScratchPath&) = delete;
  ~ScratchPath();

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_; }
  /// The path has become something of worth, under this name or another.
  void keep();

 private:
  ScratchPath(std::filesystem::path path, int descriptor);

  std::filesystem::path path_;
  int descriptor_;
  bool kept_ = false;
};

/// Removes what killed runs of the same user left in `parent`: names as ScratchPath draws them on
/// which no process holds the lock. ScratchPath does so where it first draws a name; faults are
/// ignored.
void sweep_scratch(const std::filesystem::path& parent);

/// A child's process group while it runs.
class RunningGroup {
 public:
  explicit RunningGroup(pid_t group);
  RunningGroup(const RunningGroup&) = delete;
  RunningGroup& operator=(const RunningGroup&) = delete;
  ~RunningGroup();

 private:
  pid_t group_;
};

/// Kills all running groups and removes all scratch paths, at the end of a process whose threads
/// still run.
void remove_leftovers();

}  // namespace pann::support
