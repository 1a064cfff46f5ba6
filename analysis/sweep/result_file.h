#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/sweep/point_result.h"
#include "analysis/sweep/spec/point.h"

namespace pann::analysis {

/// Points that a worker measures in one go.
struct SweepChunk {
  struct Entry {
    std::string key;
    SweepPoint point;
  };
  std::string name;         ///< Of its file, without the extension.
  bool one_by_one = false;  ///< Without what points share: one of them may end the worker.
  std::vector<Entry> entries;
};

/// What passes between the collector and its workers: files in one folder, each written whole under
/// a name of its own, so that it may be on NFS and a worker be started twice.
///
/// | file | |
/// |---|---|
/// | chunks/NAME.json | what to measure |
/// | results/NAME.ATTEMPT.PART.json | what came of it; every part whole |
/// | journal/NAME.ATTEMPT | the key of the point that is being measured; empty between points |
class SweepFolder {
 public:
  explicit SweepFolder(const std::filesystem::path& sweep);

  const std::filesystem::path& chunks() const { return chunks_; }
  const std::filesystem::path& results() const { return results_; }
  const std::filesystem::path& journal() const { return journal_; }
  std::filesystem::path chunk_file(const std::string& name) const;

  /// Makes the folders. Throws Failure(user_error, "output.directory").
  void create() const;
  /// Removes what finished chunks left.
  void remove() const;

 private:
  std::filesystem::path root_;
  std::filesystem::path chunks_;
  std::filesystem::path results_;
  std::filesystem::path journal_;
};

std::string to_json_text(const SweepChunk& chunk);
/// Throws Failure(user_error, "sweep.chunk") for a file that is none.
SweepChunk read_chunk(const std::filesystem::path& file);

std::string to_json_text(const std::vector<PointResult>& results);
/// Throws Failure(user_error, "sweep.results") for a file that is none.
std::vector<PointResult> read_results(const std::filesystem::path& file);

}  // namespace pann::analysis
