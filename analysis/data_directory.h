#pragma once

#include <filesystem>

namespace pann::analysis {

/// Where the data that the project ships lies: $PANN_DATA_DIR, else share/pann beside the folder of
/// the running program (an installation), else the source tree it was built from.
std::filesystem::path data_directory();

}  // namespace pann::analysis
