#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "relative.h"
#include "support/input.h"
#include "support/output.h"

using namespace pann::support;
using pann::test::CliResult;
using pann::test::run_pann;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// The user's configuration in a directory of its own, for as long as this lives.
class OwnConfiguration {
 public:
  OwnConfiguration() {
    if (const char* old = std::getenv("XDG_CONFIG_HOME")) old_ = old;
    setenv("XDG_CONFIG_HOME", directory_.path().c_str(), 1);
  }
  OwnConfiguration(const OwnConfiguration&) = delete;
  OwnConfiguration& operator=(const OwnConfiguration&) = delete;
  ~OwnConfiguration() {
    if (old_) setenv("XDG_CONFIG_HOME", old_->c_str(), 1);
    if (!old_) unsetenv("XDG_CONFIG_HOME");
  }
  fs::path path() const { return directory_.path(); }

 private:
  TemporaryDirectory directory_{};
  std::optional<std::string> old_{};
};

Json pdk_report(const CliResult& result) {
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  return Json::parse(result.output);
}

}  // namespace

TEST_CASE("pdk add makes a library known as it was told, and list, synth and check know it") {
  const OwnConfiguration own;
  const std::string adder = (own.path() / "adder").string();
  const std::string gates = (own.path() / "gates").string();
  const std::string flow = (own.path() / "flow").string();
  REQUIRE(run_pann({"gen", "adder", "--x-width", "2", "-o", adder, "--quiet"}).exit_code == 0);
  REQUIRE(run_pann({"synth", adder, "--pdk", "generic", "-o", gates, "--flow", flow, "--quiet"})
              .exit_code == 0);

  const Json added =
      pdk_report(run_pann({"pdk", "add", "mine", "--liberty", flow + "/pann_generic.lib", "--title",
                           "My own", "--keep-off", "XOR*", "XNOR*", "--clock-mhz", "25",
                           "--input-slew", "0.3", "--seed", "4", "--json", "-"}));
  CHECK(added.at("seed") == 4);
  CHECK(fs::path(added.at("descriptor").get<std::string>())
            .string()
            .starts_with(own.path().string()));
  bool listed = false;
  const Json known = pdk_report(run_pann({"pdk", "list", "--json", "-", "--seed", "1"}));
  for (const Json& one : known.at("libraries")) {
    if (one.at("name") != "mine") continue;
    listed = true;
    CHECK(one.at("title") == "My own");
    CHECK(one.at("clock_mhz") == 25.0);
    CHECK(one.at("found") == true);
  }
  CHECK(listed);
  CHECK(run_pann({"pdk", "list", "--quiet"}).output.empty());

  const std::string other = (own.path() / "other").string();
  const Json mapped =
      pdk_report(run_pann({"synth", adder, "--pdk", "mine", "-o", other, "--json", "-"}));
  CHECK(mapped.at("pdk") == "mine");
  CHECK(mapped.at("cell_types").dump().find("XOR2") == std::string::npos);
  const Json power = pdk_report(run_pann({"power", other, "--vectors", "50", "--json", "-"}));
  CHECK(power.at("clock_mhz") == 25.0);
  CHECK(power.at("input_slew_ns").get<double>() == doctest::Approx(0.3));
  CHECK(run_pann({"pdk", "add", "none", "--liberty", "nowhere.lib", "--quiet"}).exit_code == 2);
}

