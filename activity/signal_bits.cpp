#include "activity/signal_bits.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "circuit/bit_names.h"

namespace pann::activity {

namespace {

/// The pieces of one word, by index; each index once.
struct GatheredWord {
  std::map<int, circuit::NetId> bits{};
  std::size_t pieces = 0;
  std::size_t first_piece = 0;  ///< Among the signals.
};

bool overlaps(const GatheredWord& word, const Signal& piece) {
  for (std::size_t bit = 0; bit < piece.bits.size(); ++bit) {
    if (word.bits.contains(declared_index(piece, bit))) return true;
  }
  return false;
}

/// The runs of indices that follow each other, each as one signal.
void append_runs(const GatheredWord& word, const std::string& name, std::vector<Signal>& signals) {
  for (auto at = word.bits.begin(); at != word.bits.end();) {
    Signal run{name, at->first, at->first, true, {}};
    for (; at != word.bits.end() && std::int64_t{at->first} - run.left <= 1; ++at) {
      run.left = at->first;
      run.bits.push_back(at->second);
    }
    signals.push_back(std::move(run));
  }
}

}  // namespace

int declared_index(const Signal& signal, std::size_t bit) {
  return circuit::declared_index(signal.left, signal.right, bit);
}

std::string bit_name(const Signal& signal, std::size_t bit) {
  if (!signal.is_vector) return signal.name;
  return circuit::bit_name(signal.name, declared_index(signal, bit));
}

BitKey bit_key(const Signal& signal, std::size_t bit) {
  if (signal.is_vector) return {signal.name, declared_index(signal, bit)};
  if (const auto parts = circuit::split_bit_name(signal.name)) return {parts->first, parts->second};
  return {signal.name, std::nullopt};
}

NamedBits::NamedBits(const support::NamePatterns& patterns, const Signal& signal)
    : patterns_(patterns),
      signal_(signal),
      all_(patterns.match(signal.name)),
      none_(!all_ && !(signal.is_vector && patterns.may_name_bits())) {}

bool NamedBits::has(std::size_t bit) const {
  return all_ || (!none_ && patterns_.match(bit_name(signal_, bit)));
}

bool NamedBits::any() const {
  if (all_ || none_) return all_;
  for (std::size_t bit = 0; bit < signal_.bits.size(); ++bit) {
    if (has(bit)) return true;
  }
  return false;
}

void add_signal_bit(Activity& activity, const std::string& name, std::optional<int> index,
                    circuit::NetId net) {
  std::vector<Signal>& signals = activity.signals;
  if (!index) {
    signals.push_back({name, 0, 0, false, {net}});
    return;
  }
  if (!signals.empty() && signals.back().is_vector && signals.back().name == name) {
    Signal& word = signals.back();
    const std::int64_t step = std::int64_t{*index} - word.left;
    const bool begins_range = word.left == word.right && (step == 1 || step == -1);
    const bool goes_on = word.left != word.right && step == (word.left > word.right ? 1 : -1);
    if (begins_range || goes_on) {
      word.left = *index;
      word.bits.push_back(net);
      return;
    }
  }
  signals.push_back({name, *index, *index, true, {net}});
}

std::vector<Signal> gather_words(std::vector<Signal> signals) {
  // Words with more than one piece are few or all of them single bits; the others stay as they are.
  std::unordered_map<std::string_view, std::vector<GatheredWord>> words;
  std::vector<std::size_t> word_of(signals.size(), 0);
  std::unordered_map<std::string_view, std::size_t> pieces;
  for (const Signal& signal : signals) pieces[signal.name] += signal.is_vector ? 1 : 0;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    const Signal& signal = signals[i];
    if (!signal.is_vector || pieces[signal.name] < 2) continue;
    std::vector<GatheredWord>& same = words[signal.name];
    if (same.empty() || overlaps(same.back(), signal)) same.push_back({.first_piece = i});
    GatheredWord& word = same.back();
    for (std::size_t bit = 0; bit < signal.bits.size(); ++bit) {
      word.bits.emplace(declared_index(signal, bit), signal.bits[bit]);
    }
    ++word.pieces;
    word_of[i] = same.size();
  }
  if (words.empty()) return signals;
  std::vector<Signal> result;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (word_of[i] != 0) {
      const GatheredWord& word = words.at(signals[i].name)[word_of[i] - 1];
      if (word.pieces > 1) {
        if (word.first_piece == i) append_runs(word, signals[i].name, result);
        continue;
      }
    }
    result.push_back(signals[i]);  // a copy: the keys above are its name
  }
  return result;
}

std::vector<Signal> signals_of(const circuit::Netlist& netlist, bool hidden) {
  std::vector<Signal> signals;
  for (const circuit::NetName& name : netlist.names) {
    if (name.hidden && !hidden) continue;
    signals.push_back(
        {name.name, name.left, name.right, name.left != name.right || name.right != 0, name.bits});
  }
  return signals;
}

}  // namespace pann::activity
