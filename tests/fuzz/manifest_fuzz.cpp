// The readers of manifests and of counted windows: what they accept is written and read back equal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "activity/windows.h"
#include "generator/manifest.h"
#include "support/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string written =
        pann::generator::to_json_text(pann::generator::parse_manifest(text, "fuzz"));
    const auto again = pann::generator::parse_manifest(written, "written");
    if (pann::generator::to_json_text(again) != written) std::abort();
  } catch (const pann::support::Failure&) {
    // refused with a diagnostic
  }
  try {
    const std::string written =
        pann::activity::to_json_text(pann::activity::parse_windows(text, "fuzz"));
    if (pann::activity::to_json_text(pann::activity::parse_windows(written, "written")) !=
        written) {
      std::abort();
    }
  } catch (const pann::support::Failure&) {
    // refused with a diagnostic
  }
  return 0;
}
