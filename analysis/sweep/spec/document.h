#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "analysis/sweep/spec/field_value.h"
#include "support/diagnostic.h"

namespace pann::analysis {

/// A YAML or JSON file as a tree that remembers its lines.
struct DocumentNode {
  enum class Type { scalar, list, map } type = Type::scalar;
  FieldValue value{};  ///< Of a scalar; nothing for null.
  std::vector<DocumentNode> items{};
  std::vector<std::pair<std::string, DocumentNode>> entries{};  ///< In the file's order.
  std::uint64_t line = 0;                                       ///< 1-based.

  /// The entry of that name, or null.
  const DocumentNode* find(const std::string& name) const;
};

struct Document {
  std::string file;  ///< As the user named it.
  std::string text;
  DocumentNode root{};

  support::Location at(const DocumentNode& node) const { return {file, node.line}; }
};

/// Reads a file, YAML or (which is YAML, too) JSON. Throws Failure(user_error): as read_file;
/// "sweep.syntax" with file and line for what is neither, for a name that stands twice, and for
/// files that alias or nest beyond reason.
Document read_document(const std::filesystem::path& path);
Document parse_document(std::string text, std::string file);

}  // namespace pann::analysis
