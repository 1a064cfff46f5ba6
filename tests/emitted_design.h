#pragma once

#include <memory>

#include "generator/emit.h"
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
  const generator::EmittedDesign design = generator::emit(spec);
  for (const generator::EmittedFile& file : design.files) {
    support::write_file(result.directory->path() / file.name, file.text);
  }
  result.files = {result.directory->path(), design.manifest};
  return result;
}

}  // namespace pann::test
