#include <cstddef>
#include <cstdint>
#include <string>

#include "support/diagnostic.h"
#include "synth/liberty/library.h"
#include "synth/liberty/writer.h"

// Whatever the bytes: a library or a diagnostic. What was read can be looked up and written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pann;
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const synth::Library library = synth::read_library_text(text, "input.lib");
    synth::to_liberty_text(library, {.power = true, .constraints = true});
    for (const synth::Cell& cell : library.cells) {
      for (const synth::Pin& pin : cell.pins) {
        for (const synth::TimingArc& arc : pin.timing) {
          if (arc.cell_rise) (void)arc.cell_rise->at({1e-10, 1e-14, 1e-10});
        }
        if (pin.function) pin.function->truth_table();
      }
    }
  } catch (const support::Failure&) {
  }
  return 0;
}
