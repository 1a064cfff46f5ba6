#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "analysis/reproduce/item.h"
#include "analysis/reproduce/reproduce.h"

namespace pann::analysis {

/// The finished items of an output directory.
class ItemStore {
 public:
  ItemStore(std::filesystem::path output, const ReproduceOptions& options);

  /// The result that is kept for these options; nothing where there is none, or one of other
  /// options, of another version, measured with other versions of the tools, or a damaged file.
  std::optional<ItemResult> find(const ReproduceItem& item) const;

  void keep(const ReproduceItem& item, const ItemResult& result) const;

 private:
  std::string key_of(const ReproduceItem& item) const;

  std::filesystem::path output_;
  const ReproduceOptions& options_;
  std::string libraries_;                     ///< Hash of what gate-level items depend on.
  std::map<std::string, std::string> tools_;  ///< What items are measured with, and its versions.
};

}  // namespace pann::analysis
