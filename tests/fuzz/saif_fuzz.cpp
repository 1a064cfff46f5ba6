// The SAIF reader: it reads or refuses, and what it read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "activity/files/saif.h"
#include "support/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  pann::activity::Activity activity;
  try {
    activity = pann::activity::parse_saif(text, "fuzz");
  } catch (const pann::support::Failure&) {
    return 0;
  }
  // Names of any bytes are escaped; only white space and control characters cannot be.
  for (const pann::activity::Signal& signal : activity.signals) {
    for (const char character : signal.name) {
      if (static_cast<unsigned char>(character) <= ' ') return 0;
    }
  }
  const pann::activity::Activity again =
      pann::activity::parse_saif(pann::activity::to_saif(activity), "again");
  if (again.nets.size() != activity.nets.size() || again.duration != activity.duration) {
    std::abort();
  }
  return 0;
}
