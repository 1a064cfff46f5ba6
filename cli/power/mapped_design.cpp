#include "cli/power/mapped_design.h"

#include <string>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "synth/yosys/script.h"

namespace pann::cli {

namespace fs = std::filesystem;

synth::Pdk library_of(const LibraryArguments& arguments, const flow::SynthesisRecord& record) {
  if (!arguments.pdk.empty() || !arguments.liberty.empty()) return chosen_pdk(arguments);
  if (record.liberty.empty()) return synth::find_pdk(record.pdk);
  return synth::pdk_of_files({record.liberty.begin(), record.liberty.end()});
}

void require_mapped(const fs::path& directory) {
  if (fs::exists(directory / synth::files::kNetlistJson)) return;
  const std::string name = directory.string();
  if (!fs::exists(directory)) {
    support::fail_input("power.directory", fmt::format("there is no directory '{}'", name),
                        "run pann gen and pann synth first, and name what they wrote");
  }
  support::fail_input("power.directory", fmt::format("'{}' holds no mapped netlist", name),
                      fmt::format("run pann synth first: pann synth '{}' -o NETLIST", name));
}

}  // namespace pann::cli
