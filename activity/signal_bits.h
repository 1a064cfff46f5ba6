#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "activity/activity.h"
#include "circuit/netlist.h"
#include "support/name_pattern.h"

namespace pann::activity {

/// Declared index of a bit that lies `bit` places from the right of a signal.
int declared_index(const Signal& signal, std::size_t bit);

/// One bit of a signal as a user would write it: "name", or "name[index]" for a vector.
std::string bit_name(const Signal& signal, std::size_t bit);

/// A bit by its word and index, whether the source declares the word as a whole or bit by bit;
/// no index: a scalar. A word of one bit is the same with and without its range only for those who
/// ask for both.
using BitKey = std::pair<std::string_view, std::optional<int>>;
BitKey bit_key(const Signal& signal, std::size_t bit);

/// Which bits of a signal patterns name: by the word, all of them, or bit by bit ("mem[3]",
/// "mem[*]"). Patterns and signal must outlive it.
class NamedBits {
 public:
  NamedBits(const support::NamePatterns& patterns, const Signal& signal);

  bool has(std::size_t bit) const;
  bool any() const;

 private:
  const support::NamePatterns& patterns_;
  const Signal& signal_;
  bool all_ = false;
  bool none_ = false;
};

/// Adds a bit to the activity's signals: to the last one where it is the same word and the index
/// follows that of the word's left end, else as a signal of its own. No index: a scalar.
void add_signal_bit(Activity& activity, const std::string& name, std::optional<int> index,
                    circuit::NetId net);

/// Puts words together that the source declares in pieces (bit by bit, as many simulators do, in
/// any order), each at the place of its first piece. Pieces that repeat an index begin another
/// word of the same name; indices that do not follow each other stay apart.
std::vector<Signal> gather_words(std::vector<Signal> signals);

/// The public names of a netlist as signals; with `hidden` those too that the tool made up.
std::vector<Signal> signals_of(const circuit::Netlist& netlist, bool hidden = false);

}  // namespace pann::activity
