#include "analysis/study/study.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "analysis/main_job/best_units.h"
#include "analysis/main_job/unit_cost.h"
#include "analysis/network/layer_operands.h"
#include "analysis/paper_equations.h"
#include "flow/synthesize.h"
#include "synth/liberty/library.h"

namespace pann::analysis {

namespace fs = std::filesystem;

namespace {

/// The accumulator that the paper's units have.
constexpr int kPaperAccumulator = 32;

/// A configuration with its operands, which its jobs point to.
struct Configuration {
  StudyPoint point;  ///< But for the unit.
  std::string directory;
  std::shared_ptr<const tb::OperandStreams> operands;
  int x_bits = 0;
  int w_bits = 0;
};

StudyPoint point_of(const ExploreBaseline& uniform) {
  StudyPoint point;
  point.arithmetic = Arithmetic::uniform(uniform.bits, uniform.bits);
  point.flips = unsigned_mac_flips(uniform.bits);
  point.weight_bits = uniform.bits;
  point.validation_accuracy = uniform.accuracy.validation;
  point.test_accuracy = uniform.accuracy.test;
  return point;
}

StudyPoint point_of(const ExploreCandidate& candidate, double budget) {
  StudyPoint point;
  point.arithmetic = Arithmetic::pann(candidate.activation_bits, candidate.additions);
  point.budget = budget;
  point.additions_measured = candidate.additions_measured;
  point.flips = candidate.flips;
  point.weight_bits = candidate.weight_bits;
  point.validation_accuracy = candidate.accuracy.validation;
  point.test_accuracy = candidate.accuracy.test;
  return point;
}

/// A network as it was quantized elsewhere, multiplied or with its codes as numbers of additions.
StudyPoint point_of(const ExploredGiven& given, Arithmetic::Scheme scheme) {
  StudyPoint point;
  point.arithmetic = Arithmetic::as_given(scheme);
  point.arithmetic.activation_bits = given.activation_bits;
  point.weight_bits = given.weight_bits;
  point.flips = point.is_pann() ? given.addition_flips : given.flips;
  point.additions_measured = point.is_pann() ? given.additions : 0.0;
  point.validation_accuracy = given.accuracy.validation;
  point.test_accuracy = given.accuracy.test;
  return point;
}

void add_given(const Exploration& exploration, std::vector<Configuration>& configurations) {
  if (!exploration.given) return;
  for (const Arithmetic::Scheme scheme : {Arithmetic::Scheme::uniform, Arithmetic::Scheme::pann}) {
    const StudyPoint point = point_of(*exploration.given, scheme);
    configurations.push_back({point, point.is_pann() ? "given_pann" : "given", nullptr});
  }
  for (const ExploredBudget& explored : exploration.budgets) {
    if (!explored.given) continue;
    StudyPoint point = point_of(*explored.given, explored.budget);
    point.arithmetic.given = true;
    point.arithmetic.budget = explored.budget;
    configurations.push_back({point, fmt::format("given_p{:g}", explored.budget), nullptr});
  }
}

std::vector<Configuration> configurations_of(const Exploration& exploration) {
  std::vector<Configuration> configurations;
  add_given(exploration, configurations);
  for (const ExploreBaseline& uniform : exploration.uniform) {
    configurations.push_back(
        {point_of(uniform), fmt::format("uniform_b{}", uniform.bits), nullptr});
  }
  for (const ExploredBudget& explored : exploration.budgets) {
    for (const ExploreCandidate& candidate : explored.candidates) {
      configurations.push_back(
          {point_of(candidate, explored.budget),
           fmt::format("pann_p{:g}_x{}", explored.budget, candidate.activation_bits), nullptr});
    }
  }
  return configurations;
}

void take_operands(const Network& network, const ExploreData& data, const StudyOptions& options,
                   Configuration& configuration) {
  const std::vector<QuantizedLayer> layers =
      quantize(network, data.calibration, data.validation, configuration.point.arithmetic,
               options.explore.recipe);
  Dataset samples;
  samples.sample_size = data.test.sample_size;
  const std::size_t images = std::min(options.images, data.test.samples());
  samples.labels.assign(data.test.labels.begin(),
                        data.test.labels.begin() + static_cast<std::ptrdiff_t>(images));
  samples.inputs.assign(
      data.test.inputs.begin(),
      data.test.inputs.begin() + static_cast<std::ptrdiff_t>(images * samples.sample_size));
  configuration.operands = std::make_shared<tb::OperandStreams>(
      operands_of(network, layers, samples, rows_by_macs(network, options.elements)));
  configuration.x_bits = std::max(generator::kMinimumWidth, activation_bits(layers));
  configuration.w_bits = std::max(generator::kMinimumWidth, weight_bits(layers));
}

std::vector<UnitJob> jobs_of(const Configuration& configuration, const StudyOptions& options) {
  UnitOperands operands{*configuration.operands, configuration.x_bits, configuration.w_bits,
                        signed_bits(largest_sum(*configuration.operands))};
  std::vector<UnitJob> jobs;
  jobs.push_back(heap_dot_job(operands, "heap_dot"));
  if (configuration.point.is_pann()) {
    jobs.push_back(pann_dot_job(operands, options.costs.pann_lanes));
  } else {
    jobs.push_back(heap_mac_job(operands, "heap_mac"));
  }
  if (options.units == StudyUnits::all) {
    operands.accumulator_bits = std::max(operands.accumulator_bits, kPaperAccumulator);
    jobs.push_back(configuration.point.is_pann() ? pann_mac_job(operands)
                                                 : unsigned_mac_job(operands));
  }
  return jobs;
}

}  // namespace

std::string title(const StudyPoint& point) {
  const Arithmetic& arithmetic = point.arithmetic;
  if (arithmetic.given && arithmetic.budget > 0.0) {
    return fmt::format("PANN given {:g}", arithmetic.budget);
  }
  if (arithmetic.given) return point.is_pann() ? "PANN as given" : "as given";
  return point.is_pann()
             ? fmt::format("PANN {} x {:.2f}", arithmetic.activation_bits, arithmetic.additions)
             : fmt::format("uniform {}", arithmetic.activation_bits);
}

Study run_study(const Network& network, const StudyOptions& options, const synth::Pdk& pdk,
                const fs::path& output, const std::function<void(const std::string&)>& stage) {
  flow::require_mapping_place(output);
  stage("reading " + pdk.name);
  const synth::Library library = synth::read_library(pdk.files);
  stage("running " + network.name + " in floating point");
  const ExploreData data = explore_data(network, options.explore);
  Study study;
  study.library = library.name;
  study.corner = pdk.corner;
  study.synthetic = pdk.synthetic;
  study.voltage = library.conditions.voltage_v;
  study.clock_mhz = options.costs.clock_mhz.value_or(pdk.clock_mhz);
  study.images = std::min(options.images, data.test.samples());
  stage("running " + network.name + " quantized");
  study.exploration = explore(network, data, options.explore);
  std::vector<Configuration> configurations = configurations_of(study.exploration);
  std::vector<PlannedUnit> units;
  for (Configuration& configuration : configurations) {
    take_operands(network, data, options, configuration);
    study.elements = configuration.operands->operations();
    for (UnitJob& job : jobs_of(configuration, options)) {
      std::string directory = configuration.directory + "/" + job.name;
      study.points.push_back(configuration.point);
      units.push_back({std::move(job), configuration.point.arithmetic.activation_bits,
                       std::move(directory), configuration.operands->operations(), network.macs()});
    }
  }
  std::vector<UnitReport> reports =
      cost_units(units, pdk, library, study.clock_mhz, options.costs, output, stage);
  for (std::size_t i = 0; i < reports.size(); ++i) study.points[i].unit = std::move(reports[i]);
  return study;
}

}  // namespace pann::analysis
