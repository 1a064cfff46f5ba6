#include "analysis/sweep/chunks.h"

#include <algorithm>
#include <unistd.h>

#include <fmt/format.h>

#include "flow/gate_activity.h"

namespace pann::analysis {

namespace {

/// Seconds that a point takes where nothing is known, on one core of about 2020.
constexpr double kGuessRtl = 0.1;
constexpr double kGuessMapped = 6.0;
constexpr double kGuessDelays = 9.0;
constexpr std::size_t kMostPoints = 5000;
/// Of what waits, a chunk takes the share of one worker over this.
constexpr std::size_t kChunksPerWorker = 3;
/// Fewer cost more in starting the worker than they even out.
constexpr std::size_t kLeastPoints = 20;

/// Points that take about the same.
std::string class_of(const SweepPoint& point) {
  if (!point.is_mapped()) return "RTL";
  return fmt::format("{} {}", point.library, flow::name(point.delays));
}

double guess(const SweepPoint& point) {
  if (!point.is_mapped()) return kGuessRtl;
  return point.delays == flow::GateDelays::zero ? kGuessMapped : kGuessDelays;
}

}  // namespace

void PointCosts::add(const SweepPoint& point, double seconds) {
  Mean& mean = means_[class_of(point)];
  mean.sum += seconds;
  ++mean.count;
}

bool PointCosts::is_measured(const SweepPoint& point) const {
  return means_.contains(class_of(point));
}

double PointCosts::estimate(const SweepPoint& point) const {
  const auto found = means_.find(class_of(point));
  if (found == means_.end()) return guess(point);
  return found->second.sum / static_cast<double>(found->second.count);
}

std::optional<SweepChunk> ChunkCutter::next() {
  if (auto chunk = cut(false)) return chunk;
  return cut(true);
}

/// A chunk is of one sort: untried points, untried ones whose worker died, or one tried point.
bool ChunkCutter::belongs(const SweepChunk& chunk, const std::string& key, int tries,
                          bool tried) const {
  if (flying_.contains(key) || (tries > 0) != tried) return false;
  return chunk.entries.empty() || suspects_.contains(key) == chunk.one_by_one;
}

std::size_t ChunkCutter::most_points() {
  if (size_.workers == 0) return kMostPoints;
  const std::size_t waiting = store_.state().waiting - flying_.size();
  return std::clamp(waiting / (kChunksPerWorker * size_.workers), kLeastPoints, kMostPoints);
}

std::optional<SweepChunk> ChunkCutter::cut(bool tried) {
  const std::size_t most = most_points();
  SweepChunk chunk;
  double seconds = 0.0;
  bool passed_over = false;
  std::int64_t last = after_;
  store_.waiting(tried ? 0 : after_, [&](std::int64_t number, SweepChunk::Entry entry, int tries) {
    if (!belongs(chunk, entry.key, tries, tried)) {
      passed_over = passed_over || (tries == 0 && !flying_.contains(entry.key));
      return true;
    }
    if (chunk.entries.empty()) chunk.one_by_one = tried || suspects_.contains(entry.key);
    seconds += costs_.estimate(entry.point);
    if (!passed_over) last = number;
    chunk.entries.push_back(std::move(entry));
    return !tried && seconds < size_.seconds && chunk.entries.size() < most;
  });
  if (chunk.entries.empty()) return std::nullopt;
  if (!tried) after_ = last;
  for (const SweepChunk::Entry& entry : chunk.entries) flying_.insert(entry.key);
  chunk.name = fmt::format("{}-{:06}", ::getpid(), ++names_);
  return chunk;
}

void ChunkCutter::finished(const SweepChunk& chunk, bool has_died) {
  for (const SweepChunk::Entry& entry : chunk.entries) {
    flying_.erase(entry.key);
    if (has_died) suspects_.insert(entry.key);
  }
  if (has_died) after_ = 0;
}

}  // namespace pann::analysis
