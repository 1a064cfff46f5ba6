// FST files: the reference reader may crash, hang or eat memory in its child process; here each
// input ends in counts or in a diagnostic.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <unistd.h>

#include "activity/trace/trace_file.h"
#include "support/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path =
      (std::filesystem::temp_directory_path() / ("pann_fst_fuzz." + std::to_string(::getpid())))
          .string();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return 0;
  std::fwrite(data, 1, size, file);
  std::fclose(file);
  try {
    pann::activity::count_trace(path, {});
  } catch (const pann::support::Failure&) {
    // refused with a diagnostic
  }
  ::unlink(path.c_str());
  return 0;
}
