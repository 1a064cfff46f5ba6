#include "analysis/network/shipped_network.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/data_directory.h"
#include "analysis/network/network_streams.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace fs = std::filesystem;

std::vector<std::string> shipped_networks() {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(data_directory(), error)) {
    if (fs::exists(entry.path() / "network.json")) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

fs::path network_place(const fs::path& asked) {
  if (asked.empty()) return default_network();
  std::error_code error;
  if (fs::exists(asked, error)) return asked;
  const std::vector<std::string> names = shipped_networks();
  if (std::find(names.begin(), names.end(), asked.string()) != names.end()) {
    return data_directory() / asked;
  }
  support::fail_input(
      "network.missing",
      fmt::format("--network {}: there is no such file or directory", asked.string()),
      fmt::format("name a folder with network.json{}{}",
                  names.empty() ? "" : ", or one of ours: ", fmt::join(names, ", ")));
}

}  // namespace pann::analysis
