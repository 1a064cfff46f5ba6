#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// The equations (1) to (13) and (20) of "Beyond Quantization: Power aware neural networks", in bit
/// flips per operation. b, bx, bw: operand widths of a MAC; B: accumulator width; R: additions per
/// element; P: power budget per MAC. Equations (14) to (19) are in analysis/mse.h, the quantizers
/// of (9) and (12) in analysis/quantizer.h.
namespace pann::analysis {

/// Eq. (1): multiplier of two signed b-bit operands, 0.5 b^2 + b.
double signed_multiplier_flips(double b);

/// Eq. (2): accumulator behind it, 0.5 B + 2b: input 0.5 B, sum 0.5 (2b), register 0.5 (2b).
double signed_accumulator_flips(double b, double accumulator_width);

/// Eq. (3): multiplier of operands that are never negative, 0.5 b^2 + b.
double unsigned_multiplier_flips(double b);

/// Eq. (4): accumulator behind it, 3b: input, sum and register 0.5 (2b) each.
double unsigned_accumulator_flips(double b);

/// (3) + (4) = 0.5 b^2 + 4b: what an unsigned b-bit MAC costs; the power budget that PANN is given.
double unsigned_mac_flips(double b);

/// (1) + (2).
double signed_mac_flips(double b, double accumulator_width);

/// Eq. (7): multiplier with operands of different widths, 0.5 max(bw, bx)^2 + 0.5 (bw + bx).
double mixed_multiplier_flips(double bx, double bw);

/// (7) + (4) for operands of different widths that are never negative, whose products have bx + bw
/// bits: 1.5 (bx + bw) for input, sum and register of the accumulator.
double mixed_mac_flips(double bx, double bw);

/// Eqs. (5) and (6): a layer after a ReLU as two layers without negative numbers.
struct SplitLayer {
  std::vector<double> positive_weights;  ///< W+ = ReLU(W).
  std::vector<double> negative_weights;  ///< W- = ReLU(-W).
  std::vector<double> positive_bias;     ///< b+ = ReLU(b).
  std::vector<double> negative_bias;     ///< b- = ReLU(-b).
};

/// `weights` in any shape, `bias` of any length; the layer's output is (W+ x + b+) - (W- x + b-).
SplitLayer split_layer(std::span<const double> weights, std::span<const double> bias);

/// Eqs. (10) and (11): the dot product of weights and activations in whole numbers without a
/// multiplication: x_i is added |w_i| times to the positive or to the negative sum. Both have the
/// same length; the sums must fit 64 bits.
struct RepeatedAddition {
  std::int64_t result = 0;
  std::uint64_t additions = 0;  ///< ||w||_1.
};
RepeatedAddition dot_product_by_addition(std::span<const std::int64_t> weights,
                                         std::span<const std::int64_t> activations);

/// Eq. (13): a PANN element, (R + 0.5) bx~: the accumulator's input changes once (0.5 bx~), its sum
/// and register with each addition (0.5 bx~ each).
double pann_flips(double additions, double activation_bits);

/// The R that spends a budget of P flips per element, P / bx~ - 0.5; not positive where bx~ is too
/// wide for the budget (bx~ >= 2P).
double additions_at_budget(double budget, double activation_bits);

/// Eq. (20): accumulator width for dot products of k^2 C_in elements, bx + bw + 1 + log2(k^2 C_in),
/// as a real number. The paper's Table 6 rounds it down; a design must round up.
double accumulator_width(double bx, double bw, double elements);

/// (20) rounded up.
int required_accumulator_width(int bx, int bw, std::uint64_t elements);

}  // namespace pann::analysis
