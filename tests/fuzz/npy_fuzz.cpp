#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "support/diagnostic.h"
#include "tb/stimulus/npz.h"

/// Bytes as a .npy file, or, where they begin like a zip file, as an .npz archive of which every
/// array is read. Faults must be diagnostics; nothing else may come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    if (!bytes.starts_with("PK")) {
      pann::tb::parse_npy(bytes, "fuzz.npy");
      return 0;
    }
    pann::tb::NpzArchive archive = pann::tb::NpzArchive::from_bytes(bytes, "fuzz.npz");
    const std::vector<std::string> names = archive.names();
    for (const std::string& name : names) {
      try {
        archive.read(name);
      } catch (const pann::support::Failure&) {
        continue;  // One damaged member says nothing about the next.
      }
    }
  } catch (const pann::support::Failure&) {
    return 0;
  }
  return 0;
}
