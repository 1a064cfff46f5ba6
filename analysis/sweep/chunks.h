#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis/sweep/result_file.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// What a point takes, by what has been measured so far.
class PointCosts {
 public:
  void add(const SweepPoint& point, double seconds);
  /// Seconds on one core; a guess where no such point was measured.
  double estimate(const SweepPoint& point) const;
  bool is_measured(const SweepPoint& point) const;

 private:
  struct Mean {
    double sum = 0.0;
    std::uint64_t count = 0;
  };
  std::map<std::string, Mean> means_;
};

struct ChunkSize {
  double seconds = 0.0;  ///< Of work, as far as costs are known.
  /// That what waits is shared among, in shrinking chunks, so that none works alone at the end;
  /// 0: chunks are limited by their seconds alone.
  unsigned workers = 0;
};

/// Cuts what waits into chunks.
class ChunkCutter {
 public:
  ChunkCutter(SweepStore& store, PointCosts& costs, ChunkSize size)
      : store_(store), costs_(costs), size_(size) {}

  /// The next points that no chunk in flight has; nothing where there are none. Points that have
  /// been tried come last, one a chunk.
  std::optional<SweepChunk> next();
  /// The chunk is no longer in flight; points of it without a result wait again, and where its
  /// worker died, without sharing anything.
  void finished(const SweepChunk& chunk, bool has_died);

 private:
  std::optional<SweepChunk> cut(bool tried);
  bool belongs(const SweepChunk& chunk, const std::string& key, int tries, bool tried) const;
  std::size_t most_points();

  SweepStore& store_;
  PointCosts& costs_;
  ChunkSize size_;
  std::set<std::string> flying_;    ///< Keys.
  std::set<std::string> suspects_;  ///< Keys of chunks whose worker died.
  std::int64_t after_ = 0;          ///< Up to this number nothing untried waits.
  std::uint64_t names_ = 0;
};

}  // namespace pann::analysis
