#include <cstddef>
#include <cstdint>
#include <string>

#include "support/diagnostic.h"
#include "tb/stimulus/idx.h"

/// Bytes as an unpacked IDX file. Faults must be diagnostics; nothing else may come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    pann::tb::parse_idx(std::string(reinterpret_cast<const char*>(data), size), "fuzz.idx");
  } catch (const pann::support::Failure&) {
    return 0;
  }
  return 0;
}
