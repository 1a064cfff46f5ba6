#include "analysis/sweep/spec/enumerate.h"

#include <algorithm>

#include "generator/design_fields.h"
#include "support/cancellation.h"

namespace pann::analysis {

namespace {

/// Sets the fields of the combination that the counters stand for.
SweepPoint point_at(SweepPoint point, const SweepPart& part, const std::vector<std::size_t>& at) {
  for (std::size_t a = 0; a < part.axes.size(); ++a) {
    const SweepAxis& axis = part.axes[a];
    const std::vector<FieldValue>& row = axis.rows[at[a]];
    for (std::size_t f = 0; f < axis.fields.size(); ++f) {
      find_point_field(axis.fields[f])->set(point, row[f]);
    }
  }
  return point;
}

/// Whether there is a next combination.
bool advance(const SweepPart& part, std::vector<std::size_t>& at) {
  for (std::size_t a = part.axes.size(); a-- > 0;) {
    if (++at[a] < part.axes[a].rows.size()) return true;
    at[a] = 0;
  }
  return false;
}

/// The counters of combination `index`.
std::vector<std::size_t> counters_of(const SweepPart& part, std::uint64_t index) {
  std::vector<std::size_t> at(part.axes.size(), 0);
  for (std::size_t a = part.axes.size(); a-- > 0;) {
    const std::uint64_t rows = part.axes[a].rows.size();
    at[a] = static_cast<std::size_t>(index % rows);
    index /= rows;
  }
  return at;
}

bool passes(const SweepPart& part, const SweepPoint& point) {
  return all_hold(part.conditions,
                  [&](const std::string& name) { return find_point_field(name)->get(point); });
}

void count_illegal(const SweepPoint& point, const support::Diagnostic& fault, SweepCounts& counts) {
  IllegalPoints& illegal = counts.illegal[fault.code];
  if (illegal.count++ > 0) return;
  illegal.message = fault.message;
  illegal.example = generator::title_of(point.design);
}

void count_point(const SweepPart& part, const SweepPoint& point,
                 const std::function<bool(const SweepPoint&)>& take, SweepCounts& counts) {
  ++counts.combinations;
  if (!passes(part, point)) {
    ++counts.filtered;
    return;
  }
  const SweepPoint normal = normalized(point);
  const std::vector<support::Diagnostic> faults = faults_of(normal);
  if (!faults.empty()) {
    count_illegal(normal, faults.front(), counts);
  } else {
    ++(take(normal) ? counts.points : counts.duplicates);
  }
}

}  // namespace

std::uint64_t SweepCounts::illegal_count() const {
  std::uint64_t sum = 0;
  for (const auto& [code, entry] : illegal) sum += entry.count;
  return sum;
}

SweepCounts enumerate_points(const SweepSpec& spec,
                             const std::function<bool(const SweepPoint&)>& take) {
  SweepCounts counts;
  for (const SweepPart& part : spec.parts) {
    std::vector<std::size_t> at(part.axes.size(), 0);
    do {
      support::check_cancelled();
      count_point(part, point_at(spec.base, part, at), take, counts);
    } while (advance(part, at));
  }
  return counts;
}

SweepCounts sample_points(const SweepSpec& spec, std::uint64_t most,
                          const std::function<void(const SweepPoint&, double)>& take) {
  SweepCounts counts;
  for (const SweepPart& part : spec.parts) {
    const std::uint64_t all = part.combinations();
    const std::uint64_t samples = std::min(all, most);
    const double weight = static_cast<double>(all) / static_cast<double>(samples);
    for (std::uint64_t i = 0; i < samples; ++i) {
      const auto index = static_cast<std::uint64_t>(static_cast<double>(i) * weight);
      count_point(
          part, point_at(spec.base, part, counters_of(part, index)),
          [&](const SweepPoint& point) {
            take(point, weight);
            return true;
          },
          counts);
    }
  }
  return counts;
}

}  // namespace pann::analysis
