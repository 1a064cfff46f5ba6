#include "support/progress.h"

#include <cstddef>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "support/printable.h"

namespace pann::support {

namespace {

/// Of the terminal: a longer line would take two of its lines, of which one would stay.
std::size_t columns() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : kUsual;
}

}  // namespace

Progress::Progress(bool quiet, ProgressInPipes in_pipes)
    : visible_(!quiet && ::isatty(STDERR_FILENO) == 1),
      prints_lines_(!quiet && !visible_ && in_pipes == ProgressInPipes::lines) {}

Progress::~Progress() {
  clear();
}

void Progress::clear() {
  show("");
}

void Progress::stage(std::string_view what) {
  stage_ = printable(what);
  if (prints_lines_) fmt::print(stderr, "pann: {}\n", stage_);
  show(stage_);
}

void Progress::fraction(double done) {
  const auto now = std::chrono::steady_clock::now();
  if (!visible_ || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  show(fmt::format("{} {:3.0f} %", stage_, 100.0 * done));
}

void Progress::show(const std::string& text) {
  if (!visible_) return;
  const std::string line = text.substr(0, columns() - 1);
  fmt::print(stderr, "\r{:<{}}\r{}", "", shown_, line);
  std::fflush(stderr);
  shown_ = line.size();
}

}  // namespace pann::support
