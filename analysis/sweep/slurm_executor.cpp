#include "analysis/sweep/slurm_executor.h"

#include <algorithm>
#include <chrono>
#include <list>
#include <optional>
#include <set>
#include <sstream>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "analysis/sweep/collect.h"
#include "analysis/sweep/shell_executor.h"
#include "analysis/sweep/slurm_client.h"
#include "support/cancellation.h"
#include "support/input.h"
#include "support/output.h"

namespace pann::analysis {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds kQueueSignalCheck{100};

/// DIR/work/arrays: a file an array in the queue, named after it, with its id.
fs::path arrays_folder(const SlurmWorkers& workers) {
  return workers.directory / "work" / "arrays";
}

void wait(double seconds) {
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end) {
    support::check_cancelled();
    std::this_thread::sleep_for(kQueueSignalCheck);
  }
}

/// One array in the queue, and what its tasks measure; cancelled where it is left early.
class RunningArray {
 public:
  RunningArray(const SlurmWorkers& workers, const SlurmClient& client,
               std::vector<SweepChunk> chunks)
      : workers_(workers), client_(client) {
    for (std::size_t i = 0; i < chunks.size(); ++i) chunks_.emplace_back(i, std::move(chunks[i]));
    const std::string name = fmt::format(
        "pann-{}-{}", ::getpid(), std::chrono::system_clock::now().time_since_epoch().count());
    folder_ = workers.directory / "work" / name;
    fs::create_directories(folder_);
    support::write_file(folder_ / "array.sh", script());
    array_ = client.submit(folder_ / "array.sh", name, chunks_.size(), folder_);
    record_ = arrays_folder(workers) / name;
    support::write_file(record_, array_.job);
  }
  RunningArray(const RunningArray&) = delete;
  RunningArray& operator=(const RunningArray&) = delete;
  ~RunningArray() {
    if (!chunks_.empty()) client_.cancel(array_);
    std::error_code error;
    fs::remove(record_, error);
    fs::remove_all(folder_, error);
  }

  struct Ended {
    SweepChunk chunk;
    std::size_t task;
  };

  bool is_over() const { return chunks_.empty(); }

  /// The chunks whose tasks are over.
  std::vector<Ended> take_ended() {
    std::vector<Ended> ended;
    const auto active = client_.active(array_);
    if (!active) return ended;
    for (auto at = chunks_.begin(); at != chunks_.end();) {
      if (active->contains(at->first)) {
        ++at;
        continue;
      }
      ended.push_back({std::move(at->second), at->first});
      at = chunks_.erase(at);
    }
    return ended;
  }

  /// How a task ended that left points without a result; nothing where that says nothing of them.
  std::optional<std::string> fault_of(std::size_t task) const {
    const std::string end = client_.end_of(array_, task);
    for (const char* word : {"CANCELLED", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL"}) {
      if (end.starts_with(word)) return std::nullopt;
    }
    std::string how = "its task ended without a result";
    if (!end.empty()) how += fmt::format(" ({})", end);
    const std::string text = log_of(task);
    return text.empty() ? how : fmt::format("{}: {}", how, text);
  }

 private:
  /// Task N measures the chunk that line N + 1 of a file names.
  std::string script() const {
    std::string names;
    for (const auto& [task, chunk] : chunks_) names += chunk.name + '\n';
    const fs::path list = fs::absolute(folder_ / "chunks.txt");
    support::write_file(list, names);
    return fmt::format(
        "#!/bin/sh\nchunk=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" {})\n"
        "exec {} sweep worker {} \"$chunk\" --quiet\n",
        shell_word(list.string()), shell_word(fs::absolute(workers_.program).string()),
        shell_word(fs::absolute(workers_.directory).lexically_normal().string()));
  }

  std::string log_of(std::size_t task) const {
    try {
      const std::string text = support::read_file(folder_ / fmt::format("{}.txt", task));
      return text.substr(0, text.find('\n'));
    } catch (const support::Failure&) {
      return "";
    }
  }

  const SlurmWorkers& workers_;
  const SlurmClient& client_;
  std::list<std::pair<std::size_t, SweepChunk>> chunks_;
  fs::path folder_;
  fs::path record_;
  SlurmArray array_;
};

std::vector<SweepChunk> next_chunks(ChunkCutter& cutter, const SlurmWorkers& workers) {
  const SweepFolder folder(workers.directory);
  std::vector<SweepChunk> chunks;
  while (chunks.size() < workers.array_tasks) {
    auto chunk = cutter.next();
    if (!chunk) break;
    support::write_file(folder.chunk_file(chunk->name), to_json_text(*chunk));
    chunks.push_back(std::move(*chunk));
  }
  return chunks;
}

bool has_all(SweepStore& store, const SweepChunk& chunk) {
  return std::all_of(chunk.entries.begin(), chunk.entries.end(),
                     [&](const SweepChunk::Entry& entry) { return !store.is_waiting(entry.key); });
}

}  // namespace

void cancel_left_arrays(const SlurmWorkers& workers) {
  std::error_code error;
  for (fs::directory_iterator entry(arrays_folder(workers), error), end; !error && entry != end;
       entry.increment(error)) {
    const SlurmClient client({});
    client.cancel({support::read_file(entry->path()), entry->path().filename().string()});
    std::error_code gone;
    fs::remove(entry->path(), gone);
  }
}

void run_on_slurm(SweepStore& store, ChunkCutter& cutter, const SlurmWorkers& workers,
                  const std::function<void(const SweepChunk&)>& finished) {
  const SlurmClient client(workers.options);
  const SweepFolder folder(workers.directory);
  fs::create_directories(arrays_folder(workers));
  std::list<RunningArray> arrays;
  for (;;) {
    for (auto chunks = next_chunks(cutter, workers); !chunks.empty();
         chunks = next_chunks(cutter, workers)) {
      arrays.emplace_back(workers, client, std::move(chunks));
    }
    if (arrays.empty()) return;
    wait(workers.poll_seconds);
    for (RunningArray& array : arrays) {
      // First the queue, then the files: what is over has left all that it will.
      for (const RunningArray::Ended& ended : array.take_ended()) {
        merge_results(store, folder, ended.chunk.name);
        const bool is_whole = has_all(store, ended.chunk);
        if (!is_whole) {
          if (const auto how = array.fault_of(ended.task)) {
            blame(store, folder, ended.chunk, *how);
          }
        }
        take_journals(folder, ended.chunk.name);
        cutter.finished(ended.chunk, !is_whole);
        finished(ended.chunk);
      }
    }
    arrays.remove_if([](const RunningArray& array) { return array.is_over(); });
  }
}

}  // namespace pann::analysis
