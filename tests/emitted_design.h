#pragma once

#include <memory>

#include "generator/units/emit.h"
#include "support/output.h"
#include "tb/measure.h"

namespace pann::test {

/// A design emitted into a directory of its own.
struct EmittedFiles {
  std::unique_ptr<support::TemporaryDirectory> directory;
  tb::DesignFiles files;
};

inline EmittedFiles emit_to_disk(const generator::DesignSpec& spec) {
  EmittedFiles result{std::make_unique<support::TemporaryDirectory>(), {}};
  const auto path = result.directory->path();
  result.files = {path, generator::emit_into(spec, path)};
  return result;
}

}  // namespace pann::test
