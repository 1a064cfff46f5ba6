#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "generator/units/emit_options.h"

namespace pann::generator {

struct EmittedFile {
  std::string name;  ///< Relative path.
  std::string text;
};

/// All that `pann gen` writes for one design. Equal designs give equal bytes.
struct EmittedDesign {
  Manifest manifest;
  std::vector<EmittedFile> files;  ///< The Verilog of manifest.files in their order, then
                                   ///< manifest.json, files.f and TOP.core.
};

/// Emits `spec`: one module a file. The top module's parameters default to what was asked, those of
/// the modules below it to the values of DesignSpec{}, so that two designs emitted into one
/// directory share their files. Throws Failure(user_error) with every fault that validate() finds.
EmittedDesign emit(const DesignSpec& spec, const EmitOptions& options = {});

/// What emit() says of the design, without its files' text. `spec` must be legal.
Manifest manifest_of(const DesignSpec& spec);

/// Emits `spec` into a directory, whole or not at all; returns the manifest. Throws as emit() and
/// support::OutputDirectory do.
Manifest emit_into(const DesignSpec& spec, const std::filesystem::path& directory);

}  // namespace pann::generator
