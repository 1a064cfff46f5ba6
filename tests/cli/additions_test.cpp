// What docs/developing.md says of additions: its files and functions are there, and every value of
// the tables goes the whole way.
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli_runner.h"
#include "generator/design_fields.h"
#include "paths.h"
#include "support/input.h"

using pann::support::read_file;
using pann::test::run_pann;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const pann::generator::DesignField& field(const char* name) {
  const auto* found = pann::generator::find_field(pann::generator::design_fields(), name);
  REQUIRE(found != nullptr);
  return *found;
}

/// A small unit in the native engine: checked against its model, with a bit for every element.
void goes_the_whole_way(const std::string& kind, const std::string& option,
                        const std::string& value) {
  INFO(kind, " ", option, " ", value);
  std::vector<std::string> arguments{"sim",      kind, "--x-width", "4",      "--vectors", "60",
                                     "--length", "20", "--engine",  "native", "--json",    "-"};
  if (!option.empty()) arguments.insert(arguments.end(), {option, value});
  if (kind == "pann_dot") arguments.push_back("--x-unsigned");
  if (kind == "shift_mac") arguments.insert(arguments.end(), {"--w-width", "4"});
  const auto result = run_pann(arguments);
  REQUIRE_MESSAGE(result.exit_code == 0, result.error);
  const Json json = Json::parse(result.output);
  CHECK(json.at("mismatches") == 0);
  CHECK(!json.at("elements").empty());
  for (const Json& element : json.at("elements")) {
    CHECK_MESSAGE(element.at("found") == element.at("expected"), element.at("name"));
    CHECK(element.at("expected") > 0);
  }
}

}  // namespace

TEST_CASE("every unit and every structure of a multiplier has modules, a model and elements") {
  for (const auto& kind : field("kind").choices) {
    if (kind.offered) goes_the_whole_way(std::string(kind.name), "", "");
  }
  for (const auto& structure : field("multiplier").choices) {
    if (structure.offered) {
      goes_the_whole_way("mac", "--multiplier", std::string(structure.name));
    }
  }
}

TEST_CASE("every distribution that the help names is drawn under its name") {
  for (const char* name : {"uniform", "gaussian"}) {
    const auto result = run_pann({"sim", "adder", "--x-width", "4", "--vectors", "50", "--engine",
                                  "native", "--stimulus", name, "--json", "-"});
    REQUIRE_MESSAGE(result.exit_code == 0, result.error);
    CHECK(Json::parse(result.output).at("stimulus").dump().find(name) != std::string::npos);
  }
}

TEST_CASE("the files and functions of the table of additions are there") {
  const fs::path root = pann::test::kSourceDirectory;
  std::istringstream page(read_file(root / "docs/developing.md"));
  static const std::regex kQuoted("`([^`]*)`");
  int files = 0;
  int functions = 0;
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) in_table = line == "## To add something";
    if (!in_table || !line.starts_with("|")) continue;
    std::string texts;
    std::vector<std::string> names;
    for (std::sregex_iterator at(line.begin(), line.end(), kQuoted), end; at != end; ++at) {
      const std::string word = (*at)[1];
      if (word.ends_with("()")) {
        names.push_back(word.substr(word.find(':') == std::string::npos ? 0 : word.rfind(':') + 1));
      } else if (word.find('/') != std::string::npos) {
        ++files;
        CHECK_MESSAGE(fs::exists(root / word), word);
        if (fs::is_regular_file(root / word)) texts += read_file(root / word);
      }
    }
    for (const std::string& name : names) {
      ++functions;
      CHECK_MESSAGE(texts.find(name.substr(0, name.size() - 1)) != std::string::npos, name, line);
    }
  }
  CHECK(files > 15);
  CHECK(functions > 4);
}
