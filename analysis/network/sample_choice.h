#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "analysis/network/network.h"

namespace pann::analysis {

/// Indices in order: the first ones, or drawn without replacement.
std::vector<std::size_t> chosen_samples(std::size_t samples, const SampleChoice& choice);

/// The class that a label names. Throws "network.label" with the sample where the network, of
/// `classes` classes, has none of that number.
int checked_label(std::int64_t label, std::size_t sample, std::size_t classes,
                  const std::filesystem::path& file);

/// Throws "network.label".
[[noreturn]] void fail_label(const std::string& label, std::size_t sample, std::size_t classes,
                             const std::filesystem::path& file);

}  // namespace pann::analysis
