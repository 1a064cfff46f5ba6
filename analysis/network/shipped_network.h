#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pann::analysis {

/// Names of all networks that the project ships, in order: folders of analysis/data.
std::vector<std::string> shipped_networks();

/// Where the network lies that a user asks for by `--network`: the path itself where something is
/// there, the shipped network of that name, the default one for an empty path. Throws
/// Failure(user_error, "network.missing") where there is neither, and what default_network throws.
std::filesystem::path network_place(const std::filesystem::path& asked);

}  // namespace pann::analysis
