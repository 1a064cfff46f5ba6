#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "activity/trace/byte_source.h"
#include "activity/vcd/piece.h"

namespace pann::activity {

namespace {

constexpr std::size_t kMostWaitingPieces = 8;

/// A bounded queue of pieces between the thread that reads and the one that counts.
class ThreadedSource : public ByteSource {
 public:
  explicit ThreadedSource(ByteSource& source)
      : source_(source), thread_([this] { read_ahead(); }) {}
  ThreadedSource(const ThreadedSource&) = delete;
  ThreadedSource& operator=(const ThreadedSource&) = delete;
  ~ThreadedSource() override {
    {
      const std::lock_guard lock(mutex_);
      is_stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  std::size_t read(std::span<char> space) override;

 private:
  void read_ahead();
  bool push(std::vector<char> piece);
  void end(std::exception_ptr fault);

  ByteSource& source_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<char>> pieces_;
  std::exception_ptr fault_;
  bool is_ended_ = false;
  bool is_stopped_ = false;
  std::vector<char> piece_;  ///< The one that `read` gives out.
  std::size_t given_ = 0;
  std::thread thread_;
};

bool ThreadedSource::push(std::vector<char> piece) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return pieces_.size() < kMostWaitingPieces || is_stopped_; });
  pieces_.push_back(std::move(piece));
  changed_.notify_all();
  return !is_stopped_;
}

void ThreadedSource::end(std::exception_ptr fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
  is_ended_ = true;
  changed_.notify_all();
}

void ThreadedSource::read_ahead() {
  try {
    for (;;) {
      std::vector<char> piece(kPiece);
      const std::size_t count = source_.read(piece);
      piece.resize(count);
      if (count == 0 || !push(std::move(piece))) break;
    }
    end(nullptr);
  } catch (...) {
    end(std::current_exception());
  }
}

std::size_t ThreadedSource::read(std::span<char> space) {
  if (given_ == piece_.size()) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !pieces_.empty() || is_ended_; });
    if (pieces_.empty()) {
      if (fault_) std::rethrow_exception(fault_);
      return 0;
    }
    piece_ = std::move(pieces_.front());
    pieces_.pop_front();
    given_ = 0;
    changed_.notify_all();
  }
  const std::size_t count = std::min(space.size(), piece_.size() - given_);
  std::copy_n(piece_.begin() + static_cast<std::ptrdiff_t>(given_), count, space.begin());
  given_ += count;
  return count;
}

}  // namespace

std::unique_ptr<ByteSource> make_threaded_source(ByteSource& source) {
  return std::make_unique<ThreadedSource>(source);
}

}  // namespace pann::activity
