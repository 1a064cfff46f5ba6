#include "activity/trace/isolated_child.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/cancellation.h"
#include "support/diagnostic.h"

#if defined(__SANITIZE_ADDRESS__)
#define PANN_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PANN_ADDRESS_SANITIZER 1
#endif
#endif

#if defined(PANN_ADDRESS_SANITIZER)
#include <sanitizer/common_interface_defs.h>
#endif

namespace pann::activity {

namespace {

constexpr int kSignalBase = 128;
constexpr int kInternalFault = 101;  ///< An exception left the work.

[[noreturn]] void fail(const char* what) {
  support::fail_tool("trace.child", fmt::format("cannot {}: {}", what, std::strerror(errno)));
}

void limit(int resource, std::uint64_t value) {
  const rlimit both{value, value};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

void set_limits(const ChildLimits& limits) {
#if defined(PANN_ADDRESS_SANITIZER)
  // Its shadow memory is larger than any limit; and a fuzzer must not take the child's end for
  // ours.
  ::__sanitizer_set_death_callback(nullptr);
#else
  limit(RLIMIT_AS, limits.memory_bytes);
#endif
  limit(RLIMIT_FSIZE, limits.file_bytes);
  limit(RLIMIT_CPU, limits.cpu_seconds);
  limit(RLIMIT_CORE, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/// Closes everything but the three descriptors that the child works with.
void close_others(int keep, int out) {
  constexpr unsigned kFirst = STDERR_FILENO + 1;
  const auto low = static_cast<unsigned>(std::min(keep, out));
  const auto high = static_cast<unsigned>(std::max(keep, out));
  if (low > kFirst) ::close_range(kFirst, low - 1, 0);
  if (high > low + 1) ::close_range(low + 1, high - 1, 0);
  ::close_range(high + 1, ~0U, 0);
}

[[noreturn]] void become_child(const std::function<int(int)>& work, int keep, int out, int err,
                               const ChildLimits& limits) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL,
                           SIGXCPU, SIGXFSZ, SIGALRM}) {
    std::signal(signal, SIG_DFL);
  }
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  close_others(keep, out);
  set_limits(limits);
  int code = kInternalFault;
  try {
    code = work(out);
  } catch (...) {
    code = kInternalFault;
  }
  ::_exit(code);
}

}  // namespace

IsolatedChild::IsolatedChild(const std::function<int(int)>& work, int keep,
                             const ChildLimits& limits) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) fail("create a pipe");
  // Messages beyond the pipe's capacity are dropped rather than waited for.
  if (::pipe2(err.data(), O_CLOEXEC | O_NONBLOCK) != 0) fail("create a pipe");
  child_ = ::fork();
  if (child_ < 0) fail("start a child process");
  if (child_ == 0) become_child(work, keep, out[1], err[1], limits);
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

IsolatedChild::~IsolatedChild() {
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    wait();
  }
  ::close(out_);
  ::close(err_);
}

std::size_t IsolatedChild::read(std::span<char> space) {
  for (;;) {
    const ssize_t count = ::read(out_, space.data(), space.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail("read from the child process");
    support::check_cancelled();
  }
}

int IsolatedChild::wait() {
  if (child_ <= 0) return exit_code_;
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  exit_code_ = WIFSIGNALED(status) ? kSignalBase + WTERMSIG(status) : WEXITSTATUS(status);
  return exit_code_;
}

std::string IsolatedChild::messages() {
  std::array<char, 4096> space;
  const ssize_t count = ::read(err_, space.data(), space.size());
  return count > 0 ? std::string(space.data(), static_cast<std::size_t>(count)) : std::string();
}

}  // namespace pann::activity
