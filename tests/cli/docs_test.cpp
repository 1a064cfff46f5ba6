#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "paths.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace fs = std::filesystem;
using namespace pann::support;

// The manual is run: in every block that begins with ```console, a line "$ pann ..." is a command,
// and the lines below it, up to the next command, are what it prints; "..." stands for any lines.
// "# exit N" at the end of a command is its exit code. The commands of one page run in one
// directory, in their order; a block that begins with ```LANGUAGE file=NAME is written there first.
namespace {

struct Command {
  std::vector<std::string> arguments;
  int exit_code = 0;
  std::vector<std::string> expected;
  std::string text;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Command parse_command(const std::string& line) {
  Command command;
  command.text = line;
  std::istringstream words(line.substr(2));
  for (std::string word; words >> word;) {
    if (word == "#") {
      words >> word >> command.exit_code;
      break;
    }
    command.arguments.push_back(word);
  }
  return command;
}

std::vector<Command> commands_of(const std::string& page) {
  std::vector<Command> commands;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    if (line.rfind("```", 0) == 0) {
      inside = line == "```console";
    } else if (inside && line.rfind("$ ", 0) == 0) {
      commands.push_back(parse_command(line));
    } else if (inside && !commands.empty()) {
      commands.back().expected.push_back(line);
    }
  }
  return commands;
}

struct PageFile {
  std::string name;
  std::string text;
};

std::vector<PageFile> files_of(const std::string& page) {
  std::vector<PageFile> files;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    constexpr std::string_view kName = " file=";
    if (line.rfind("```", 0) == 0) {
      const std::size_t name = line.find(kName);
      inside = !inside && name != std::string::npos;
      if (inside) files.push_back({line.substr(name + kName.size()), ""});
    } else if (inside) {
      files.back().text += line + "\n";
    }
  }
  return files;
}

/// Whether the lines are the expected ones, "..." standing for any number of them.
bool agree(const std::vector<std::string>& expected, std::size_t e,
           const std::vector<std::string>& lines, std::size_t l) {
  if (e == expected.size()) return l == lines.size();
  if (expected[e] == "...") {
    for (std::size_t next = l; next <= lines.size(); ++next) {
      if (agree(expected, e + 1, lines, next)) return true;
    }
    return false;
  }
  return l < lines.size() && lines[l] == expected[e] && agree(expected, e + 1, lines, l + 1);
}

void run_page(const fs::path& page) {
  const TemporaryDirectory directory;
  const std::string text = read_file(page);
  for (const PageFile& file : files_of(text)) {
    fs::create_directories((directory.path() / file.name).parent_path());
    write_file(directory.path() / file.name, file.text);
  }
  for (Command& command : commands_of(text)) {
    CAPTURE(command.text);
    if (command.arguments.at(0) == "pann") command.arguments[0] = pann::test::kPannBinary;
    const ProcessResult result =
        run_process({.arguments = command.arguments, .directory = directory.path()});
    CHECK_MESSAGE(result.exit_code == command.exit_code, result.error);
    if (command.expected.empty()) continue;
    const auto lines = lines_of(result.output + result.error);
    CHECK_MESSAGE(agree(command.expected, 0, lines, 0), result.output << result.error);
  }
}

}  // namespace

TEST_CASE("every command in the manual does what the manual shows") {
  const fs::path root = pann::test::kSourceDirectory;
  std::vector<fs::path> pages{root / "README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  for (const fs::path& page : pages) {
    CAPTURE(page.filename().string());
    if (fs::exists(page)) run_page(page);
  }
}

TEST_CASE("the page runner tells agreement from disagreement") {
  CHECK(agree({"a", "...", "c"}, 0, {"a", "b", "b", "c"}, 0));
  CHECK(agree({"..."}, 0, {}, 0));
  CHECK(!agree({"a"}, 0, {"a", "b"}, 0));
  CHECK(!agree({"a", "...", "d"}, 0, {"a", "b"}, 0));
  CHECK(files_of("```v file=a/b.v\nx\ny\n```\n```v\nz\n```\n").at(0).text == "x\ny\n");
  CHECK(files_of("```v file=a/b.v\nx\n```\n```v\nz\n```\n").size() == 1);
  CHECK(commands_of("```console\n$ pann x y # exit 2\nout\n```\n").at(0).exit_code == 2);
}
