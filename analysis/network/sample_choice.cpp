#include "analysis/network/sample_choice.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "analysis/network/network_fields.h"
#include "support/random.h"

namespace pann::analysis {

/// Selection sampling (D. E. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
std::vector<std::size_t> chosen_samples(std::size_t samples, const SampleChoice& choice) {
  const std::size_t wanted = choice.limit == 0 ? samples : std::min(choice.limit, samples);
  std::vector<std::size_t> chosen;
  support::Random random(choice.seed.value_or(0));
  for (std::size_t i = 0; chosen.size() < wanted; ++i) {
    const std::size_t missing = wanted - chosen.size();
    if (!choice.seed || random.below(samples - i) < missing) chosen.push_back(i);
  }
  return chosen;
}

int checked_label(std::int64_t label, std::size_t sample, std::size_t classes,
                  const std::filesystem::path& file) {
  if (label >= 0 && static_cast<std::uint64_t>(label) < classes) return static_cast<int>(label);
  fail_label(fmt::to_string(label), sample, classes, file);
}

void fail_label(const std::string& label, std::size_t sample, std::size_t classes,
                const std::filesystem::path& file) {
  fail_network("network.label", file,
               fmt::format("label {} of sample {}: the network has classes 0 to {}", label, sample,
                           classes - 1));
}

}  // namespace pann::analysis
