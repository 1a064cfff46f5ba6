#pragma once

#include <string>
#include <vector>

#include "generator/manifest.h"

namespace pann::generator {

/// What a manifest says against itself.
struct ManifestFault {
  std::string code;  ///< "manifest.port", "manifest.design", "manifest.value".
  std::string path;  ///< JSON path of the field.
  std::string what;
};

/// Takes widths and signs of x and w from the ports where the kind leaves them to the ports
/// (other).
void adopt_operands(Manifest& manifest);

/// Every fault of a manifest whose fields are legal one by one: directions and widths of ports by
/// role, names and lanes that are there twice or missing, clock and latency.
std::vector<ManifestFault> check_manifest(const Manifest& manifest);

}  // namespace pann::generator
