#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pann::support {

/// Progress on standard error: a line that is overwritten on a terminal, nothing in a pipe or with
/// `quiet`.
class Progress {
 public:
  explicit Progress(bool quiet);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// Begins a stage, e.g. "synthesizing mac_booth4".
  void stage(std::string_view what);
  /// Updates the stage's fraction done, in [0, 1].
  void fraction(double done);

 private:
  void show(const std::string& text);

  bool visible_;
  std::string stage_;
  std::size_t shown_ = 0;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace pann::support
