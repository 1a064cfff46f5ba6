#include "support/cancellation.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <mutex>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

#include "support/leftovers.h"

namespace pann::support {

namespace {

constexpr int kSignalBase = 128;
/// How long destructors may take: together with the end itself less than a second.
constexpr useconds_t kPatienceMicroseconds = 700'000;

volatile std::sig_atomic_t g_signal = 0;
int g_bell = -1;  ///< An eventfd that the handler rings; -1: nobody listens.
std::atomic<bool> g_end_claimed = false;

void on_signal(int signal) {
  const int error = errno;
  g_signal = signal;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(g_bell, &one, sizeof one);
  errno = error;
}

/// The end of a process that was interrupted and goes on computing.
void end_after_patience() {
  std::uint64_t rings = 0;
  while (::read(g_bell, &rings, sizeof rings) < 0 && errno == EINTR) {
  }
  ::usleep(kPatienceMicroseconds);
  if (g_end_claimed.exchange(true)) return;
  remove_leftovers();
  const bool on_terminal = ::isatty(STDERR_FILENO) == 1;
  if (on_terminal) [[maybe_unused]]
    const ssize_t line = ::write(STDERR_FILENO, "\n", 1);
  [[maybe_unused]] const ssize_t written =
      ::write(STDERR_FILENO, kInterruptedMessage, std::strlen(kInterruptedMessage));
  ::_exit(exit_code_of_signal(g_signal));
}

void start_watchman() {
  g_bell = ::eventfd(0, EFD_CLOEXEC);
  if (g_bell >= 0) std::thread(end_after_patience).detach();
}

}  // namespace

void install_signal_handlers() {
  static std::once_flag once;
  std::call_once(once, start_watchman);
  g_end_claimed = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a wait for a child must return. SA_RESETHAND: a second signal kills.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int exit_code_of_signal(int signal) {
  return kSignalBase + signal;
}

void claim_end() {
  while (g_end_claimed.exchange(true)) ::pause();
}

int pending_signal() {
  return g_signal;
}

void check_cancelled() {
  if (g_signal != 0) throw Cancelled{g_signal};
}

}  // namespace pann::support
