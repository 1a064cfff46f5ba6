#include <cstddef>
#include <cstdint>
#include <string_view>

#include "support/diagnostic.h"
#include "synth/timing/spef.h"

// Whatever the bytes: capacitances or a diagnostic.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pann;
  try {
    synth::parse_spef({reinterpret_cast<const char*>(data), size}, "input.spef");
  } catch (const support::Failure&) {
    // refused with a diagnostic
  }
  return 0;
}
