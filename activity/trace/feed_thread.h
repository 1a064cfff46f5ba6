#pragma once

#include <memory>
#include <string_view>

namespace pann::activity {

class VcdReader;

/// Hands a text to a reader in a thread of its own, so that who writes the text need not wait while
/// it is counted. Holds a bounded number of pieces.
class FeedThread {
 public:
  /// The reader belongs to the thread until `finish`.
  explicit FeedThread(VcdReader& reader);
  FeedThread(const FeedThread&) = delete;
  FeedThread& operator=(const FeedThread&) = delete;
  /// What was not yet read is dropped.
  ~FeedThread();

  /// Throws what the reader threw at an earlier piece.
  void feed(std::string_view chunk);
  /// Waits until all is read; throws what the reader threw.
  void finish();

 private:
  struct Queue;
  std::unique_ptr<Queue> queue_;
};

}  // namespace pann::activity
