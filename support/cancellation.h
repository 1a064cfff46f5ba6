#pragma once

namespace pann::support {

/// Ctrl-C and SIGTERM. The handler only sets a flag (and interrupts a wait for a child); long work
/// asks for it between steps, so that destructors remove what is half-written and no child is left
/// running. Work that does not ask within most of a second is ended by a thread of its own, which
/// removes the leftovers (support/leftovers.h) and ends the process as `run_cli` would.

/// Installs the handlers for SIGINT, SIGTERM and SIGHUP; call from `run_cli`. A second signal ends
/// the process at once.
void install_signal_handlers();

/// Exit code of a process that ended because of `signal`.
int exit_code_of_signal(int signal);

/// What standard error hears of an interrupt.
inline constexpr const char* kInterruptedMessage =
    "pann: interrupted; nothing half-written remains\n";

/// Called once work is over and destructors have run, before any last word: from here on the thread
/// above leaves the end to the caller. Does not return if it has begun already.
void claim_end();

/// The signal that arrived, or 0.
int pending_signal();

/// Thrown by `check_cancelled`; the command line turns it into exit code 128 + signal.
struct Cancelled {
  int signal = 0;
};

/// Throws Cancelled if a signal arrived.
void check_cancelled();

}  // namespace pann::support
