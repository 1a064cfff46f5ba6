#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/options/parse.h"
#include "cli/options/value.h"
#include "paths.h"

using namespace pann::cli;
using pann::support::ExitCode;
using pann::support::Failure;

namespace {

/// A program of one subcommand with an option of every type.
struct Example {
  bool flag = false;
  int count = 3;
  std::uint64_t seed = 1;
  double rate = 0.5;
  std::optional<int> width{};
  std::optional<double> clock{};
  std::string name = "plain";
  std::filesystem::path path{};
  std::vector<int> budgets{4, 8};
  std::vector<std::string> files{};
  Command program{"pann", "A program"};

  Example() {
    Command& work = program.subcommand("work", "Works");
    const Option& flag_option = work.option("--flag", &flag, "A flag");
    work.option("--count", &count, "Some").between(2, 16).show_default();
    work.option("--seed", &seed, "A seed");
    work.option("--rate", &rate, "A rate").at_least(0).need(flag_option);
    work.option("--width", &width, "A width").value("N").exclude(flag_option);
    work.option("--clock", &clock, "A clock").above(0);
    work.option("--name", &name, "A name").one_of({"plain", "fancy"}).show_default();
    work.option("-p,--path", &path, "A path");
    work.option("--budget", &budgets, "Budgets").show_default();
    work.option("FILES", &files, "Files").require();
    work.action = [] { return ExitCode::ok; };
  }

  Parsed run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "pann");
    return parse(program, "pann 1.2", static_cast<int>(arguments.size()), arguments.data());
  }

  /// "code: message" of the fault that these arguments are, besides what `work` requires.
  std::string fault(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), {"work", "a"});
    try {
      run(std::move(arguments));
    } catch (const Failure& failure) {
      CHECK(failure.exit_code() == ExitCode::user_error);
      return failure.diagnostics().front().code + ": " + failure.diagnostics().front().message;
    }
    return "none";
  }
};

}  // namespace

TEST_CASE("values of every type reach their targets, and what is not given stays") {
  Example example;
  const Parsed parsed =
      example.run({"work", "a", "b", "--flag", "--count", "16", "--seed", "18446744073709551615",
                   "--rate", "1e-3", "--clock", "2.5", "-p", "x y", "--budget", "2", "3", "5"});
  REQUIRE(parsed.command != nullptr);
  CHECK(parsed.command->name == "work");
  CHECK(example.flag);
  CHECK(example.count == 16);
  CHECK(example.seed == 18446744073709551615U);
  CHECK(example.rate == 1e-3);
  CHECK(example.clock == 2.5);
  CHECK(example.path == "x y");
  CHECK(example.budgets == std::vector<int>{2, 3, 5});
  CHECK(example.files == std::vector<std::string>{"a", "b"});
  CHECK(!example.width);
  CHECK(example.name == "plain");
}

TEST_CASE("a value that is not legal is refused with the option, the value and what is legal") {
  Example example;
  CHECK(example.fault({"--count", "17"}) == "option.value: --count 17: legal are 2 to 16");
  CHECK(example.fault({"--count", "1"}) == "option.value: --count 1: legal are 2 to 16");
  CHECK(example.fault({"--count", "4x"}) == "option.value: --count 4x: legal are 2 to 16");
  CHECK(example.fault({"--seed", "-1"}) ==
        "option.value: --seed -1: legal are 0 to 18446744073709551615");
  CHECK(example.fault({"--width", "99999999999"}) ==
        "option.value: --width 99999999999: legal are -2147483648 to 2147483647");
  CHECK(example.fault({"--clock", "0"}) == "option.value: --clock 0: legal are numbers above 0");
  CHECK(example.fault({"--clock", "nan"}) ==
        "option.value: --clock nan: legal are numbers above 0");
  CHECK(example.fault({"--flag", "--rate", "-0.1"}) ==
        "option.value: --rate -0.1: legal are 0 or more");
  CHECK(example.fault({"--name", "odd"}) == "option.value: --name odd: legal are plain, fancy");
  CHECK(example.fault({"--budget", "4", "x"}).find("--budget x") != std::string::npos);
}

TEST_CASE("options that exclude or need each other, and unknown ones, are faults of usage") {
  Example example;
  CHECK(example.fault({"--width", "4", "--flag"}).find("option.usage: ") == 0);
  CHECK(example.fault({"--rate", "1"}).find("option.usage: ") == 0);
  CHECK(example.fault({"--nonsense"}).find("--nonsense") != std::string::npos);
  CHECK_THROWS_AS(example.run({}), Failure);
  CHECK_THROWS_AS(example.run({"work"}), Failure);
}

TEST_CASE("help and version are texts, and the help names values, bounds and defaults") {
  Example example;
  CHECK(example.run({"--version"}).text == "pann 1.2\n");
  const Parsed help = example.run({"work", "--help"});
  CHECK(help.command == nullptr);
  // CLI11 writes a default as "=3" or, from 2.4 on, as " [3]".
  for (const std::vector<std::string>& parts :
       {std::vector<std::string>{"--count INT (2 to 16)=3", "--count INT (2 to 16) [3]"},
        {"--name plain|fancy=plain", "--name plain|fancy [plain]"},
        {"--width N"},
        {"--budget INT=[4,8] ...", "--budget INT [[4,8]]  ..."},
        {"FILES TEXT ... REQUIRED"}}) {
    CHECK_MESSAGE(std::any_of(parts.begin(), parts.end(),
                              [&](const std::string& part) {
                                return help.text.find(part) != std::string::npos;
                              }),
                  parts.front() << "\n"
                                << help.text);
  }
}

TEST_CASE("one file knows CLI11, so that the others compile without it") {
  namespace fs = std::filesystem;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(pann::test::kSourceDirectory) / "cli")) {
    if (!entry.is_regular_file() || entry.path().filename() == "parse.cpp") continue;
    std::ifstream stream(entry.path());
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CHECK_MESSAGE(text.find("CLI11") == std::string::npos, entry.path().string());
    CHECK_MESSAGE(text.find("<CLI/") == std::string::npos, entry.path().string());
  }
}
