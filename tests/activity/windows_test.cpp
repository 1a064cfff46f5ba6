#include "activity/windows.h"

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/diagnostic.h"

using namespace pann;

namespace {

const std::string kText = R"({
  "schema": "pann.windows",
  "version": 1,
  "operations": 7,
  "registers": [
    "acc_q",
    "u.*_q"
  ],
  "windows": [
    [0, 10, 10],
    [10, 30, 40]
  ]
}
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kText;
  return text.replace(text.find(from), from.size(), to);
}

std::string code_of_windows(const std::string& text) {
  try {
    activity::parse_windows(text, "w.json");
  } catch (const support::Failure& failure) {
    return failure.diagnostics().front().code;
  }
  return "";
}

}  // namespace

TEST_CASE("windows of a trace are written and read as the same") {
  const activity::CountedWindows windows = activity::parse_windows(kText, "w.json");
  CHECK(windows.operations == 7);
  CHECK(windows.registers == std::vector<std::string>{"acc_q", "u.*_q"});
  REQUIRE(windows.windows.size() == 2);
  CHECK(windows.windows[1].from == 10);
  CHECK(windows.windows[1].to == 30);
  CHECK(windows.windows[1].register_to == 40);
  CHECK(activity::to_json_text(windows) == kText);
  CHECK(activity::parse_windows(activity::to_json_text({}), "w.json").windows.empty());
  CHECK(activity::windows_path("a/t.vcd") == "a/t.vcd.windows.json");
}

TEST_CASE("windows that are none are refused by name of the field") {
  for (const auto& entry : std::vector<std::array<std::string, 3>>{
           {"{", "", "windows.syntax"},
           {"pann.windows", "pann.manifest", "windows.schema"},
           {"\"version\": 1", "\"version\": 2", "windows.schema"},
           {"\"version\": 1,", "", "windows.field"},
           {"\"operations\": 7", "\"operations\": -7", "windows.field"},
           {"\"operations\": 7", "\"operations\": 7.5", "windows.field"},
           {"\"acc_q\"", "3", "windows.field"},
           {"[0, 10, 10]", "[0, 10]", "windows.field"},
           {"[0, 10, 10]", "[0, 10, 10, 10]", "windows.field"},
           {"[0, 10, 10]", "5", "windows.field"},
           {"[0, 10, 10]", "[-1, 10, 10]", "windows.field"},
           {"[0, 10, 10]", "[0, 10, \"ten\"]", "windows.field"},
           {"[0, 10, 10]", "[9, 8, 10]", "windows.order"},
           {"[0, 10, 10]", "[0, 10, 9]", "windows.order"},
           {"[10, 30, 40]", "[9, 30, 40]", "windows.order"},
           // A window may be empty, and end as the next one begins.
           {"[0, 10, 10]", "[10, 10, 10]", ""}}) {
    const std::string& from = entry[0];
    const std::string& to = entry[1];
    const std::string& code = entry[2];
    CAPTURE(to);
    CHECK(code_of_windows(with(from, to)) == code);
  }
  CHECK(code_of_windows("[]") == "windows.field");
  const std::string head = R"({"schema": "pann.windows", "version": 1, "operations": 1, )";
  CHECK(code_of_windows(head + R"("registers": "q", "windows": []})") == "windows.field");
  CHECK(code_of_windows(head + R"("registers": [], "windows": 3})") == "windows.field");
  CHECK(code_of_windows(head + R"("registers": [], "windows": []})").empty());
}
