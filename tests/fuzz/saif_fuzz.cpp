// The SAIF reader: it reads or refuses, and what it read can be written and read again.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "activity/files/saif.h"
#include "activity/tick.h"
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
  // Without a time scale nothing in seconds can be written.
  if (activity.tick_is_assumed) pann::activity::give_tick(activity, 1e-9, "fuzz");
  std::string text_again;
  try {
    text_again = pann::activity::to_saif(activity);
  } catch (const pann::support::Failure& failure) {
    // Longer than 64 bits of a unit that SAIF knows, or shorter than one of the finest.
    if (failure.diagnostics().at(0).code == "saif.duration") return 0;
    throw;
  }
  const pann::activity::Activity again = pann::activity::parse_saif(text_again, "again");
  const double seconds = static_cast<double>(activity.duration) * activity.tick_seconds;
  const double seconds_again = static_cast<double>(again.duration) * again.tick_seconds;
  if (again.nets.size() != activity.nets.size() ||
      std::abs(seconds_again - seconds) > 1.1e-4 * seconds) {
    std::abort();
  }
  return 0;
}
