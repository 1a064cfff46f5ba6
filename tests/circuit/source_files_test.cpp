#include "circuit/source_files.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/output.h"

namespace fs = std::filesystem;
using namespace pann;

namespace {

struct Folder {
  support::TemporaryDirectory temporary{};

  fs::path write(const std::string& name, const std::string& text) const {
    const fs::path file = temporary.path() / name;
    fs::create_directories(file.parent_path());
    support::write_file(file, text);
    return file;
  }
};

std::vector<std::string> texts_of(const circuit::ElaborationRequest& request) {
  std::vector<std::string> texts;
  for (const auto& file : circuit::source_files(request)) texts.push_back(file.text);
  return texts;
}

std::string fault_of(const circuit::ElaborationRequest& request) {
  try {
    circuit::source_files(request);
  } catch (const support::Failure& failure) {
    const support::Diagnostic& first = failure.diagnostics().front();
    return fmt::format("{} {}", first.code, first.location ? first.location->line : 0);
  }
  return "none";
}

}  // namespace

TEST_CASE("sources are the listed files and all that they include, each once, wherever it lies") {
  const Folder folder;
  const fs::path top = folder.write("rtl/top.v",
                                    "`include \"beside.vh\"\n`include  \"far.vh\"\n"
                                    "// `include \"comment.vh\"\n/* `include \"comment.vh\" */\n"
                                    "`included \"comment.vh\"\n"
                                    "initial $display(\"`include \\\"beside.vh\\\"\");\n"
                                    "`include \"nowhere.vh\"\n");
  folder.write("rtl/comment.vh", "comment");
  folder.write("rtl/beside.vh", "`include \"sub/deep.vh\"\n");
  folder.write("rtl/sub/deep.vh", "`include \"deeper.vh\"\n`include \"far.vh\"\n");
  folder.write("rtl/sub/deeper.vh", "deeper");
  folder.write("common/far.vh", "`include \"beside.vh\"\n");
  const circuit::ElaborationRequest request{
      .files = {top}, .top = "top", .include = {folder.temporary.path() / "common"}};
  const auto texts = texts_of(request);
  REQUIRE(texts.size() == 5);
  CHECK(texts[1] == "`include \"sub/deep.vh\"\n");
  CHECK(texts[4] == "deeper");
  // Every file's text is in the key, and so is the folder that files are taken from.
  const auto key = circuit::source_key(request);
  folder.write("rtl/sub/deeper.vh", "other");
  CHECK(circuit::source_key(request) != key);
  CHECK(texts_of({.files = {top}, .top = "top"}).size() == 4);
}

TEST_CASE("an include that tools could take differently, or that cannot be followed, is refused") {
  const Folder folder;
  CHECK(fault_of({.files = {folder.write("a.v", "\n`include `NAME\n")}, .top = "a"}) ==
        "source.include 2");
  CHECK(fault_of({.files = {folder.write("b.v", "`include \"open\n")}, .top = "b"}) ==
        "source.include 1");
  CHECK(fault_of({.files = {folder.write("c.v", "`include")}, .top = "c"}) == "source.include 1");
  const fs::path two = folder.write("rtl/two.v", "\n\n`include \"x.vh\"\n");
  folder.write("rtl/x.vh", "1");
  folder.write("inc/x.vh", "1");
  const circuit::ElaborationRequest request{
      .files = {two}, .top = "two", .include = {folder.temporary.path() / "inc"}};
  CHECK(fault_of(request) == "none");
  folder.write("inc/x.vh", "2");
  CHECK(fault_of(request) == "source.include 3");
}

TEST_CASE("names of any length, circles and long chains of included files are read in a loop") {
  const Folder folder;
  const std::string name(50000, 'a');
  CHECK(texts_of({.files = {folder.write("long.v", "`include \"" + name + "\"\n")}, .top = "m"})
            .size() == 1);
  const fs::path self = folder.write("self.v", "`include \"self.v\"\n`include \"./self.v\"\n");
  CHECK(texts_of({.files = {self}, .top = "m"}).size() == 1);
  constexpr int kLinks = 2000;
  for (int i = 0; i < kLinks; ++i) {
    folder.write(fmt::format("chain{}.vh", i), fmt::format("`include \"chain{}.vh\"\n", i + 1));
  }
  CHECK(texts_of({.files = {folder.temporary.path() / "chain0.vh"}, .top = "m"}).size() == kLinks);
}
