#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "generator/verilog/module.h"

namespace pann::generator {

/// Which bit of a heap's column is on which pin of its compressors: any arrangement adds up to the
/// same, but delays, and so glitches, differ. The slots of a column are the inputs of its
/// compressors, compressor by compressor, pin by pin; source[i] is the slot whose bit, as the
/// reduction put it there, slot i has now.
struct ColumnWiring {
  std::string block;               ///< "g_column5".
  std::vector<std::string> slots;  ///< "u_add0.a_i"; as long as `source`.
  std::vector<std::size_t> source;

  friend bool operator==(const ColumnWiring&, const ColumnWiring&) = default;
};
using HeapWiring = std::vector<ColumnWiring>;

/// How many bits are elsewhere than the reduction put them.
std::size_t moved_bits(const HeapWiring& wiring);

/// Eight hexadecimal digits that stand for a wiring in names of modules.
std::string wiring_name(const HeapWiring& wiring);

/// The wiring as JSON: an object with "columns".
std::string to_json_text(const HeapWiring& wiring);

/// The wiring in such a text, whatever else it holds. Throws Failure(user_error, "wiring.text")
/// naming `file`, for text that is none and for columns that are no permutation.
HeapWiring wiring_from_json(std::string_view text, const std::string& file);

/// Puts the bits of a heap's module where `wiring` has them: "_wired_<wiring_name>" ends its name,
/// `note` the purpose in its header. Of `modules` it is the one with the blocks of the columns;
/// instances of it in the others follow. Throws Failure(user_error, "wiring.design") where none has
/// them, or not those slots.
void rewire(std::vector<verilog::Module>& modules, const HeapWiring& wiring,
            const std::string& note);

}  // namespace pann::generator
