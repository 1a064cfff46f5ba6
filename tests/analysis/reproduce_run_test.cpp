#include <cstdlib>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/reproduce/mapped_units.h"
#include "analysis/reproduce/reproduce.h"
#include "support/cancellation.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"

using namespace pann;
using namespace pann::analysis;
namespace fs = std::filesystem;

namespace {

ReproduceOptions quick() {
  ReproduceOptions options;
  options.measurement.vectors = 500;
  options.version = "test";
  options.command_options = " --seed 1";
  return options;
}

/// Runs and returns the items that were measured, in their order.
std::vector<std::string> measured(const std::vector<std::string>& ids,
                                  const ReproduceOptions& options, const fs::path& directory) {
  std::vector<std::string> stages;
  reproduce(ids, options, directory,
            {[&stages](const std::string& stage) {
               if (stage != "report") stages.push_back(stage);
             },
             [](double) {}});
  return stages;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the words of the command line are items, each once, in the paper's order") {
  CHECK(chosen_items({"eq19", "fig3a", "eq19"}) == Names{"fig3a", "eq19"});
  CHECK(chosen_items({"all"}).size() == reproduce_items().size());
  try {
    chosen_items({"fig99"});
    FAIL("an unknown item is taken");
  } catch (const support::Failure& failure) {
    CHECK(failure.exit_code() == support::ExitCode::user_error);
    CHECK(failure.diagnostics().front().code == "reproduce.item");
    CHECK(failure.diagnostics().front().hint.find("table1") != std::string::npos);
  }
}

TEST_CASE("finished items are taken up, and only those of the same options") {
  const support::TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  ReproduceOptions options = quick();
  CHECK(measured({"fig3a", "eq19"}, options, out) == Names{"fig3a", "eq19"});
  CHECK(measured({"fig3a", "eq19", "fig6"}, options, out) == Names{"fig6"});
  support::write_file(out / "items" / "eq19.json", "{\"schema\": ");
  CHECK(measured({"fig3a", "eq19"}, options, out) == Names{"eq19"});
  options.fresh = true;
  CHECK(measured({"fig3a"}, options, out) == Names{"fig3a"});
  options.fresh = false;
  options.measurement.seed = 2;
  CHECK(measured({"fig3a"}, options, out) == Names{"fig3a"});
  options.version = "other";
  CHECK(measured({"fig3a"}, options, out) == Names{"fig3a"});
}

TEST_CASE("items that were measured with another version of a tool are measured anew") {
  const support::TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  CHECK(measured({"eq19"}, quick(), out) == Names{"eq19"});
  CHECK(measured({"eq19"}, quick(), out).empty());
  const fs::path newer = directory.path() / "bin" / "iverilog";
  fs::create_directory(newer.parent_path());
  support::write_file(newer, "#!/bin/sh\necho Icarus Verilog version 99.5\n");
  fs::permissions(newer, fs::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (newer.parent_path().string() + ":" + path).c_str(), 1);
  CHECK(measured({"eq19"}, quick(), out) == Names{"eq19"});
  CHECK(measured({"eq19"}, quick(), out).empty());
  const auto item = nlohmann::json::parse(support::read_file(out / "items" / "eq19.json"));
  CHECK(item.at("tools").at("iverilog") == "99.5");
  ::setenv("PATH", path.c_str(), 1);
  CHECK(measured({"eq19"}, quick(), out) == Names{"eq19"});
}

TEST_CASE("an interrupted run keeps what was finished and goes on from there") {
  const support::TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  const ReproduceListener interrupting{[](const std::string& stage) {
                                         if (stage == "fig6") throw support::Cancelled{2};
                                       },
                                       [](double) {}};
  CHECK_THROWS_AS(reproduce({"fig3a", "fig6", "eq19"}, quick(), out, interrupting),
                  support::Cancelled);
  CHECK(fs::exists(out / "items" / "fig3a.json"));
  CHECK_FALSE(fs::exists(out / "items" / "fig6.json"));
  CHECK_FALSE(fs::exists(out / "summary.json"));
  CHECK(measured({"fig3a", "fig6", "eq19"}, quick(), out) == Names{"fig6", "eq19"});
}

TEST_CASE("the report grows with the items of a directory") {
  const support::TemporaryDirectory directory;
  const fs::path out = directory.path() / "out";
  measured({"fig3a"}, quick(), out);
  const auto rows = [&out] {
    return nlohmann::json::parse(support::read_file(out / "summary.json")).at("rows").size();
  };
  const std::size_t first = rows();
  CHECK(support::read_file(out / "csv" / "plot-fig3a.csv").find("4.5") != std::string::npos);
  measured({"eq19"}, quick(), out);
  CHECK(rows() > first);
  const std::string page = support::read_file(out / "report.html");
  CHECK(page.find("pann reproduce fig3a --seed 1 -o DIR") != std::string::npos);
  CHECK(page.find("pann reproduce eq19 --seed 1 -o DIR") != std::string::npos);
  const std::string csv = support::read_file(out / "summary.csv");
  CHECK(csv.find("item,quantity,printed,measured,ratio,verdict") == 0);
}

TEST_CASE("at gate level the curves meet the model at b = 4, with one factor for both figures") {
  ReproduceOptions options = quick();
  options.measurement.libraries = {synth::find_pdk("generic")};
  options.measurement.timed_vectors = 300;
  const support::TemporaryDirectory directory;
  const ReproduceOutcome outcome = reproduce({"fig4a", "fig4b"}, options, directory.path() / "out",
                                             {[](const std::string&) {}, [](double) {}});
  enum Column : std::size_t { library, bits, clock, cells, energy, glitches, power, scaled };
  const auto& multipliers = outcome.items.at(0).section.tables.at(0).rows;
  const auto& adders = outcome.items.at(1).section.tables.at(0).rows;
  REQUIRE(multipliers.size() == 14);  // seven widths, with and without glitches
  REQUIRE(adders.size() == 14);
  double last_factor = 0.0;
  for (std::size_t i = 0; i < multipliers.size(); ++i) {
    const double factor =
        multipliers[i][scaled].number.value() / multipliers[i][energy].number.value();
    CHECK(adders[i][scaled].number.value() / adders[i][energy].number.value() ==
          doctest::Approx(factor));
    if (multipliers[i][bits].number == 4.0) {
      CHECK(multipliers[i][scaled].number.value() == doctest::Approx(12.0));
      CHECK(factor != doctest::Approx(last_factor));
      last_factor = factor;
    }
    CHECK((multipliers[i][glitches].number.value() > 0.0) == (i >= multipliers.size() / 2));
    // fJ times MHz is nW; the table has uW.
    CHECK(multipliers[i][power].number.value() ==
          doctest::Approx(multipliers[i][energy].number.value() *
                          multipliers[i][clock].number.value() / 1000.0));
  }
  for (const SummaryRow& row : outcome.items.at(0).summary) CHECK(row.origin == Origin::synthetic);
}
