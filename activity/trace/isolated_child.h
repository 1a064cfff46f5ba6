#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <sys/types.h>

#include "activity/trace/byte_source.h"

namespace pann::activity {

/// What a child may use up; what goes over it ends the child, not us.
struct ChildLimits {
  std::uint64_t memory_bytes = 4ULL << 30U;  ///< Address space (not under AddressSanitizer).
  std::uint64_t file_bytes = 1ULL << 30U;    ///< Of any file it writes.
  std::uint64_t cpu_seconds = 60;
};

/// Runs a function in a child process of its own and gives what it writes to `out`.
///
/// For code whose faults must not reach this process: the child has limits, no other open files
/// than `keep`, and nothing of ours to write to but the pipe.
class IsolatedChild : public ByteSource {
 public:
  /// `work(out)` runs in the child with a descriptor to write to; what it returns (0 to 100) is the
  /// exit code.
  IsolatedChild(const std::function<int(int out)>& work, int keep, const ChildLimits& limits);
  IsolatedChild(const IsolatedChild&) = delete;
  IsolatedChild& operator=(const IsolatedChild&) = delete;
  ~IsolatedChild() override;

  std::size_t read(std::span<char> space) override;

  /// After the end of what it wrote: exit code, or 128 + signal.
  int wait();
  /// What it printed to standard error, up to a pipe's capacity.
  std::string messages();

 private:
  pid_t child_ = -1;
  int out_ = -1;
  int err_ = -1;
  int exit_code_ = -1;
};

}  // namespace pann::activity
