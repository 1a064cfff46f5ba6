#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sweep/database.h"
#include "analysis/sweep/point_key.h"
#include "analysis/sweep/point_result.h"
#include "analysis/sweep/result_file.h"
#include "analysis/sweep/spec/enumerate.h"

namespace pann::analysis {

/// The results of a sweep: DIR/sweep.db, an SQLite file (docs/sweeps.md has the schema). One
/// process writes, any number read.
inline constexpr const char* kSweepDatabase = "sweep.db";
inline constexpr int kSweepSchema = 1;

/// Points by what became of them.
struct SweepState {
  std::uint64_t done = 0;
  std::uint64_t failed = 0;   ///< Their own fault.
  std::uint64_t crashed = 0;  ///< They ended three workers, or failed three times for no fault of
                              ///< their own.
  std::uint64_t waiting = 0;

  std::uint64_t total() const { return done + failed + crashed + waiting; }
};

/// Times that a point is tried.
inline constexpr int kSweepTries = 3;

class SweepStore {
 public:
  /// Opens or makes the file. Throws Failure(user_error): "output.directory", "sweep.database";
  /// "sweep.schema" for a file of a newer program; "sweep.running" where another process sweeps in
  /// the folder.
  explicit SweepStore(const std::filesystem::path& directory);
  ~SweepStore();
  SweepStore(const SweepStore&) = delete;
  SweepStore& operator=(const SweepStore&) = delete;

  /// Takes the points of the specification as what is to be measured, results that are there
  /// included. Throws Failure(user_error, "sweep.spec") where the folder has results of points that
  /// are not among them, unless `force`, which takes those out.
  SweepCounts plan(const SweepSpec& spec, PointKeys& keys, bool force);

  SweepState state();

  /// Takes results that another folder's file has of the points; nothing where there is none.
  void add_from(const std::filesystem::path& directory);

  bool is_waiting(const std::string& key);

  /// What the point took; nothing where it was not measured.
  std::optional<double> seconds(const std::string& key);

  /// Calls `take` for every point that was measured, with the seconds that it took.
  void measured(const std::function<void(const SweepPoint&, double seconds)>& take);

  /// Keeps results, all or none.
  void add(const std::vector<PointResult>& results);
  /// A worker ended while it measured the point.
  void add_crash(const std::string& key, const std::string& how);
  /// Failed and crashed points wait again.
  void retry();

  /// Calls `take` for waiting points in their order, from number `after` on, until it says false;
  /// `tries`: how often the point has been tried.
  void waiting(
      std::int64_t after,
      const std::function<bool(std::int64_t number, SweepChunk::Entry entry, int tries)>& take);

 private:
  void create_schema();
  void add_one(const PointResult& result);

  int lock_ = -1;
  Database database_;
};

/// Throws Failure(user_error, "sweep.schema") for a file of a newer program, "sweep.database" for
/// none of ours.
void require_schema(Database& database, const std::filesystem::path& file);

}  // namespace pann::analysis
