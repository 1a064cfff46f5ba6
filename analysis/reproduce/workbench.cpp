#include "analysis/reproduce/workbench.h"

#include <set>
#include <utility>

#include "support/parallel.h"

namespace pann::analysis {

Workbench::Workbench(WorkbenchOptions options, std::function<void(double)> progress)
    : options_(std::move(options)), progress_(std::move(progress)) {}

tb::StimulusSpec Workbench::stimulus(tb::Distribution distribution, tb::Range range,
                                     std::uint64_t length) const {
  tb::StimulusSpec stimulus;
  stimulus.distribution = distribution;
  stimulus.range = range;
  stimulus.vectors = options_.vectors;
  stimulus.length = length;
  stimulus.seed = options_.seed;
  return stimulus;
}

template <class Case, class Result, class Measure>
std::vector<Result> Workbench::sweep(const std::vector<Case>& cases,
                                     std::map<std::string, Result>& known, Measure measure) {
  std::vector<const Case*> open;
  std::set<std::string> asked;
  for (const Case& entry : cases) {
    const std::string key = key_of(entry);
    if (known.count(key) == 0 && asked.insert(key).second) open.push_back(&entry);
  }
  std::size_t done = 0;
  support::parallel_for(std::size_t{0}, open.size(), [&](std::size_t i) {
    Result result = measure(*open[i]);
    const std::lock_guard lock(mutex_);
    known.emplace(key_of(*open[i]), std::move(result));
    progress_(static_cast<double>(++done) / static_cast<double>(open.size()));
  });
  std::vector<Result> results;
  results.reserve(cases.size());
  for (const Case& entry : cases) results.push_back(known.at(key_of(entry)));
  return results;
}

std::vector<FlipResult> Workbench::flips(const std::vector<FlipCase>& cases) {
  return sweep(cases, known_flips_,
               [this](const FlipCase& entry) { return measure_flips(entry, options_.engine); });
}

std::vector<GateResult> Workbench::gates(const std::vector<GateCase>& cases) {
  return sweep(cases, known_gates_, [this](const GateCase& entry) {
    return measure_gate_energy(entry, options_.engine);
  });
}

const std::vector<MeasuredLibrary>& Workbench::libraries() {
  if (libraries_.size() != options_.libraries.size()) {
    libraries_.resize(options_.libraries.size());
    support::parallel_for(std::size_t{0}, libraries_.size(), [this](std::size_t i) {
      libraries_[i] = read_measured_library(options_.libraries[i]);
    });
  }
  return libraries_;
}

const std::vector<flow::GateDelays>& Workbench::delay_modes() {
  static const std::vector<flow::GateDelays> modes{flow::GateDelays::zero,
                                                   flow::GateDelays::liberty};
  return modes;
}

}  // namespace pann::analysis
