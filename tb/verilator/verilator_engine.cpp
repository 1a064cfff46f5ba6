#include "tb/verilator/verilator_engine.h"

#include <memory>
#include <string_view>

#include "support/output.h"
#include "tb/model/output_check.h"
#include "tb/model/schedule_builder.h"
#include "tb/trace/vcd_counter.h"
#include "tb/verilator/model.h"

namespace pann::tb {

SimulationResult simulate_with_verilator(const std::filesystem::path& directory,
                                         const generator::Manifest& manifest,
                                         const Schedule& schedule,
                                         const std::filesystem::path& vcd) {
  const VerilatorModel model = VerilatorModel::build(directory, manifest, schedule);
  TraceOptions options;
  options.source = "trace of " + manifest.top;
  options.scope = "TOP." + manifest.top;
  options.windows = counted_windows(manifest, schedule);
  options.threads = 2;
  VcdActivityCounter counter(options);
  const auto kept = vcd.empty() ? nullptr : std::make_unique<support::OutputFile>(vcd);
  const auto samples = model.play(schedule, [&](std::string_view chunk) {
    counter.feed(chunk);
    if (kept) kept->append(chunk);
  });
  if (kept) kept->commit();
  SimulationResult result;
  result.engine = "verilator";
  result.activity = counter.finish();
  check_outputs(schedule, samples, result);
  return result;
}

}  // namespace pann::tb
