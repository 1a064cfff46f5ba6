#include "analysis/sweep/local_executor.h"

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "analysis/sweep/collect.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/output.h"
#include "support/process.h"

namespace pann::analysis {

namespace {

constexpr std::chrono::milliseconds kSignalCheck{200};
constexpr int kSignals = 128;  ///< Exit codes above it stand for signals.

/// How the worker ended, for the point that it was at; empty: well.
std::string end_of(const support::ProcessResult& result) {
  if (result.exit_code == 0) return "";
  if (result.exit_code > kSignals)
    return fmt::format("its worker was ended by signal {}", result.exit_code - kSignals);
  std::string text = result.error;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return fmt::format("its worker ended with exit code {}: {}", result.exit_code, text);
}

/// Worker processes, a thread of ours each, which the processes end with.
class Workers {
 public:
  explicit Workers(const LocalWorkers& options) : options_(options) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    for (Running& running : running_) running.thread.join();
  }

  struct Ended {
    SweepChunk chunk;
    std::string how;  ///< Empty: well.
  };

  bool has_room() const { return running_.size() < options_.jobs; }
  bool is_idle() const { return running_.empty(); }

  void start(SweepChunk chunk) {
    const std::string name = chunk.name;
    running_.push_back({std::move(chunk), {}, false, {}});
    Running& running = running_.back();
    running.thread = std::thread([this, &running, name] { run(running, name); });
  }

  /// Waits for a worker to end.
  Ended wait() {
    std::unique_lock lock(mutex_);
    for (;;) {
      support::check_cancelled();
      for (auto at = running_.begin(); at != running_.end(); ++at) {
        if (!at->has_ended) continue;
        at->thread.join();
        Ended ended{std::move(at->chunk), std::move(at->how)};
        running_.erase(at);
        return ended;
      }
      changed_.wait_for(lock, kSignalCheck);
    }
  }

 private:
  struct Running {
    SweepChunk chunk;
    std::string how;
    bool has_ended;
    std::thread thread;
  };

  void run(Running& running, const std::string& name) {
    std::string how;
    try {
      how = end_of(support::run_process({.arguments = {options_.program.string(), "sweep", "worker",
                                                       options_.directory.string(), name}}));
    } catch (const support::Failure& failure) {
      how = failure.diagnostics().front().message;
    } catch (const support::Cancelled&) {
      how = "interrupted";
    } catch (const std::exception& exception) {
      how = exception.what();
    }
    const std::lock_guard lock(mutex_);
    running.how = std::move(how);
    running.has_ended = true;
    changed_.notify_one();
  }

  const LocalWorkers& options_;
  std::list<Running> running_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace

void run_locally(SweepStore& store, ChunkCutter& cutter, const LocalWorkers& options,
                 const std::function<void(const SweepChunk&)>& finished) {
  const SweepFolder folder(options.directory);
  Workers workers(options);
  for (;;) {
    while (workers.has_room()) {
      auto chunk = cutter.next();
      if (!chunk) break;
      support::write_file(folder.chunk_file(chunk->name), to_json_text(*chunk));
      workers.start(std::move(*chunk));
    }
    if (workers.is_idle()) return;
    const Workers::Ended ended = workers.wait();
    merge_results(store, folder, ended.chunk.name);
    if (!ended.how.empty()) blame(store, folder, ended.chunk, ended.how);
    cutter.finished(ended.chunk, !ended.how.empty());
    std::error_code error;
    std::filesystem::remove(folder.chunk_file(ended.chunk.name), error);
    finished(ended.chunk);
  }
}

}  // namespace pann::analysis
