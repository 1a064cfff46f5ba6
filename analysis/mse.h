#pragma once

/// The error of quantized dot products, Eqs. (14) to (19). d: elements of the dot product; bx, bw:
/// bits of activations and weights; R: PANN's additions per element; activations are uniform in
/// [0, Mx], weights in [-Mw/2, Mw/2], where nothing else is said.
namespace pann::analysis {

/// Second-order moments of activations, weights and their quantization errors.
struct Moments {
  double x = 0.0;
  double w = 0.0;
  double error_x = 0.0;
  double error_w = 0.0;
};

/// Eq. (14), d (sigma_w^2 sigma_ex^2 + sigma_x^2 sigma_ew^2). The exact value for errors of zero
/// conditional mean has one term more, d sigma_ex^2 sigma_ew^2 (Eq. (26)).
double dot_product_mse(double d, const Moments& moments);

/// Eq. (15).
Moments uniform_moments(double mx, double mw, double bx, double bw);

/// Eq. (16), d Mx^2 Mw^2 / 144 (2^-2bx + 4 2^-2bw).
double ruq_mse(double d, double mx, double mw, double bx, double bw);

/// Eq. (17), second-order moment of the weights' error: gamma_w^2 / 12 = Mw^2 / (192 R^2).
double pann_weight_error(double mw, double additions);

/// Eq. (18), d Mx^2 Mw^2 / 144 (2^-2bx~ + 1 / (4 R^2)).
double pann_mse(double d, double mx, double mw, double bx, double additions);

/// Eq. (19): (18) with R = P / bx~ - 0.5. Infinite where no additions are left (bx~ >= 2P).
double pann_mse_at_budget(double d, double mx, double mw, double bx, double budget);

/// PANN's widths at a budget.
struct WidthChoice {
  int activation_bits = 0;    ///< bx~; 0: none of the candidates leaves an addition.
  double additions = 0.0;     ///< R.
  double relative_mse = 0.0;  ///< (19) for d = Mx = Mw = 1.
};

inline constexpr int kNarrowestActivation = 2;  ///< The paper's candidates for bx~.
inline constexpr int kWidestActivation = 8;

/// The bx~ among the candidates that minimizes Eq. (19) at a budget of P flips per element.
WidthChoice best_activation_width(double budget, int narrowest = kNarrowestActivation,
                                  int widest = kWidestActivation);

}  // namespace pann::analysis
