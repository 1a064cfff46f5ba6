#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

namespace pann::analysis {

/// What Table 1 is measured with; the defaults are the paper's (section 3, appendix A.2).
struct Table1Options {
  generator::Architecture multiplier = generator::Architecture::booth4;
  int acc_width = 32;
  int first_bits = 2;
  int last_bits = 8;
  std::uint64_t vectors = tb::kPaperVectors;
  std::uint64_t seed = 1;
  tb::Engine engine = tb::Engine::automatic;
};

/// One element of one run.
struct Table1Element {
  std::string name;
  double measured = 0.0;          ///< Bit flips per operation.
  std::optional<double> model{};  ///< Eqs. (1) to (4); nothing where the paper has none.
};

/// One run: a signed MAC of `bits` by `bits`, fed from one distribution and range.
struct Table1Run {
  int bits = 0;
  tb::Distribution distribution = tb::Distribution::uniform;
  tb::Range range =
      tb::Range::signed_range;  ///< nonnegative: the paper's unsigned case, Eqs. (3), (4).
  std::uint64_t length = 0;     ///< Operations a stream; 0: all in one stream, as the paper.
  std::uint64_t operations = 0;
  std::uint64_t mismatches = 0;
  std::vector<Table1Element> elements;
};

/// Measures Table 1: for every width both distributions, both ranges, as streams of 100 operations
/// and as one stream. `progress` hears the share that is done.
std::vector<Table1Run> measure_table1(const Table1Options& options,
                                      const std::function<void(double)>& progress);

}  // namespace pann::analysis
