#include "analysis/main_job/unit_jobs.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "analysis/network/layer_operands.h"
#include "support/diagnostic.h"

namespace pann::analysis {

using generator::DesignSpec;
using generator::Kind;

namespace {

DesignSpec base_spec(Kind kind, int x_width, int w_width, int acc_width) {
  DesignSpec spec;
  spec.kind = kind;
  spec.x_width = x_width;
  spec.w_width = w_width;
  spec.acc_width = acc_width;
  spec.x_signed = false;
  return spec;
}

UnitJob pann_job(const UnitOperands& operands, generator::Sequencer sequencer) {
  const bool local = sequencer == generator::Sequencer::local;
  DesignSpec spec =
      base_spec(Kind::pann_mac, operands.x_bits, operands.w_bits, operands.accumulator_bits);
  spec.sequencer = sequencer;
  return {local ? "pann_mac_local" : "pann_mac",
          fmt::format("x {} bits, R = {:.3f} additions, {}", operands.x_bits,
                      mean_magnitude(operands.streams.w),
                      local ? "counter in the unit" : "counter outside, as in the paper"),
          spec,
          {&operands.streams}};
}

using Streams = std::shared_ptr<const tb::OperandStreams>;

/// A pass without an element is left out, and the note says so.
UnitJob unsigned_job(const Streams& positive, const Streams& negative, int x_bits, int w_bits,
                     int acc_width) {
  DesignSpec spec = base_spec(Kind::mac, x_bits, w_bits, acc_width);
  spec.w_signed = false;
  UnitJob job{"unsigned_mac", "W+ and W- as two passes, zeros of a pass skipped", spec, {}};
  for (const auto& [pass, name] : {std::pair(&positive, "W+"), std::pair(&negative, "W-")}) {
    if ((*pass)->operations() > 0) {
      job.keep(*pass);
    } else {
      job.note += fmt::format("{}pass {} skipped: no weight of its sign",
                              job.note.empty() ? "" : "; ", name);
    }
  }
  return job;
}

/// Streams that somebody else keeps.
Streams borrowed(const tb::OperandStreams& streams) {
  return {Streams(), &streams};
}

/// An element's words are fetched once, however long they stay.
void count_traffic(UnitJob& job) {
  for (const tb::OperandStreams* pass : job.passes) {
    const auto presented = static_cast<double>(pass->operations());
    job.traffic.x_bits += presented * job.spec.x_width;
    job.traffic.w_bits += presented * job.spec.w_width;
  }
}

}  // namespace

UnitJob unsigned_mac_job(const UnitOperands& operands) {
  const auto pass = [&](bool positive) {
    return std::make_shared<tb::OperandStreams>(elements_of_sign(operands.streams, positive));
  };
  UnitJob job = unsigned_job(pass(true), pass(false), operands.x_bits, operands.w_bits,
                             operands.accumulator_bits);
  count_traffic(job);
  return job;
}

UnitJob pann_mac_job(const UnitOperands& operands) {
  UnitJob job = pann_job(operands, generator::Sequencer::external);
  count_traffic(job);
  return job;
}

std::vector<UnitJob> unit_jobs(const NetworkOperands& operands, int acc_width) {
  if (acc_width < operands.accumulator_bits) {
    support::fail_input("run.accumulator",
                        fmt::format("--acc-width {}: the sums of this network need {} bits",
                                    acc_width, operands.accumulator_bits),
                        "widen the accumulator");
  }
  const int x_bits = operands.x_bits;
  const int w_bits = operands.w_bits;
  std::vector<UnitJob> jobs;
  jobs.push_back({"signed_mac",
                  "x unsigned, w signed, one accumulator",
                  base_spec(Kind::mac, x_bits, w_bits, acc_width),
                  {&operands.mac}});
  jobs.push_back(unsigned_job(borrowed(operands.positive), borrowed(operands.negative), x_bits,
                              w_bits, acc_width));
  jobs.push_back({"split_mac",
                  "|w| times x, two accumulators",
                  base_spec(Kind::split_mac, x_bits, w_bits, acc_width),
                  {&operands.mac}});
  const UnitOperands pann{operands.pann, operands.activation_bits, operands.pann_w_bits, acc_width};
  for (const auto sequencer : {generator::Sequencer::external, generator::Sequencer::local}) {
    jobs.push_back(pann_job(pann, sequencer));
  }
  for (UnitJob& job : jobs) count_traffic(job);
  return jobs;
}

}  // namespace pann::analysis
