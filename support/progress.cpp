#include "support/progress.h"

#include <cstdio>
#include <unistd.h>

#include <fmt/format.h>

#include "support/printable.h"

namespace pann::support {

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
  fmt::print(stderr, "\r{:<{}}\r{}", "", shown_, text);
  std::fflush(stderr);
  shown_ = text.size();
}

}  // namespace pann::support
