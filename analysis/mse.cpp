#include "analysis/mse.h"

#include <cmath>
#include <limits>

#include "analysis/paper_equations.h"

namespace pann::analysis {

double dot_product_mse(double d, const Moments& moments) {
  return d * (moments.w * moments.error_x + moments.x * moments.error_w);
}

Moments uniform_moments(double mx, double mw, double bx, double bw) {
  return {mx * mx / 3.0, mw * mw / 12.0, mx * mx / 12.0 * std::exp2(-2.0 * bx),
          mw * mw / 12.0 * std::exp2(-2.0 * bw)};
}

double ruq_mse(double d, double mx, double mw, double bx, double bw) {
  const double scale = d * mx * mx * mw * mw / 144.0;
  return scale * (std::exp2(-2.0 * bx) + 4.0 * std::exp2(-2.0 * bw));
}

double pann_weight_error(double mw, double additions) {
  return mw * mw / (192.0 * additions * additions);
}

double pann_mse(double d, double mx, double mw, double bx, double additions) {
  const double scale = d * mx * mx * mw * mw / 144.0;
  return scale * (std::exp2(-2.0 * bx) + 1.0 / (4.0 * additions * additions));
}

double pann_mse_at_budget(double d, double mx, double mw, double bx, double budget) {
  const double additions = additions_at_budget(budget, bx);
  if (additions <= 0.0) return std::numeric_limits<double>::infinity();
  return pann_mse(d, mx, mw, bx, additions);
}

WidthChoice best_activation_width(double budget, int narrowest, int widest) {
  WidthChoice best{0, 0.0, std::numeric_limits<double>::infinity()};
  for (int bits = narrowest; bits <= widest; ++bits) {
    const double mse = pann_mse_at_budget(1.0, 1.0, 1.0, bits, budget);
    if (mse < best.relative_mse) best = {bits, additions_at_budget(budget, bits), mse};
  }
  return best;
}

}  // namespace pann::analysis
