// The VCD reader: whatever the bytes are, it counts them or refuses them with a diagnostic, and the
// counts do not depend on where the pieces of the text end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "activity/trace/vcd_counter.h"
#include "support/diagnostic.h"

namespace {

using pann::activity::Activity;

std::optional<Activity> count(std::string_view text, std::size_t piece, bool lenient,
                              std::uint64_t clock_period) {
  pann::activity::TraceOptions options;
  options.lenient = lenient;
  options.clock_period = clock_period;
  options.every = clock_period * 16;
  try {
    pann::activity::VcdActivityCounter counter(options);
    for (std::size_t at = 0; at < text.size(); at += piece) counter.feed(text.substr(at, piece));
    return counter.finish();
  } catch (const pann::support::Failure&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool lenient = (data[0] & 1) != 0;
  const auto whole = count(text, text.size() + 1, lenient, 0);
  const auto pieces = count(text, 1 + data[0] % 32, lenient, 0);
  if (whole.has_value() != pieces.has_value()) std::abort();
  if (whole && !(whole->nets == pieces->nets)) std::abort();
  if (whole) {
    for (const auto& net : whole->nets) {
      const auto sum = net.time_low + net.time_high + net.time_unknown + net.time_floating;
      if (sum != whole->duration) std::abort();
    }
  }
  count(text, text.size() + 1, lenient, 1 + data[0]);
  return 0;
}
