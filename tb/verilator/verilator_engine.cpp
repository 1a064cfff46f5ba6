#include "tb/verilator/verilator_engine.h"

#include <memory>
#include <string_view>

#include "activity/trace/vcd_counter.h"
#include "support/output.h"
#include "tb/model/output_check.h"
#include "tb/model/schedule_builder.h"
#include "tb/verilator/model.h"

namespace pann::tb {

sim::SimulationResult simulate_with_verilator(const std::filesystem::path& directory,
                                              const generator::Manifest& manifest,
                                              const sim::Schedule& schedule,
                                              const std::filesystem::path& vcd) {
  const VerilatorModel model = VerilatorModel::build(directory, manifest, schedule);
  activity::TraceOptions options;
  options.source = "trace of " + manifest.top;
  options.scope = "TOP." + manifest.top;
  options.windows = counted_windows(manifest, schedule);
  options.threads = 2;
  activity::VcdActivityCounter counter(options);
  const auto kept = vcd.empty() ? nullptr : std::make_unique<support::OutputFile>(vcd);
  const auto samples = model.play(schedule, [&](std::string_view chunk) {
    counter.feed(chunk);
    if (kept) kept->append(chunk);
  });
  if (kept) kept->commit();
  sim::SimulationResult result;
  result.engine = "verilator";
  result.activity = counter.finish();
  check_outputs(schedule, samples, result);
  return result;
}

}  // namespace pann::tb
