#include "analysis/sweep/worker.h"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <tbb/global_control.h>

#include "analysis/sweep/measure_point.h"
#include "analysis/sweep/point_key.h"
#include "analysis/sweep/result_cache.h"
#include "analysis/sweep/result_file.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::analysis {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// Without a cache, what a killed worker loses at most beside the point that it measures.
constexpr std::chrono::seconds kPartTime{5};

/// A name that no other attempt has: machines share the folder.
std::string attempt_name() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{}-{}-{}", host.data(), ::getpid(),
                     std::chrono::system_clock::now().time_since_epoch().count());
}

/// Says which point is being measured, for whoever finds the worker dead.
class Journal {
 public:
  explicit Journal(const fs::path& file)
      : file_(file), descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)) {}
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  void say(const std::string& text) const {
    if (descriptor_ < 0) return;  // a full disk; the results will say so
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor_, text.data(), text.size(), 0);
    [[maybe_unused]] const int cut = ::ftruncate(descriptor_, static_cast<off_t>(text.size()));
  }

  void remove() const {
    std::error_code error;
    fs::remove(file_, error);
  }

 private:
  fs::path file_;
  int descriptor_;
};

/// Results in parts.
class Parts {
 public:
  Parts(fs::path folder, std::string stem) : folder_(std::move(folder)), stem_(std::move(stem)) {}

  void add(PointResult result) {
    results_.push_back(std::move(result));
    if (Clock::now() - last_ >= kPartTime) flush();
  }

  void flush() {
    last_ = Clock::now();
    if (results_.empty()) return;
    support::write_file(folder_ / fmt::format("{}.{}.json", stem_, part_++),
                        to_json_text(results_));
    results_.clear();
  }

 private:
  fs::path folder_;
  std::string stem_;
  int part_ = 0;
  std::vector<PointResult> results_;
  Clock::time_point last_ = Clock::now();
};

void require_same_versions(const SweepChunk::Entry& entry, PointKeys& keys) {
  if (keys.key(entry.point) == entry.key) return;
  support::fail_input(
      "sweep.versions",
      fmt::format("the sweep was planned with other versions than this worker has: {}",
                  keys.versions(entry.point)),
      "give all machines the same pann, Yosys, libraries and operand files");
}

/// Those that the cache lacks, elaborated together.
void prepare(const SweepChunk& chunk, PointBench& bench) {
  std::vector<SweepPoint> missing;
  for (const SweepChunk::Entry& entry : chunk.entries) {
    if (!find_cached_result(entry.key)) missing.push_back(entry.point);
  }
  try {
    bench.prepare(missing);
  } catch (const support::Failure&) {
    // Each point will say so for itself.
  }
}

}  // namespace

void run_worker(const fs::path& sweep, const std::string& chunk_name, const std::string& version) {
  const ::tbb::global_control one_core(::tbb::global_control::max_allowed_parallelism, 1);
  const SweepFolder folder(sweep);
  const SweepChunk chunk = read_chunk(folder.chunk_file(chunk_name));
  const std::string stem = fmt::format("{}.{}", chunk.name, attempt_name());
  const Journal journal(folder.journal() / stem);
  PointKeys keys(version);
  PointBench bench;
  Parts parts(folder.results(), stem);
  for (const SweepChunk::Entry& entry : chunk.entries) require_same_versions(entry, keys);
  if (!chunk.one_by_one) prepare(chunk, bench);
  for (const SweepChunk::Entry& entry : chunk.entries) {
    support::check_cancelled();
    auto cached = find_cached_result(entry.key);
    if (!cached) {
      journal.say(entry.key);
      cached = bench.measure(entry.key, entry.point);
      cache_result(*cached);
      journal.say("");
    }
    parts.add(std::move(*cached));
  }
  parts.flush();
  journal.remove();
}

}  // namespace pann::analysis
