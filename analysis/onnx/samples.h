#pragma once

#include <cstddef>
#include <filesystem>

#include "analysis/network/network.h"
#include "support/output.h"

namespace pann::analysis {

/// Samples that were added to a network's folder.
struct AddedSamples {
  std::size_t test = 0;
  std::size_t validation = 0;
};

/// Adds the samples of an .npz file to a network's folder in the making: `x` (samples, channels,
/// rows, columns; or samples, features: as ONNX has them) and `labels` as those of test, `val_x`
/// and `val_labels` as those of validation. Without the latter, every second sample validates.
/// Throws Failure(user_error): "onnx.samples" with array and shape, what NpzArchive throws, and
/// "network.label".
AddedSamples add_samples(const Network& network, const std::filesystem::path& file,
                         support::OutputDirectory& folder);

}  // namespace pann::analysis
