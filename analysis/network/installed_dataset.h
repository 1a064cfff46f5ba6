#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "analysis/network/network.h"

namespace pann::analysis {

/// A data set that a package of the system installs, so that no folder need hold its samples.
struct InstalledDataset {
  std::string_view name;     ///< As network.json's dataset.name has it, and its folder.
  std::string_view title;    ///< As messages have it.
  std::string_view package;  ///< Of Debian.
};

/// Where the samples of a network are that has none in its folder.
struct SampleSource {
  const InstalledDataset* dataset = nullptr;
  std::filesystem::path validation;  ///< Numbers of the training images that validate, .npy.
};

/// What FOLDER/network.json says under `dataset`; nothing where it does not have that. Throws
/// Failure(user_error): "network.field" where no such data set is known or the file is not in the
/// folder, and what parse_network_json throws.
std::optional<SampleSource> sample_source(const std::filesystem::path& folder);

/// Where the files of a data set lie: below $PANN_DATASET_PATH, else below /usr/share/datasets, as
/// Debian's packages have it.
std::filesystem::path dataset_folder(const InstalledDataset& dataset);

/// Samples of `source` for `network`. Those of validation are the training images that the source
/// lists; those of test are the data set's.
///
/// Throws Failure(user_error): "dataset.missing" where it is not installed, "network.dataset" where
/// it does not fit the network, "network.label", and what tb::read_idx and tb::read_npy throw.
Dataset read_installed_dataset(const Network& network, const SampleSource& source, Split split,
                               const SampleChoice& choice);

}  // namespace pann::analysis
