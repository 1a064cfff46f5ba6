#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/manifest.h"
#include "tb/stimulus/operand_ports.h"
#include "tb/stimulus/operands.h"

namespace pann::tb {

/// Which weight arrays of an .npz file are taken.
enum class WeightArrays {
  automatic,  ///< wp for a pann_mac where the file has it, otherwise w.
  w,          ///< `L_w`, weights of a multiplying unit.
  wp,         ///< `L_wp`, repetition counts of Eq. (12).
};

/// Operands from a file.
///
/// .npz: arrays `L_x` with `L_w` or `L_wp`, each of shape [streams, d] (or [d]: one stream); a row
/// is a stream. A unit of several lanes takes that many of a row at a time, the last operation of a
/// row filled up with zeros (an array: that many rows side by side, row r of x for its row r, row c
/// of w for its column c), or arrays of shape [streams, operations, lanes]. `layers` chooses and
/// orders the layers L; empty: all in the order of the file. An accumulator needs `L_x` only. .npy:
/// shape [n, 2], one stream, or [streams, d, 2], x before w on the last axis.
///
/// Throws Failure(user_error): "stimulus.file" (neither .npy nor .npz), "stimulus.layer",
/// "stimulus.array", "stimulus.shape", "stimulus.dtype" (only integers), "stimulus.operand" (a
/// value that the port cannot hold, with array, index and legal range), and what the readers throw.
OperandStreams read_operands(const std::filesystem::path& path,
                             const std::vector<std::string>& layers, const OperandPorts& ports,
                             WeightArrays weights = WeightArrays::automatic);
OperandStreams read_operands(const std::filesystem::path& path,
                             const std::vector<std::string>& layers,
                             const generator::Manifest& manifest);
OperandStreams read_operands(const std::filesystem::path& path,
                             const std::vector<std::string>& layers,
                             const generator::DesignSpec& spec,
                             WeightArrays weights = WeightArrays::automatic);

/// About `operations` operations of `all`, drawn by `seed`: whole streams, in the order that they
/// have there, and of the last one drawn as many consecutive operations as are left. All of them
/// where there are no more.
OperandStreams sample_streams(OperandStreams all, std::uint64_t operations, std::uint64_t seed);

/// The layers of an .npz file: the names L for which it has `L_x`, in its order.
std::vector<std::string> operand_layers(const std::filesystem::path& path);

/// Those of them for which it has `L_wp` too.
std::vector<std::string> layers_with_additions(const std::filesystem::path& path);

}  // namespace pann::tb
