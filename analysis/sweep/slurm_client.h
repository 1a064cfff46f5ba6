#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pann::analysis {

/// An array job of ours.
struct SlurmArray {
  std::string job;   ///< Its id.
  std::string name;  ///< Of no other job: an id may be given twice when a controller is lost.
};

/// What Slurm's own programs say; no library, no daemon.
class SlurmClient {
 public:
  /// `options`: handed to sbatch as they are. Throws Failure(tool_failed, "tool.missing") without
  /// sbatch and squeue.
  explicit SlurmClient(std::vector<std::string> options);

  /// Submits tasks 0 to `tasks` - 1 of the script. Throws Failure(tool_failed, "sweep.slurm") with
  /// what sbatch says.
  SlurmArray submit(const std::filesystem::path& script, const std::string& name, std::size_t tasks,
                    const std::filesystem::path& log) const;

  /// The tasks that are not over: waiting, running, or being sent back. Nothing where the
  /// controller does not answer: it is not known then.
  std::optional<std::set<std::size_t>> active(const SlurmArray& array) const;

  /// How the task ended, as the accounting has it ("FAILED 0:9"); empty where there is none.
  std::string end_of(const SlurmArray& array, std::size_t task) const;

  void cancel(const SlurmArray& array) const noexcept;

 private:
  std::vector<std::string> options_;
};

/// The numbers in a task list of squeue: "7", "[3,5-8%4]".
std::set<std::size_t> task_numbers(const std::string& text);

}  // namespace pann::analysis
