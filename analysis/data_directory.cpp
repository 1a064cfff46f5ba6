#include "analysis/data_directory.h"

#include <cstdlib>
#include <system_error>

namespace pann::analysis {

namespace fs = std::filesystem;

fs::path data_directory() {
  if (const char* chosen = std::getenv("PANN_DATA_DIR"); chosen != nullptr && *chosen != '\0') {
    return chosen;
  }
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  fs::path installed = program.parent_path().parent_path() / "share" / "pann";
  if (!error && fs::is_directory(installed, error)) return installed;
  return PANN_SOURCE_DATA_DIR;
}

}  // namespace pann::analysis
