#include "analysis/sweep/spec/document.h"

#include <set>
#include <yaml-cpp/yaml.h>

#include <fmt/format.h>

#include "support/input.h"

namespace pann::analysis {

namespace {

/// Nodes of a file, aliases written out: more is no specification but an attack on memory.
constexpr std::size_t kMostNodes = 1'000'000;
constexpr std::size_t kLargestFile = std::size_t{16} << 20U;
constexpr int kDeepestDocument = 32;
/// The tag of a scalar that stands in quotes.
constexpr const char* kQuotedTag = "!";

class Converter {
 public:
  explicit Converter(std::string file) : file_(std::move(file)) {}

  DocumentNode convert(const YAML::Node& node, int depth = 0) {
    if (++nodes_ > kMostNodes) fault(node.Mark(), "it has more entries than memory should hold");
    if (depth > kDeepestDocument) fault(node.Mark(), "it nests too deep");
    DocumentNode result;
    result.line = static_cast<std::uint64_t>(node.Mark().line) + 1;
    if (node.IsMap()) {
      add_entries(node, depth, result);
    } else if (node.IsSequence()) {
      result.type = DocumentNode::Type::list;
      for (const YAML::Node& item : node) result.items.push_back(convert(item, depth + 1));
    } else if (node.IsScalar()) {
      result.value = scalar(node);
    }
    return result;
  }

  [[noreturn]] void fault(const YAML::Mark& mark, const std::string& what) const {
    support::fail_input("sweep.syntax", what, "see docs/sweeps.md",
                        support::Location{file_, static_cast<std::uint64_t>(mark.line + 1)});
  }

 private:
  void add_entries(const YAML::Node& node, int depth, DocumentNode& result) {
    result.type = DocumentNode::Type::map;
    std::set<std::string> names;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) fault(entry.first.Mark(), "a name must be a word");
      const std::string& name = entry.first.Scalar();
      if (!names.insert(name).second)
        fault(entry.first.Mark(), fmt::format("'{}' stands twice", name));
      result.entries.emplace_back(name, convert(entry.second, depth + 1));
      result.entries.back().second.line = static_cast<std::uint64_t>(entry.first.Mark().line) + 1;
    }
  }

  static FieldValue scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    if (node.Tag() == kQuotedTag) return text;
    if (text == "null" || text == "~") return {};
    return value_from_word(text);
  }

  std::string file_;
  std::size_t nodes_ = 0;
};

}  // namespace

const DocumentNode* DocumentNode::find(const std::string& name) const {
  for (const auto& [key, node] : entries) {
    if (key == name) return &node;
  }
  return nullptr;
}

Document parse_document(std::string text, std::string file) {
  Converter converter(file);
  try {
    const YAML::Node root = YAML::Load(text);
    DocumentNode node = converter.convert(root);
    return {std::move(file), std::move(text), std::move(node)};
  } catch (const YAML::Exception& fault) {
    converter.fault(fault.mark, fault.msg);
  }
}

Document read_document(const std::filesystem::path& path) {
  return parse_document(support::read_file(path, kLargestFile), path.string());
}

}  // namespace pann::analysis
