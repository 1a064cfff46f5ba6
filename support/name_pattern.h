#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace pann::support {

/// Whether a hierarchical name matches a pattern, as manifests and `--match` use them.
///
/// In a pattern `*` stands for any run of characters without a dot, `**` for any run at all; every
/// other character, brackets included, stands for itself: `g_row[*].u_adder.a_i`, `**.c_i`.
bool matches(std::string_view pattern, std::string_view name);

/// Several patterns at once. Most patterns of mapped netlists are plain names: those are looked up,
/// not tried one after the other.
class NamePatterns {
 public:
  NamePatterns() = default;
  explicit NamePatterns(const std::vector<std::string>& patterns);

  /// Whether one of the patterns matches; none does where there are none.
  bool match(const std::string& name) const;
  bool empty() const { return plain_.empty() && patterns_.empty(); }
  /// Whether a pattern ends in an index, "mem[3]" or "mem[*]", and so may name a bit of a word.
  bool may_name_bits() const { return may_name_bits_; }

 private:
  std::unordered_set<std::string> plain_;
  std::vector<std::string> patterns_;
  bool may_name_bits_ = false;
};

}  // namespace pann::support
