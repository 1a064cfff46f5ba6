#pragma once

#include "analysis/network/network.h"
#include "support/output.h"

namespace pann::analysis {

/// Adds network.json and the layers' weights (NAME.weight.npy, NAME.bias.npy, float32) to a folder
/// in the making. Names of layers must be good names of files. Throws Failure(user_error,
/// "network.weights") where a weight is beyond float32's range.
void write_network(const Network& network, support::OutputDirectory& folder);

}  // namespace pann::analysis