TEST_CASE("a library of several corners is mapped and measured at the one that --corner names") {
  const OwnConfiguration own;
  const auto at = [&own](const char* name) { return (own.path() / name).string(); };
  REQUIRE(run_pann({"gen", "adder", "--x-width", "2", "-o", at("adder"), "--quiet"}).exit_code ==
          0);
  REQUIRE(run_pann({"synth", at("adder"), "--pdk", "generic", "-o", at("first"), "--flow",
                    at("flow"), "--quiet"})
              .exit_code == 0);
  // The same cells at half the voltage: what charges wires takes a quarter.
  const std::string file = at("flow") + "/pann_generic.lib";
  std::string low = pann::support::read_file(file);
  for (const char* word : {"nom_voltage : 1.2;", "    voltage : 1.2;"}) {
    const std::size_t place = low.find(word);
    REQUIRE(place != std::string::npos);
    low.replace(low.find("1.2", place), 3, "0.6");
  }
  pann::support::write_file(at("low.lib"), low);
  pann::support::write_file(at("bare.lib"), low.substr(0, low.find("  cell (AND2_1)")) +
                                                low.substr(low.find("  cell (AOI21_1)")));

  const std::vector<std::string> add{"pdk", "add", "mine", "--liberty", file, "--corner"};
  const auto added = [&add](const std::string& corner) {
    std::vector<std::string> words = add;
    words.insert(words.end(), {corner, "--quiet"});
    return run_pann(words);
  };
  CHECK(added("low.lib").error.find("not CORNER=FILE") != std::string::npos);
  CHECK(added("a b=" + at("low.lib")).exit_code == 2);
  CHECK(added("low=" + at("bare.lib")).error.find("lacks 1 cells of the library: AND2_1") !=
        std::string::npos);
  REQUIRE(added("low=" + at("low.lib")).exit_code == 0);
  CHECK(run_pann({"pdk", "list"}).output.find("0.6 V 25 C          --corner low") !=
        std::string::npos);

  REQUIRE(
      run_pann({"synth", at("adder"), "--pdk", "mine", "-o", at("gates"), "--quiet"}).exit_code ==
      0);
  const auto power = [&at](const std::string& gates, std::vector<std::string> options) {
    options.insert(options.begin(), {"power", at(gates.c_str()), "--vectors", "50"});
    options.insert(options.end(), {"--json", "-"});
    return pdk_report(run_pann(options));
  };
  const Json typical = power("gates", {});
  const Json slow = power("gates", {"--corner", "low"});
  CHECK(slow.at("voltage") == 0.6);
  CHECK(slow.at("corner") == "0.6 V 25 C");
  CHECK(slow.at("switching_w").get<double>() ==
        pann::test::relative(typical.at("switching_w").get<double>() / 4));
  CHECK(run_pann({"power", at("gates"), "--corner", "fast"}).error.find("one of low") !=
        std::string::npos);
  CHECK(run_pann({"power", at("gates"), "--pdk", "generic", "--corner", "low"})
            .error.find("is known at 'assumed 1.20 V 25 C' alone") != std::string::npos);

  CHECK(run_pann({"gen", "mac", "--multiplier", "auto", "--corner", "none", "-o", at("auto")})
            .exit_code == 2);
  CHECK(run_pann({"compare", at("adder"), "--corner", "none"}).exit_code == 2);
  CHECK(run_pann({"explore", "--corner", "none", "--energy"}).exit_code == 2);
  CHECK(run_pann({"run", "--corner", "none"}).exit_code == 2);
  CHECK(run_pann({"spice", at("gates"), "--corner", "none"}).exit_code == 2);
  REQUIRE(run_pann({"synth", at("adder"), "--pdk", "mine", "--corner", "low", "-o", at("slow"),
                    "--quiet"})
              .exit_code == 0);
  CHECK(power("slow", {}).at("voltage") == 0.6);
  CHECK(power("slow", {"--pdk", "mine"}).at("voltage") == 1.2);
}

TEST_CASE("pdk check names every check with its verdict") {
  const CliResult result = run_pann({"pdk", "check", "generic", "--json", "-", "--seed", "1"});
  const Json json = pdk_report(result);
  CHECK(json.at("pdk") == "generic");
  CHECK(json.at("checks").size() > 3);
  for (const Json& one : json.at("checks")) {
    CHECK(one.at("verdict") != "FAILED");
    CHECK(!one.at("name").get<std::string>().empty());
  }
  CHECK(run_pann({"pdk", "check", "nobody", "--quiet"}).exit_code == 2);
}
