#include "analysis/table1.h"

#include "analysis/paper_model.h"
#include "generator/emit.h"
#include "support/cancellation.h"
#include "support/output.h"

namespace pann::analysis {

namespace {

using generator::DesignSpec;

/// A MAC on disk for as long as it is measured.
class Unit {
 public:
  explicit Unit(const DesignSpec& spec)
      : files_{directory_.path(), generator::emit_into(spec, directory_.path())} {}
  const tb::DesignFiles& files() const { return files_; }

 private:
  support::TemporaryDirectory directory_;
  tb::DesignFiles files_;
};

std::vector<tb::StimulusSpec> stimuli(const Table1Options& options) {
  std::vector<tb::StimulusSpec> list;
  for (const auto range : {tb::Range::signed_range, tb::Range::nonnegative}) {
    for (const auto distribution : {tb::Distribution::uniform, tb::Distribution::gaussian}) {
      for (const std::uint64_t length : {tb::kDefaultStreamLength, std::uint64_t{0}}) {
        tb::StimulusSpec stimulus;
        stimulus.distribution = distribution;
        stimulus.range = range;
        stimulus.vectors = options.vectors;
        stimulus.length = length;
        stimulus.seed = options.seed;
        list.push_back(stimulus);
      }
    }
  }
  return list;
}

Table1Run measure_run(const Unit& unit, const tb::StimulusSpec& stimulus, tb::Engine engine) {
  const DesignSpec& spec = unit.files().manifest.design;
  const tb::OperandStreams operands = tb::make_operands(stimulus, spec);
  const tb::Measurement measurement = tb::measure(unit.files(), operands, engine);
  const PaperModel model = paper_model(spec, conditions_of(operands, spec));
  Table1Run run{spec.x_width,
                stimulus.distribution,
                stimulus.range,
                stimulus.length,
                measurement.result.operations,
                measurement.result.mismatches,
                {}};
  for (const tb::ElementCount& element : measurement.elements) {
    run.elements.push_back(
        {element.name, static_cast<double>(element.toggles) / static_cast<double>(run.operations),
         model.per_operation(element.name)});
  }
  return run;
}

}  // namespace

std::vector<Table1Run> measure_table1(const Table1Options& options,
                                      const std::function<void(double)>& progress) {
  const std::vector<tb::StimulusSpec> list = stimuli(options);
  const std::size_t total =
      list.size() * static_cast<std::size_t>(options.last_bits - options.first_bits + 1);
  std::vector<Table1Run> runs;
  for (int bits = options.first_bits; bits <= options.last_bits; ++bits) {
    DesignSpec spec;
    spec.multiplier = options.multiplier;
    spec.x_width = bits;
    spec.w_width = bits;
    spec.acc_width = options.acc_width;
    const Unit unit(spec);
    for (const tb::StimulusSpec& stimulus : list) {
      support::check_cancelled();
      runs.push_back(measure_run(unit, stimulus, options.engine));
      progress(static_cast<double>(runs.size()) / static_cast<double>(total));
    }
  }
  return runs;
}

}  // namespace pann::analysis
