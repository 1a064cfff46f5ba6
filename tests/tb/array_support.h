#pragma once

#include <cstdint>
#include <string>

#include "broken_files.h"
#include "generator/units/emit.h"
#include "sim/schedule.h"
#include "support/output.h"
#include "tb/measure.h"
#include "tb/stimulus/synthetic.h"

namespace pann::test {

inline tb::OperandStreams drawn(const generator::DesignSpec& spec, std::uint64_t vectors,
                                std::uint64_t length) {
  tb::StimulusSpec stimulus;
  stimulus.vectors = vectors;
  stimulus.length = length;
  return tb::make_operands(stimulus, spec);
}

/// Simulates the design natively; `from` in its Verilog becomes `to`.
inline tb::Measurement simulate(const generator::EmittedDesign& design,
                                const tb::OperandStreams& operands, const std::string& from = "",
                                const std::string& to = "") {
  const support::TemporaryDirectory directory;
  write_files(directory.path(), design.files, from, to);
  return tb::measure({directory.path(), design.manifest}, operands, tb::Engine::native);
}

/// Word `word` of `width` bits that the first output must show in a cycle.
inline std::uint64_t sum_at(const sim::Schedule& schedule, std::size_t cycle, std::size_t word,
                            int width) {
  std::uint64_t value = 0;
  for (int bit = 0; bit < width; ++bit) {
    const std::size_t at = word * static_cast<std::size_t>(width) + static_cast<std::size_t>(bit);
    const std::uint64_t part = schedule.expected[cycle * schedule.output_words + at / 64];
    value |= (part >> (at % 64) & 1) << bit;
  }
  return value;
}

}  // namespace pann::test
