#include "support/cancellation.h"

#include <csignal>
#include <initializer_list>

namespace pann::support {

namespace {

volatile std::sig_atomic_t g_signal = 0;

void on_signal(int signal) {
  g_signal = signal;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a wait for a child must return. SA_RESETHAND: a second signal kills.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int pending_signal() {
  return g_signal;
}

void check_cancelled() {
  if (g_signal != 0) throw Cancelled{g_signal};
}

}  // namespace pann::support
