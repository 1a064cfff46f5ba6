#include "analysis/sweep/front.h"

#include <algorithm>
#include <map>
#include <optional>

namespace pann::analysis {

namespace {

using Scores = std::vector<double>;

/// Smaller is better; nothing for a row that lacks a value.
std::optional<Scores> scores_of(const SweepRow& row, const std::vector<Objective>& objectives) {
  Scores scores;
  for (const Objective& objective : objectives) {
    const auto number = number_of(row.value(objective.name));
    if (!number) return std::nullopt;
    scores.push_back(objective.maximize ? -*number : *number);
  }
  return scores;
}

bool beats(const Scores& one, const Scores& other) {
  bool is_better = false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] > other[i]) return false;
    is_better = is_better || one[i] < other[i];
  }
  return is_better;
}

struct Scored {
  Scores scores;
  const SweepRow* row;
};

}  // namespace

std::vector<const SweepRow*> pareto_front(const SweepResults& results,
                                          const std::vector<Objective>& objectives) {
  std::vector<Scored> all;
  for (const SweepRow& row : results.rows) {
    if (auto scores = scores_of(row, objectives)) all.push_back({std::move(*scores), &row});
  }
  // Whatever beats a row stands before it: only the front so far need be looked at.
  std::stable_sort(all.begin(), all.end(), [](const Scored& left, const Scored& right) {
    return left.scores < right.scores;
  });
  std::vector<Scored> front;
  for (Scored& scored : all) {
    const bool is_beaten = std::any_of(front.begin(), front.end(), [&](const Scored& other) {
      return beats(other.scores, scored.scores);
    });
    if (!is_beaten) front.push_back(std::move(scored));
  }
  std::vector<const SweepRow*> rows;
  for (const Scored& scored : front) rows.push_back(scored.row);
  return rows;
}

std::vector<const SweepRow*> best_rows(const SweepResults& results, const Objective& objective,
                                       const std::vector<std::string>& by) {
  std::map<std::vector<std::string>, std::size_t> places;
  std::vector<Scored> best;
  for (const SweepRow& row : results.rows) {
    auto scores = scores_of(row, {objective});
    if (!scores) continue;
    std::vector<std::string> group;
    for (const std::string& name : by) group.push_back(text_of(row.value(name)));
    const auto [place, is_new] = places.emplace(std::move(group), best.size());
    if (is_new) {
      best.push_back({std::move(*scores), &row});
    } else if (*scores < best[place->second].scores) {
      best[place->second] = {std::move(*scores), &row};
    }
  }
  std::vector<const SweepRow*> rows;
  for (const Scored& scored : best) rows.push_back(scored.row);
  return rows;
}

}  // namespace pann::analysis
