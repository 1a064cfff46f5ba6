#include "activity/bit_index.h"

#include <algorithm>

#include "activity/signal_bits.h"
#include "circuit/bit_names.h"

namespace pann::activity {

using circuit::NetId;

BitIndex::BitIndex(const std::vector<Signal>& signals) : signals_(signals) {
  for (std::size_t i = 0; i < signals.size(); ++i) {
    by_name_[signals[i].name].push_back(static_cast<std::uint32_t>(i));
  }
}

const BitIndex::Places* BitIndex::places(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

/// Vectors of that name that hold the index.
void BitIndex::add_indexed(std::string_view name, int index, std::vector<NetId>& nets) const {
  const Places* const same = places(name);
  if (same == nullptr) return;
  for (const std::uint32_t place : *same) {
    const Signal& signal = signals_[place];
    if (!signal.is_vector) continue;
    const std::int64_t from_right = signal.left < signal.right ? std::int64_t{signal.right} - index
                                                               : std::int64_t{index} - signal.right;
    if (from_right < 0 || from_right >= static_cast<std::int64_t>(signal.bits.size())) continue;
    nets.push_back(signal.bits[static_cast<std::size_t>(from_right)]);
  }
}

/// Signals of that name that have one bit.
void BitIndex::add_whole(std::string_view name, std::vector<NetId>& nets) const {
  const Places* const same = places(name);
  if (same == nullptr) return;
  for (const std::uint32_t place : *same) {
    if (signals_[place].bits.size() == 1) nets.push_back(signals_[place].bits.front());
  }
}

/// The word's only declaration where one of the two leaves the range out, so that its indices begin
/// at zero: positions, not indices, are what they share. Else null.
const Signal* BitIndex::without_range(const Signal& word) const {
  const Places* const same = places(word.name);
  if (same == nullptr || same->size() != 1 || word.bits.size() < 2) return nullptr;
  const Signal& signal = signals_[same->front()];
  if (signal.bits.size() != word.bits.size()) return nullptr;
  const int lowest = std::min(signal.left, signal.right);
  const int others = std::min(word.left, word.right);
  return lowest != others && (lowest == 0 || others == 0) ? &signal : nullptr;
}

std::vector<NetId> BitIndex::find_all(const Signal& word, std::size_t bit) const {
  if (const Signal* const signal = without_range(word)) return {signal->bits[bit]};
  std::vector<NetId> nets;
  const bool is_single = word.bits.size() == 1;
  if (is_single) add_whole(word.name, nets);
  if (word.is_vector || is_single) {
    const int index = declared_index(word, bit);
    if (!is_single) add_indexed(word.name, index, nets);
    if (word.is_vector || index == 0) add_whole(circuit::bit_name(word.name, index), nets);
    if (is_single && nets.empty()) add_indexed(word.name, index, nets);
  }
  // A scalar "a[3]" is bit 3 of a word "a".
  if (nets.empty() && !word.is_vector) {
    if (const auto parts = circuit::split_bit_name(word.name)) {
      add_indexed(parts->first, parts->second, nets);
    }
  }
  return nets;
}

std::optional<NetId> BitIndex::find(const Signal& word, std::size_t bit) const {
  const std::vector<NetId> nets = find_all(word, bit);
  return nets.empty() ? std::nullopt : std::optional(nets.front());
}

std::optional<NetId> BitIndex::find(std::string_view bit) const {
  std::vector<NetId> nets;
  add_whole(bit, nets);
  if (nets.empty()) {
    if (const auto parts = circuit::split_bit_name(bit)) {
      add_indexed(parts->first, parts->second, nets);
    }
  }
  return nets.empty() ? std::nullopt : std::optional(nets.front());
}

std::vector<std::optional<NetId>> match_nets(const circuit::Netlist& netlist,
                                             const BitIndex& index) {
  std::vector<std::optional<NetId>> matches(netlist.net_count);
  for (const Signal& word : signals_of(netlist, true)) {
    for (std::size_t bit = 0; bit < word.bits.size(); ++bit) {
      const NetId net = word.bits[bit];
      if (circuit::is_constant_net(net) || matches[net]) continue;
      matches[net] = index.find(word, bit);
    }
  }
  return matches;
}

}  // namespace pann::activity
