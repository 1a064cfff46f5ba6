#include "analysis/reproduce/flips.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/paper_model.h"
#include "generator/design_fields.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::analysis {

namespace {

std::string range_key(const std::optional<tb::OperandRange>& range) {
  if (!range) return "-";
  return fmt::format("{}:{}", static_cast<std::int64_t>(range->low),
                     static_cast<std::int64_t>(range->high));
}

void require_agreement(const FlipCase& entry, const tb::Measurement& measurement) {
  if (measurement.result.mismatches == 0) return;
  throw support::Failure(
      support::ExitCode::check_failed,
      {"reproduce.mismatch",
       fmt::format("{}: {} of {} results differ from the arithmetic model", key_of(entry),
                   measurement.result.mismatches, measurement.result.checked),
       "this is a mistake of ours: please report it", std::nullopt});
}

void add_expectations(FlipResult& result, const tb::DesignFiles& files,
                      const tb::StimulusSpec& stimulus) {
  for (const tb::ElementExpectation& expected : tb::expect_elements(files, stimulus)) {
    if (!expected.exact) continue;
    for (FlipElement& element : result.elements) {
      if (element.name == expected.name) element.exact = expected.toggles;
    }
  }
}

}  // namespace

const FlipElement* FlipResult::find(std::string_view name) const {
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [name](const FlipElement& e) { return e.name == name; });
  return found == elements.end() ? nullptr : &*found;
}

double FlipResult::flips(std::string_view name) const {
  const FlipElement* element = find(name);
  return element == nullptr ? 0.0 : element->best();
}

bool FlipResult::is_exact(std::string_view name) const {
  const FlipElement* element = find(name);
  return element != nullptr && element->exact.has_value();
}

FlipElement FlipResult::sum(const std::vector<std::string>& names) const {
  FlipElement total;
  bool exact = true;
  double best = 0.0;
  for (const std::string& name : names) {
    const FlipElement* element = find(name);
    if (element == nullptr) continue;
    total.name += (total.name.empty() ? "" : " + ") + name;
    total.sampled += element->sampled;
    best += element->best();
    exact = exact && element->exact.has_value();
    if (!element->exact && element->confidence) {
      total.confidence = total.confidence.value_or(0.0) + *element->confidence;
    }
    if (element->model) total.model = total.model.value_or(0.0) + *element->model;
  }
  if (exact) total.exact = best;
  total.sampled = exact ? total.sampled : best;
  return total;
}

std::string key_of(const FlipCase& entry) {
  const tb::StimulusSpec& stimulus = entry.stimulus;
  return fmt::format("{} | {} {} {} {} {} {} {} | {} | {}", generator::key_of(entry.spec),
                     tb::name(stimulus.distribution), tb::name(stimulus.range),
                     range_key(stimulus.x_range), range_key(stimulus.w_range), stimulus.vectors,
                     stimulus.length, stimulus.seed,
                     entry.operands == nullptr ? "drawn" : entry.operands->origin, entry.exact);
}

FlipResult measure_flips(const FlipCase& entry, tb::Engine engine) {
  const support::TemporaryDirectory directory;
  const tb::DesignFiles files{directory.path(), generator::emit_into(entry.spec, directory.path())};
  const tb::OperandStreams operands =
      entry.operands == nullptr ? tb::make_operands(entry.stimulus, entry.spec) : *entry.operands;
  const tb::Measurement measurement =
      tb::measure(files, operands, {.engine = engine, .statistics = true});
  require_agreement(entry, measurement);
  const PaperModel model = paper_model(entry.spec, conditions_of(operands, entry.spec));
  FlipResult result;
  result.operations = measurement.result.operations;
  result.cycles = measurement.cycles;
  result.additions = measurement.additions;
  for (const activity::ElementCount& element : measurement.elements) {
    result.elements.push_back(
        {element.name,
         static_cast<double>(element.toggles) / static_cast<double>(result.operations),
         std::nullopt, std::nullopt, model.per_operation(element.name)});
  }
  for (std::size_t i = 0; i < measurement.statistics.size(); ++i) {
    result.elements.at(i).confidence = measurement.statistics[i].confidence();
  }
  if (entry.exact && entry.operands == nullptr) {
    add_expectations(result, files, entry.stimulus);
  }
  return result;
}

}  // namespace pann::analysis
