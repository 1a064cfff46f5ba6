#pragma once

namespace pann::support {

/// Ctrl-C and SIGTERM. The handler only sets a flag (and interrupts a wait for a child); long work
/// asks for it between steps, so that destructors remove what is half-written and no child is left
/// running.

/// Installs the handlers for SIGINT, SIGTERM and SIGHUP; call once, from `run_cli`. A second signal
/// ends the process at once.
void install_signal_handlers();

/// The signal that arrived, or 0.
int pending_signal();

/// Thrown by `check_cancelled`; the command line turns it into exit code 128 + signal.
struct Cancelled {
  int signal = 0;
};

/// Throws Cancelled if a signal arrived.
void check_cancelled();

}  // namespace pann::support
