// Bytes as an ONNX file: what is accepted becomes a network. Faults must be diagnostics.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/onnx/import.h"
#include "support/diagnostic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    pann::analysis::import_network(pann::analysis::parse_onnx(bytes, "fuzz.onnx"));
  } catch (const pann::support::Failure&) {
    // refused with a diagnostic
  }
  return 0;
}
