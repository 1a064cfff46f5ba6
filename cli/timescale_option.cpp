#include "cli/timescale_option.h"

#include "activity/tick.h"

namespace pann::cli {

Option& add_timescale_option(Command& app, std::string& timescale) {
  return app
      .option("--timescale", &timescale,
              "How long a tick is where the file does not say: 1ps, 10ns, ...")
      .value("T");
}

void set_timescale(const std::string& timescale, activity::TraceOptions& options) {
  if (!timescale.empty()) options.tick_seconds = activity::parse_timescale(timescale);
}

}  // namespace pann::cli
