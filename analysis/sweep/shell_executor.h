#pragma once

#include <filesystem>
#include <string>

#include "analysis/shell_word.h"
#include "analysis/sweep/chunks.h"
#include "analysis/sweep/result_file.h"
#include "analysis/sweep/store.h"

namespace pann::analysis {

/// The command line that measures a chunk, from any directory of any machine that sees the folder.
std::string worker_command(const std::filesystem::path& program,
                           const std::filesystem::path& directory, const std::string& chunk);

/// Writes DIR/commands.txt, a command line a chunk of all that waits, for any scheduler or GNU
/// parallel; what a former file had is taken back. Returns the number of commands. The sweep is
/// collected by running it again when they have ended.
std::size_t write_commands(ChunkCutter& cutter, const std::filesystem::path& program,
                           const std::filesystem::path& directory);
inline constexpr const char* kCommandsFile = "commands.txt";

/// Counts a try for every point that a worker was at when it ended; for executors whose workers all
/// have ended.
void blame_ended(SweepStore& store, const SweepFolder& folder);

}  // namespace pann::analysis
