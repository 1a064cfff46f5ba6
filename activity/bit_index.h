#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"

namespace pann::activity {

/// Finds the net bits of signals by name: the bit 3 of a word "a" is "a[3]", whether the source
/// declares the word as a whole, in pieces, or every bit as a name of its own. Never by position,
/// but for words whose range the source leaves out. The signals must outlive it.
class BitIndex {
 public:
  explicit BitIndex(const std::vector<Signal>& signals);

  /// "word[3]", or a scalar's name.
  std::optional<circuit::NetId> find(std::string_view bit) const;
  /// A bit of a word; a word of one bit may be declared with and without its range.
  std::optional<circuit::NetId> find(const Signal& word, std::size_t bit) const;
  /// Every net that has the bit's name: more than one where two declarations share it.
  std::vector<circuit::NetId> find_all(const Signal& word, std::size_t bit) const;

 private:
  using Places = std::vector<std::uint32_t>;
  const Places* places(std::string_view name) const;
  void add_indexed(std::string_view name, int index, std::vector<circuit::NetId>& nets) const;
  void add_whole(std::string_view name, std::vector<circuit::NetId>& nets) const;
  const Signal* without_range(const Signal& word) const;

  const std::vector<Signal>& signals_;
  std::unordered_map<std::string_view, Places> by_name_;
};

/// For each net of a netlist, the activity's net that has one of its public names.
std::vector<std::optional<circuit::NetId>> match_nets(const circuit::Netlist& netlist,
                                                      const BitIndex& index);

}  // namespace pann::activity
