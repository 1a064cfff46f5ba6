#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace pann::cli {

/// What a subcommand leaves in its output directory.
enum class OutputKind { design, netlist, run, reproduction, study, network };

/// An output directory that may hold former results: those of another kind are not written over,
/// and of those of the same kind nothing stays beside the new ones. Files of other names are the
/// user's own and stay.
class OutputPlace {
 public:
  /// Throws Failure(user_error, "output.kind") where `directory` holds results of another kind,
  /// unless `force`.
  OutputPlace(std::filesystem::path directory, OutputKind kind, bool force);

  /// Removes former results that were not written anew. Call once the new ones are in place;
  /// `written`: their names, where the directory itself does not tell new from old.
  void remove_stale(const std::set<std::string>& written = {}) const;

 private:
  std::filesystem::path directory_;
  OutputKind kind_;
  std::set<std::string> former_;
};

}  // namespace pann::cli
