#include <cstddef>
#include <cstdint>
#include <string_view>

#include "support/diagnostic.h"
#include "synth/timing/sdf.h"

// Whatever the bytes: delays or a diagnostic.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pann;
  try {
    synth::parse_sdf({reinterpret_cast<const char*>(data), size}, "input.sdf");
  } catch (const support::Failure&) {
  }
  return 0;
}
