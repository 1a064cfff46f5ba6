#include "sim/native/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "activity/elements.h"

namespace pann::sim {

namespace {

/// 97.5 % quantile of the normal distribution; with 20 batches and more, Student's is within 7 %.
constexpr double kNormalQuantile = 1.96;

struct Batch {
  std::size_t first = 0;  ///< Cycles.
  std::size_t end = 0;
  double operations = 0.0;
};

std::vector<Batch> make_batches(const Schedule& schedule) {
  std::vector<Batch> batches;
  if (schedule.streams.size() >= kFewestBatches) {
    for (const StreamSpan& stream : schedule.streams) {
      batches.push_back({stream.first_cycle, stream.first_cycle + stream.cycles,
                         static_cast<double>(stream.operations)});
    }
    return batches;
  }
  const std::size_t pieces = std::min(kPieces, schedule.cycles());
  for (std::size_t i = 0; i < pieces; ++i) {
    batches.push_back({schedule.cycles() * i / pieces, schedule.cycles() * (i + 1) / pieces, 0.0});
    for (std::size_t cycle = batches[i].first; cycle < batches[i].end; ++cycle) {
      if (schedule.flags[cycle].counted) batches[i].operations += 1.0;
    }
  }
  double counted = 0.0;
  for (const Batch& batch : batches) counted += batch.operations;
  for (Batch& batch : batches) {
    batch.operations *= static_cast<double>(schedule.operations) / std::max(counted, 1.0);
  }
  return batches;
}

/// How many bit positions of the element each net is.
std::vector<std::uint32_t> position_weights(const NativeDesign& design,
                                            const activity::ElementBits& element) {
  std::vector<std::uint32_t> weights(design.nets(), 0);
  for (const activity::ElementBits::Weight& weight : element.nets) {
    weights[weight.net] = weight.positions;
  }
  return weights;
}

ElementStatistics summarize(const std::string& name, const std::vector<std::uint64_t>& series,
                            const std::vector<Batch>& batches) {
  ElementStatistics result{name, 0.0, 0.0, batches.size()};
  std::vector<double> sums;
  double operations = 0.0;
  for (const Batch& batch : batches) {
    const auto begin = series.begin() + static_cast<std::ptrdiff_t>(batch.first);
    const auto end = series.begin() + static_cast<std::ptrdiff_t>(batch.end);
    sums.push_back(static_cast<double>(std::accumulate(begin, end, std::uint64_t{0})));
    operations += batch.operations;
  }
  if (operations == 0.0) return result;
  result.mean = std::accumulate(sums.begin(), sums.end(), 0.0) / operations;
  if (batches.size() < 2) return result;
  double squares = 0.0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const double residual = sums[i] - result.mean * batches[i].operations;
    squares += residual * residual;
  }
  const auto count = static_cast<double>(batches.size());
  result.standard_error = std::sqrt(squares * count / (count - 1.0)) / operations;
  return result;
}

}  // namespace

double ElementStatistics::confidence() const {
  return kNormalQuantile * standard_error;
}

std::vector<ElementStatistics> sample_statistics(const NativeDesign& design,
                                                 const PreparedSchedule& prepared,
                                                 const std::vector<generator::ElementGroup>& groups,
                                                 const EngineOptions& options) {
  const std::vector<Batch> batches = make_batches(prepared.schedule());
  std::vector<ElementStatistics> statistics;
  for (const activity::ElementBits& element : activity::index_elements(design.signals(), groups)) {
    const std::vector<std::uint64_t> series =
        run_series(design, prepared, position_weights(design, element), options);
    statistics.push_back(summarize(element.name, series, batches));
  }
  return statistics;
}

}  // namespace pann::sim
