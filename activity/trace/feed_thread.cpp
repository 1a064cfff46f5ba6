#include "activity/trace/feed_thread.h"

#include <atomic>
#include <exception>
#include <string>
#include <thread>
#include <utility>

#include <tbb/concurrent_queue.h>

#include "activity/vcd/piece.h"
#include "activity/vcd/vcd_reader.h"

namespace pann::activity {

namespace {

constexpr std::ptrdiff_t kMostPieces = 8;

}  // namespace

struct FeedThread::Queue {
  explicit Queue(VcdReader& into) : reader(into) {
    pieces.set_capacity(kMostPieces);
    gathered.reserve(kPiece);
    thread = std::thread([this] { read(); });
  }

  /// Reads until the empty piece that ends the text; after a fault only empties the queue.
  void read() {
    for (;;) {
      std::string piece;
      pieces.pop(piece);
      if (piece.empty()) return;
      if (failed || dropped) continue;
      try {
        reader.feed(piece);
      } catch (...) {
        fault = std::current_exception();
        failed = true;
      }
    }
  }

  void hand_over() {
    if (gathered.empty()) return;
    std::string piece;
    piece.reserve(kPiece);
    piece.swap(gathered);
    pieces.push(std::move(piece));
  }
  void end() {
    if (!thread.joinable()) return;
    pieces.push(std::string());
    thread.join();
  }

  VcdReader& reader;
  tbb::concurrent_bounded_queue<std::string> pieces;
  std::string gathered;
  std::exception_ptr fault;
  std::atomic<bool> failed = false;   ///< Set after `fault`.
  std::atomic<bool> dropped = false;  ///< Nobody wants the rest.
  std::thread thread;
};

FeedThread::FeedThread(VcdReader& reader) : queue_(std::make_unique<Queue>(reader)) {}

FeedThread::~FeedThread() {
  queue_->dropped = true;
  queue_->end();
}

void FeedThread::feed(std::string_view chunk) {
  while (!chunk.empty()) {
    const std::string_view piece = chunk.substr(0, kPiece - queue_->gathered.size());
    queue_->gathered += piece;
    chunk.remove_prefix(piece.size());
    if (queue_->gathered.size() == kPiece) queue_->hand_over();
  }
  if (queue_->failed) finish();
}

void FeedThread::finish() {
  queue_->hand_over();
  queue_->end();
  if (queue_->fault) std::rethrow_exception(queue_->fault);
}

}  // namespace pann::activity
