// Every option of every subcommand stands in a command line that a test or a page of the manual
// runs.
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/run_cli.h"
#include "paths.h"
#include "support/input.h"

namespace fs = std::filesystem;
using pann::cli::Command;
using pann::cli::Context;
using pann::cli::Option;
using pann::support::read_file;

namespace {

using Words = std::vector<std::string>;

/// Words that a command line begins with.
std::set<std::string> subcommand_names() {
  std::ostringstream output;
  Context context{output, output};
  Command program;
  pann::cli::describe_program(program, context);
  std::set<std::string> names;
  for (const Command& command : program.subcommands) names.insert(command.name);
  return names;
}

/// The command lines in a test's source: `{"sim", "mac", "--engine", engine}` is sim, mac,
/// --engine. A list that begins with an option (what a helper appends) goes to the command line
/// before it.
std::vector<Words> lists_of(const std::string& source) {
  static const std::regex kLiteral(R"re("((?:\\.|[^"\\])*)")re");
  const std::set<std::string> names = subcommand_names();
  std::vector<Words> lists;
  std::size_t begin = 0;
  while ((begin = source.find('{', begin)) != std::string::npos) {
    ++begin;
    const std::size_t end = source.find_first_of("{};", begin);
    if (end == std::string::npos || source[end] != '}') continue;
    const std::string inside = source.substr(begin, end - begin);
    Words words;
    for (std::sregex_iterator at(inside.begin(), inside.end(), kLiteral), none; at != none; ++at) {
      words.push_back((*at)[1]);
    }
    if (words.empty()) continue;
    if (names.contains(words.front())) {
      lists.push_back(words);
    } else if (words.front().starts_with("--") && !lists.empty()) {
      lists.back().insert(lists.back().end(), words.begin(), words.end());
    }
  }
  return lists;
}

/// The command lines in the console blocks of a page, which docs_test runs.
std::vector<Words> lines_of_page(const std::string& page) {
  std::vector<Words> lines;
  std::istringstream stream(page);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("$ pann ")) continue;
    std::istringstream words(line.substr(7));
    lines.emplace_back();
    for (std::string word; words >> word;) lines.back().push_back(word);
  }
  return lines;
}

std::vector<Words> tried_lines() {
  const fs::path root = pann::test::kSourceDirectory;
  std::vector<Words> lines;
  const auto add = [&lines](const std::vector<Words>& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  };
  for (const auto& entry : fs::directory_iterator(root / "tests/cli")) {
    if (entry.path().extension() == ".cpp") add(lists_of(read_file(entry.path())));
  }
  for (const auto& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") add(lines_of_page(read_file(entry.path())));
  }
  add(lines_of_page(read_file(root / "README.md")));
  return lines;
}

/// Whether the line calls this subcommand (and none of those below it) with this option.
bool tries(const Words& line, const Words& path, const Command& command, const Option& option) {
  if (line.size() < path.size() || !std::equal(path.begin(), path.end(), line.begin()))
    return false;
  const std::string next = line.size() > path.size() ? line[path.size()] : "";
  for (const Command& below : command.subcommands) {
    if (below.name == next) return false;
  }
  return std::any_of(line.begin(), line.end(), [&](const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    return name == option.title() || (name.size() == 2 && option.names.starts_with(name + ","));
  });
}

void find_untried(const Command& command, const Words& path, const std::vector<Words>& lines,
                  std::set<std::string>& untried) {
  for (const Option& option : command.options) {
    if (option.is_positional() || path.empty()) continue;
    const bool tried = std::any_of(lines.begin(), lines.end(), [&](const Words& line) {
      return tries(line, path, command, option);
    });
    std::string words;
    for (const std::string& word : path) words += word + " ";
    if (!tried) untried.insert(words + option.title());
  }
  for (const Command& below : command.subcommands) {
    Words further = path;
    further.push_back(below.name);
    find_untried(below, further, lines, untried);
  }
}

/// "sim --engine" for every option that none of the lines tries.
std::set<std::string> untried_options(const std::vector<Words>& lines) {
  std::ostringstream output;
  Context context{output, output};
  Command program;
  pann::cli::describe_program(program, context);
  std::set<std::string> untried;
  find_untried(program, {}, lines, untried);
  return untried;
}

}  // namespace

TEST_CASE("every option of every subcommand stands in a command line that the tests run") {
  std::string missing;
  for (const std::string& option : untried_options(tried_lines())) missing += "\n  " + option;
  CHECK_MESSAGE(missing.empty(), "no test or page runs:", missing);
}

TEST_CASE("the walk over options sees one that no command line has") {
  const std::set<std::string> all = untried_options({});
  CHECK(all.size() > 100);
  CHECK(all.contains("sim --engine"));
  CHECK(all.contains("toggles diff --tolerance"));
  const auto lines =
      lists_of(R"(run({"sim", "mac", "--engine", one}); f({"--vcd", "a"}); {"x y"})");
  REQUIRE(lines.size() == 1);
  const std::set<std::string> fewer = untried_options(lines);
  CHECK(all.size() - fewer.size() == 2);
  CHECK(!fewer.contains("sim --engine"));
  CHECK(untried_options({{"toggles", "diff", "--scope", "a"}}).contains("toggles --scope"));
}
