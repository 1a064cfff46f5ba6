#include "analysis/network/explore.h"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/network/network_streams.h"
#include "analysis/paper_equations.h"
#include "support/diagnostic.h"
#include "test_data.h"

using doctest::Approx;
namespace an = pann::analysis;

namespace {

std::string code_of(const an::Network& network, const an::ExploreOptions& options) {
  try {
    an::explore(network, options);
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "";
}

}  // namespace

TEST_CASE("Algorithm 1 tries every width at the budget and keeps the most accurate") {
  const an::Network network = an::read_network(an::default_network());
  double last = 0.0;
  const an::Exploration result =
      an::explore(network, {{10.0, 24.0, 64.0}, 2, 8, 0}, [&](double done) {
        CHECK(done > last);
        last = done;
      });
  CHECK(last == 1.0);
  CHECK(result.validation_samples == 300);
  CHECK(result.test_samples == 497);
  CHECK(result.float_test_accuracy == Approx(0.9678).epsilon(0.001));
  REQUIRE(result.budgets.size() == 3);
  for (const an::ExploredBudget& explored : result.budgets) {
    CHECK(explored.candidates.size() == 7);
    const double best = explored.chosen().accuracy.validation;
    for (const an::ExploreCandidate& candidate : explored.candidates) {
      CHECK(candidate.accuracy.validation <= best);
      CHECK(candidate.additions == Approx(explored.budget / candidate.activation_bits - 0.5));
      CHECK(candidate.additions_measured == Approx(candidate.additions).epsilon(0.25));
      CHECK(candidate.flips == Approx(explored.budget).epsilon(0.2));
    }
  }
  // What the paper claims of PANN at the lowest budget, and what any method gives at the highest.
  const an::ExploredBudget& lowest = result.budgets.front();
  REQUIRE(lowest.baseline);
  CHECK(lowest.baseline->bits == 2);
  CHECK(lowest.chosen().accuracy.test > lowest.baseline->accuracy.test);
  CHECK(result.budgets.back().chosen().accuracy.test > result.float_test_accuracy - 0.02);
  CHECK(result.budgets.back().baseline->bits == 8);
}

TEST_CASE("a result repeats to the last bit whatever runs in parallel") {
  const an::Network network = an::read_network(an::default_network());
  const an::Exploration first = an::explore(network, {{24.0}, 2, 5, 200});
  const an::Exploration second = an::explore(network, {{24.0}, 2, 5, 200});
  CHECK(first.budgets[0].best == second.budgets[0].best);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(first.budgets[0].candidates[i].accuracy.validation ==
          second.budgets[0].candidates[i].accuracy.validation);
  }
}

TEST_CASE("widths without an addition left are not candidates") {
  const an::Network network = an::read_network(an::default_network());
  const an::Exploration result = an::explore(network, {{1.5}, 2, 8, 50});
  REQUIRE(result.budgets[0].candidates.size() == 1);  // 3 bits: R = 0.
  CHECK_FALSE(result.budgets[0].baseline);
  CHECK(code_of(network, {{1.0}, 2, 8, 50}) == "explore.budget");
  CHECK(code_of(network, {{-3.0}, 2, 8, 50}) == "explore.budget");
  CHECK(code_of(network, {{24.0}, 5, 4, 50}) == "explore.width");
  CHECK(code_of(network, {{24.0}, 2, 17, 50}) == "explore.width");
}

TEST_CASE("PANN rescues ResNet-8 at the power of a 2-bit MAC") {
  const auto folder = pann::test::test_data("PANN_NETWORK_PATH", "resnet8_cifar10");
  if (!folder) return;
  const an::Exploration result = an::explore(an::read_network(*folder), {{10.0}, 5, 6, 24});
  const an::ExploredBudget& explored = result.budgets.front();
  CHECK(explored.chosen().accuracy.validation > explored.baseline->accuracy.validation + 0.2);
}
