#include "analysis/sweep/shell_executor.h"

#include <system_error>

#include <fmt/format.h>

#include "analysis/sweep/collect.h"
#include "support/output.h"

namespace pann::analysis {

namespace fs = std::filesystem;

std::string worker_command(const fs::path& program, const fs::path& directory,
                           const std::string& chunk) {
  return fmt::format("{} sweep worker {} {} --quiet", shell_word(fs::absolute(program).string()),
                     shell_word(fs::absolute(directory).lexically_normal().string()), chunk);
}

std::size_t write_commands(ChunkCutter& cutter, const fs::path& program,
                           const fs::path& directory) {
  const SweepFolder folder(directory);
  std::error_code error;
  for (fs::directory_iterator entry(folder.chunks(), error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    fs::remove(entry->path(), gone);
  }
  std::string commands;
  std::size_t count = 0;
  while (const auto chunk = cutter.next()) {
    support::write_file(folder.chunk_file(chunk->name), to_json_text(*chunk));
    commands += worker_command(program, directory, chunk->name) + '\n';
    ++count;
  }
  support::write_file(directory / kCommandsFile, commands);
  return count;
}

void blame_ended(SweepStore& store, const SweepFolder& folder) {
  for (const std::string& key : take_journals(folder, "")) {
    store.add_crash(key, "its worker ended while it measured the point");
  }
}

}  // namespace pann::analysis
