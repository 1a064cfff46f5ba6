#include "analysis/study/study_json.h"

#include <nlohmann/json.hpp>

#include "analysis/main_job/main_job_json.h"
#include "analysis/paper_equations.h"
#include "analysis/study/study_choice.h"

namespace pann::analysis {

using Json = nlohmann::ordered_json;

namespace {

Json interval_json(double share, std::size_t samples) {
  const Interval interval = accuracy_interval(share, samples);
  return {interval.low, interval.high};
}

void add_accuracy(Json& json, const ConfigurationAccuracy& accuracy,
                  const Exploration& exploration) {
  json["validation_accuracy"] = accuracy.validation;
  json["validation_interval"] = interval_json(accuracy.validation, exploration.validation_samples);
  json["test_accuracy"] = accuracy.test;
  json["test_interval"] = interval_json(accuracy.test, exploration.test_samples);
}

Json candidate_json(const ExploreCandidate& candidate, const Exploration& exploration) {
  Json json{{"activation_bits", candidate.activation_bits},
            {"additions", candidate.additions},
            {"additions_measured", candidate.additions_measured},
            {"flips", candidate.flips},
            {"relative_mse", candidate.relative_mse},
            {"weight_bits", candidate.weight_bits}};
  add_accuracy(json, candidate.accuracy, exploration);
  return json;
}

Json uniform_json(const ExploreBaseline& uniform, const Exploration& exploration) {
  Json json{{"bits", uniform.bits}, {"flips", unsigned_mac_flips(uniform.bits)}};
  add_accuracy(json, uniform.accuracy, exploration);
  return json;
}

/// With predictions; null for none.
Json given_json(const std::optional<ExploreCandidate>& candidate, const Exploration& exploration) {
  if (!candidate) return nullptr;
  Json json = candidate_json(*candidate, exploration);
  json["predictions"] = candidate->accuracy.test_predictions;
  return json;
}

Json given_json(const ExploredGiven& given, const Exploration& exploration) {
  Json json{{"activation_bits", given.activation_bits},
            {"weight_bits", given.weight_bits},
            {"flips", given.flips},
            {"additions", given.additions},
            {"addition_flips", given.addition_flips}};
  add_accuracy(json, given.accuracy, exploration);
  json["predictions"] = given.accuracy.test_predictions;
  return json;
}

Json budget_json(const ExploredBudget& explored, const Exploration& exploration) {
  Json candidates = Json::array();
  for (const auto& candidate : explored.candidates) {
    candidates.push_back(candidate_json(candidate, exploration));
    candidates.back()["predictions"] = candidate.accuracy.test_predictions;
  }
  return {{"budget", explored.budget},
          {"best", candidate_json(explored.chosen(), exploration)},
          {"predicted",
           {{"activation_bits", explored.predicted.activation_bits},
            {"additions", explored.predicted.additions}}},
          {"uniform",
           explored.baseline ? uniform_json(*explored.baseline, exploration) : Json(nullptr)},
          {"given", given_json(explored.given, exploration)},
          {"candidates", candidates}};
}

Json point_json(const StudyPoint& point) {
  const bool pann = point.is_pann();
  return {{"title", title(point)},
          {"given", point.is_given()},
          {"scheme", pann ? "pann" : "uniform"},
          {"activation_bits", point.arithmetic.activation_bits},
          {"weight_bits", point.weight_bits},
          {"budget", point.budget > 0.0 ? Json(point.budget) : Json(nullptr)},
          {"additions",
           point.arithmetic.additions > 0.0 ? Json(point.arithmetic.additions) : Json(nullptr)},
          {"additions_measured", pann ? Json(point.additions_measured) : Json(nullptr)},
          {"flips", point.flips},
          {"validation_accuracy", point.validation_accuracy},
          {"test_accuracy", point.test_accuracy},
          {"unit", to_json(point.unit)}};
}

/// A point by its configuration and unit; null for none.
Json named(const StudyPoint* point) {
  if (point == nullptr) return nullptr;
  return {{"title", title(*point)},
          {"unit", point->unit.name},
          {"directory", point->unit.directory},
          {"energy_fj", point->energy_fj()},
          {"fetched_bits", point->unit.traffic.bits()},
          {"validation_accuracy", point->validation_accuracy},
          {"test_accuracy", point->test_accuracy}};
}

/// The energy of a fetched bit at which the two that are as accurate take the same; null for none.
Json break_even_json(const StudyBudget& budget) {
  if (budget.as_accurate == nullptr) return nullptr;
  const auto energy_fj = break_even_fetch_fj(budget.algorithm->unit, budget.as_accurate->unit);
  return energy_fj ? Json(*energy_fj) : Json(nullptr);
}

Json equal_accuracy_json(const EqualAccuracy& pair) {
  return {{"uniform", named(pair.uniform)},
          {"pann", named(pair.pann)},
          {"energy_ratio", pair.pann == nullptr
                               ? Json(nullptr)
                               : Json(pair.pann->energy_fj() / pair.uniform->energy_fj())}};
}

Json choice_json(const StudyBudget& budget) {
  return {{"budget", budget.flips},
          {"uniform", named(budget.uniform)},
          {"algorithm", named(budget.algorithm)},
          {"measured", named(budget.measured)},
          {"as_accurate_uniform", named(budget.as_accurate)},
          {"energy_ratio", budget.as_accurate == nullptr ? Json(nullptr)
                                                         : Json(budget.algorithm->energy_fj() /
                                                                budget.as_accurate->energy_fj())},
          {"fetch_break_even_fj", break_even_json(budget)}};
}

}  // namespace

Json to_json(const Exploration& exploration) {
  Json budgets = Json::array();
  for (const auto& explored : exploration.budgets) {
    budgets.push_back(budget_json(explored, exploration));
  }
  Json uniform = Json::array();
  for (const auto& one : exploration.uniform) {
    uniform.push_back(uniform_json(one, exploration));
    uniform.back()["predictions"] = one.accuracy.test_predictions;
  }
  return {
      {"network", exploration.network},
      {"macs", exploration.macs},
      {"validation_samples", exploration.validation_samples},
      {"test_samples", exploration.test_samples},
      {"float",
       {{"validation_accuracy", exploration.float_validation_accuracy},
        {"test_accuracy", exploration.float_test_accuracy}}},
      {"given", exploration.given ? given_json(*exploration.given, exploration) : Json(nullptr)},
      {"budgets", budgets},
      {"uniform", uniform},
      {"test_labels", exploration.test_labels}};
}

Json to_json(const Study& study) {
  Json json = to_json(study.exploration);
  Json points = Json::array();
  for (const StudyPoint& point : study.points) points.push_back(point_json(point));
  Json front = Json::array();
  for (const StudyPoint* point : energy_front(study)) front.push_back(named(point));
  Json choices = Json::array();
  for (const StudyBudget& budget : study_budgets(study)) choices.push_back(choice_json(budget));
  Json equal = Json::array();
  for (const EqualAccuracy& pair : equal_accuracies(study)) {
    equal.push_back(equal_accuracy_json(pair));
  }
  json["energy"] = {{"library", study.library},
                    {"corner", study.corner},
                    {"synthetic", study.synthetic},
                    {"voltage", study.voltage},
                    {"clock_mhz", study.clock_mhz},
                    {"elements", study.elements},
                    {"images", study.images},
                    {"points", points},
                    {"front", front},
                    {"choices", choices},
                    {"equal_accuracy", equal}};
  return json;
}

}  // namespace pann::analysis
