#include "analysis/clipping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace pann::analysis {

namespace {

struct Named {
  Clipping clipping;
  std::string_view name;
};

constexpr std::array kNames{Named{Clipping::max, "max"}, Named{Clipping::percentile, "percentile"},
                            Named{Clipping::mse, "mse"}, Named{Clipping::aciq, "aciq"},
                            Named{Clipping::dynamic, "dynamic"}};

std::uint64_t total(const Histogram& histogram) {
  std::uint64_t sum = 0;
  for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) sum += histogram.count(cell);
  return sum;
}

double cell_width(const Histogram& histogram) {
  return (histogram.largest() - histogram.smallest()) / Histogram::kCells;
}

/// The upper edge of the cell below which `share` of the values lie.
double quantile(const Histogram& histogram, double share) {
  const double wanted = share * static_cast<double>(total(histogram));
  double below = 0.0;
  for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
    below += static_cast<double>(histogram.count(cell));
    if (below >= wanted) return histogram.centre(cell) + 0.5 * cell_width(histogram);
  }
  return histogram.largest();
}

UniformQuantizer percentile_quantizer(const Histogram& histogram, double percentile,
                                      std::int64_t highest) {
  const double share = percentile / 100.0;
  const double low =
      histogram.smallest() < 0.0 ? quantile(histogram, 1.0 - share) - cell_width(histogram) : 0.0;
  return spanning_quantizer(std::max(low, histogram.smallest()), quantile(histogram, share),
                            highest);
}

/// Mean of |value - centre| over the cells with a value above `above`.
double mean_distance(const Histogram& histogram, double centre, double above) {
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
    const double value = histogram.centre(cell);
    if (value <= above) continue;
    sum += std::abs(value - centre) * static_cast<double>(histogram.count(cell));
    count += static_cast<double>(histogram.count(cell));
  }
  return count > 0.0 ? sum / count : 0.0;
}

double mean(const Histogram& histogram) {
  double sum = 0.0;
  for (std::size_t cell = 0; cell < Histogram::kCells; ++cell) {
    sum += histogram.centre(cell) * static_cast<double>(histogram.count(cell));
  }
  return sum / std::max<double>(1.0, static_cast<double>(total(histogram)));
}

/// Behind a ReLU the positive values are half of a Laplace distribution, whose scale is their mean;
/// the first cell holds the zeros.
UniformQuantizer aciq_quantizer(const Histogram& histogram, int bits, std::int64_t highest) {
  if (histogram.smallest() < 0.0) {
    const double centre = mean(histogram);
    const double reach =
        laplace_clipping(bits) * mean_distance(histogram, centre, histogram.smallest());
    return spanning_quantizer(std::max(histogram.smallest(), centre - reach),
                              std::min(histogram.largest(), centre + reach), highest);
  }
  const double scale = mean_distance(histogram, 0.0, cell_width(histogram));
  const double reach = scale > 0.0 ? laplace_clipping(bits + 1) * scale : histogram.largest();
  return spanning_quantizer(0.0, std::min(histogram.largest(), reach), highest);
}

}  // namespace

std::string_view name(Clipping clipping) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const Named& entry) { return entry.clipping == clipping; });
  return found->name;
}

std::optional<Clipping> clipping_named(std::string_view name) {
  for (const Named& entry : kNames) {
    if (entry.name == name) return entry.clipping;
  }
  return std::nullopt;
}

double laplace_clipping(int bits) {
  // Newton's method on t + log t = log(3 4^b), which is concave: it converges from any start.
  const double target = std::log(3.0) + bits * std::log(4.0);
  constexpr int kSteps = 40;
  double level = 1.0;
  for (int i = 0; i < kSteps; ++i) {
    level -= (level + std::log(level) - target) / (1.0 + 1.0 / level);
    level = std::max(level, 1e-3);
  }
  return level;
}

UniformQuantizer activation_quantizer(const Histogram& activations, int bits,
                                      const ClippingChoice& choice) {
  const std::int64_t highest = (std::int64_t{1} << bits) - 1;
  switch (choice.method) {
    case Clipping::percentile:
      return percentile_quantizer(activations, choice.percentile, highest);
    case Clipping::mse:
      return fitted_activation_quantizer(activations, bits);
    case Clipping::aciq:
      return aciq_quantizer(activations, bits, highest);
    case Clipping::max:
    case Clipping::dynamic:
      break;
  }
  return spanning_quantizer(activations.smallest(), activations.largest(), highest);
}

}  // namespace pann::analysis
