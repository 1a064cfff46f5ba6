#include "activity/vcd/code_table.h"

#include <optional>

namespace pann::activity {

namespace {

constexpr std::size_t kLongestInTable = 4;
/// The table has at most this many entries a code; sparser codes are hashed.
constexpr std::uint64_t kEntriesPerCode = 16;
constexpr std::uint64_t kFreeEntries = 1U << 14U;

/// The number of a code that the table can hold.
std::optional<std::uint64_t> number_of(std::string_view code) {
  if (code.empty() || code.size() > kLongestInTable) return std::nullopt;
  std::uint64_t number = 0;
  std::uint64_t weight = 1;
  for (const char character : code) {
    if (character < '!' || character > '~') return std::nullopt;
    number += weight * static_cast<std::uint64_t>(character - ' ');
    weight *= 94;
  }
  return number;
}

}  // namespace

CodeTable::CodeTable(const std::unordered_map<std::string, std::uint32_t>& slots)
    : table_(1, kNoSlot) {  // the empty code
  const std::uint64_t limit = kFreeEntries + kEntriesPerCode * slots.size();
  for (const auto& [code, slot] : slots) {
    const auto number = number_of(code);
    if (!number || *number >= limit) {
      others_.emplace(code, slot);
      continue;
    }
    if (*number >= table_.size()) table_.resize(*number + 1, kNoSlot);
    table_[*number] = slot;
  }
}

CodeTable::Match CodeTable::find_slowly(const char* text) const {
  std::uint32_t length = 0;
  while (static_cast<unsigned char>(text[length]) > ' ') ++length;
  const std::string code(text, length);
  const auto found = others_.find(code);
  if (found != others_.end()) return {found->second, length};
  const auto number = number_of(code);
  const bool in_table = number && *number < table_.size();
  return {in_table ? table_[*number] : kNoSlot, length};
}

}  // namespace pann::activity
