#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "circuit/elaborate.h"

namespace pann::circuit {

/// A file that a design is read from.
struct SourceFile {
  std::filesystem::path path;
  std::string text;
  /// Of an included file: what it is called below the folder where it was found, and the number of
  /// that folder in search_path(); a listed file has the number kListed.
  std::filesystem::path name{};
  std::size_t folder = kListed;

  static constexpr std::size_t kListed = static_cast<std::size_t>(-1);
};

/// The folders that all tools look for included files in, after the including file's own: those of
/// the request, then those that its listed files lie in; each once, absolute.
std::vector<std::filesystem::path> search_path(const ElaborationRequest& request);

/// All files that the design is read from: those listed, in their order, then what they include.
/// A name that no folder has is left out, as it may stand in a part that nothing compiles.
///
/// Throws Failure(user_error): "input.read"; "source.include" for an `include` of something else
/// than a name in quotes, and for a name that two folders have with different texts, since tools
/// differ in which they take; "source.includes" beyond 10,000 files.
std::vector<SourceFile> source_files(const ElaborationRequest& request);

/// What a netlist or a compiled model of the request depends on, besides tools and their options:
/// top, parameters and the text of every file. For the keys of caches.
std::vector<std::string> source_key(const ElaborationRequest& request);

}  // namespace pann::circuit
