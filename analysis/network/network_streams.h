#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tb/stimulus/operands.h"

namespace pann::analysis {

/// What chooses PANN's bx~ for a network of a folder.
enum class WidthBy {
  accuracy,  ///< Algorithm 1: the most accurate on the validation samples.
  mse,       ///< Eq. (19), which looks at no network.
};

std::optional<WidthBy> width_by_from_name(std::string_view name);

/// Which operands of a network are taken.
struct NetworkStreamOptions {
  int bits = 8;                       ///< b: 2 to 16. The budget is that of an unsigned b-bit MAC.
  std::vector<std::string> layers{};  ///< Empty: all layers with weights, in their order.
  std::size_t rows = 64;      ///< Dot products a layer, spread over its outputs (folders only).
  std::size_t images = 64;    ///< Of the first test samples (folders only).
  std::size_t positions = 0;  ///< Of a channel that arrays work on together; 0: no arrays.
  std::size_t calibration_samples = 300;  ///< Validation samples that steps are fitted to, and that
                                          ///< choose bx~; 0: all.
  WidthBy width_by = WidthBy::accuracy;
};

/// Integer operands of one trained network for every unit that `pann run` compares.
struct NetworkOperands {
  std::string network;                 ///< Its name, or the file's.
  bool given = false;                  ///< As the network was quantized elsewhere.
  int bits = 8;                        ///< b; given: the wider one of x_bits and w_bits.
  int x_bits = 8;                      ///< Of `mac`: b, but for a given network.
  int w_bits = 8;                      ///< The same, two's complement, |w| below 2^(w_bits - 1).
  double budget = 0.0;                 ///< P: flips of an unsigned b-bit MAC, Eqs. (3) + (4); of
                                       ///< one of the given widths.
  std::size_t elements = 0;            ///< Of all dot products; what energy is divided by.
  std::size_t macs_per_inference = 0;  ///< Multiply-accumulates of the network for one input; 0:
                                       ///< not known (.npz files).
  tb::OperandStreams mac{};            ///< Signed and split MAC: x unsigned, w signed.
  tb::OperandStreams positive{};       ///< Unsigned MAC, pass W+: the elements with w > 0.
  tb::OperandStreams negative{};       ///< Unsigned MAC, pass W-: those with w < 0, with |w|.
  tb::OperandStreams pann{};           ///< PANN: x unsigned `activation_bits` bits, w by Eq. (12).
  /// The same layers for arrays: an operation has the x of several positions of one channel, which
  /// share their w. Empty where none were asked for, and of files.
  tb::OperandStreams mac_positions{};
  tb::OperandStreams pann_positions{};
  int activation_bits = 8;          ///< bx~.
  std::string width_choice;         ///< What chose it, in words.
  double additions_planned = 0.0;   ///< R = P / bx~ - 0.5.
  double additions_measured = 0.0;  ///< Mean |w| of `pann`.
  int pann_w_bits = 2;              ///< Two's complement bits that hold every w of `pann`.
  int accumulator_bits = 2;  ///< Two's complement bits that hold every sum of all the streams.
};

/// Reads `network`: a folder with network.json, or an .npz file of streams.
///
/// From a folder: activations of the float network, quantized to b bits (PANN: bx~ bits) with the
/// step that fits the validation samples best; weights quantized uniformly to b bits, and by Eq.
/// (12) for PANN, with the bx~ of Algorithm 1, or that minimizes Eq. (19), at the budget. From an
/// .npz file: what it holds; bx~ = b, and where a layer has no L_wp, its L_w by Eq. (12) to the
/// budget's R.
///
/// A pass leaves out elements whose weight is zero in it, and streams of which nothing is left.
/// Throws Failure(user_error): "network.*" and what read_network and read_operands throw.
NetworkOperands network_operands(const std::filesystem::path& network,
                                 const NetworkStreamOptions& options);

/// Operands of a network as it was quantized elsewhere, of which PANN takes the same codes as
/// numbers of additions; nothing where `network` is no folder or was not. `options.bits` does not
/// matter.
std::optional<NetworkOperands> given_operands(const std::filesystem::path& network,
                                              const NetworkStreamOptions& options);

/// The network that the project ships, analysis/data/digits_mlp. Throws Failure(user_error,
/// "network.default") where the installation lacks it.
std::filesystem::path default_network();

}  // namespace pann::analysis
