#include "flow/glitch_uncertainty.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"

namespace pann::flow {
namespace {

/// Of each unit in the table of docs/truth.md: what its energy with delays differs from SPICE, over
/// what the energy without glitches does.
std::vector<double> differences() {
  std::istringstream page(
      support::read_file(std::filesystem::path(test::kSourceDirectory) / "docs/truth.md"));
  const std::regex row(
      R"(\| `gen [^|]*\|[^|]*\|[^|]*\| (-?[0-9.]+) \+- [0-9.]+ % \| ([-+]?[0-9.]+) \+-.*)");
  std::vector<double> found;
  std::smatch match;
  for (std::string line; std::getline(page, line);) {
    if (std::regex_match(line, match, row)) {
      found.push_back(std::stod(match[2]) / -std::stod(match[1]));
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the uncertainty of glitches is that of the units held against transistors") {
  const std::vector<double> found = differences();
  REQUIRE(found.size() >= 4);
  const auto [least, most] = std::minmax_element(found.begin(), found.end());
  CHECK(kGlitchUncertainty.low == doctest::Approx(std::floor(100.0 * *least) / 100.0));
  CHECK(kGlitchUncertainty.high == doctest::Approx(std::ceil(100.0 * *most) / 100.0));
}

}  // namespace pann::flow
