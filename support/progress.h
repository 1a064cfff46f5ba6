#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pann::support {

/// Where there is no terminal: nothing, or a line a stage for work of minutes.
enum class ProgressInPipes { silent, lines };

/// Progress on standard error: a line that is overwritten on a terminal, nothing with `quiet`. The
/// line is taken off by `clear` and at the end of the object's life: before anything else is
/// printed.
class Progress {
 public:
  explicit Progress(bool quiet, ProgressInPipes in_pipes = ProgressInPipes::silent);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Begins a stage, e.g. "synthesizing mac_booth4".
  void stage(std::string_view what);
  /// Takes the line off the terminal.
  void clear();
  /// Updates the stage's fraction done, in [0, 1].
  void fraction(double done);

 private:
  void show(const std::string& text);

  bool visible_;
  bool prints_lines_;
  std::string stage_;
  std::size_t shown_ = 0;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace pann::support
