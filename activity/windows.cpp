#include "activity/windows.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::activity {

namespace {

constexpr std::string_view kSchema = "pann.windows";

[[noreturn]] void fail(const std::string& source, const std::string& code,
                       const std::string& message) {
  support::fail_input(code, message, "`pann sim --vcd FILE` writes FILE.windows.json anew",
                      support::Location{source});
}

std::uint64_t number_at(const nlohmann::json& value, const std::string& field,
                        const std::string& source) {
  if (!value.is_number_unsigned()) {
    fail(source, "windows.field", fmt::format("'{}' is no whole number", field));
  }
  return value.get<std::uint64_t>();
}

const nlohmann::json& field_of(const nlohmann::json& object, const char* name,
                               const std::string& source) {
  if (!object.is_object() || !object.contains(name)) {
    fail(source, "windows.field", fmt::format("the field '{}' is missing", name));
  }
  return object.at(name);
}

Window parse_window(const nlohmann::json& entry, std::size_t index, const std::string& source) {
  const std::string name = fmt::format("windows[{}]", index);
  if (!entry.is_array() || entry.size() != 3) {
    fail(source, "windows.field", fmt::format("'{}' is not [from, to, register_to]", name));
  }
  const Window window{number_at(entry[0], name, source), number_at(entry[1], name, source),
                      number_at(entry[2], name, source)};
  if (window.from > window.to || window.to > window.register_to) {
    fail(source, "windows.order", fmt::format("'{}' does not run from early to late", name));
  }
  return window;
}

}  // namespace

std::string to_json_text(const CountedWindows& windows) {
  nlohmann::ordered_json report{{"schema", kSchema}, {"version", 1}};
  report["operations"] = windows.operations;
  report["registers"] = windows.registers;
  std::string text = report.dump(2);
  text.resize(text.size() - 2);  // "\n}": the windows follow, one a line
  text += ",\n  \"windows\": [";
  const char* separator = "\n    ";
  for (const Window& window : windows.windows) {
    text += fmt::format("{}[{}, {}, {}]", separator, window.from, window.to, window.register_to);
    separator = ",\n    ";
  }
  return text + "\n  ]\n}\n";
}

CountedWindows parse_windows(std::string_view text, const std::string& source) {
  const nlohmann::json report = nlohmann::json::parse(text, nullptr, false);
  if (report.is_discarded()) fail(source, "windows.syntax", "the file is no JSON text");
  if (field_of(report, "schema", source) != kSchema) {
    fail(source, "windows.schema", fmt::format("the schema is not '{}'", kSchema));
  }
  if (field_of(report, "version", source) != 1) {
    fail(source, "windows.schema", "the version is not 1");
  }
  CountedWindows result;
  result.operations = number_at(field_of(report, "operations", source), "operations", source);
  const nlohmann::json& registers = field_of(report, "registers", source);
  const nlohmann::json& windows = field_of(report, "windows", source);
  if (!registers.is_array() || !windows.is_array()) {
    fail(source, "windows.field", "'registers' and 'windows' are lists");
  }
  for (const nlohmann::json& pattern : registers) {
    if (!pattern.is_string()) fail(source, "windows.field", "'registers' is a list of patterns");
    result.registers.push_back(pattern.get<std::string>());
  }
  for (std::size_t i = 0; i < windows.size(); ++i) {
    result.windows.push_back(parse_window(windows[i], i, source));
    if (i > 0 && result.windows[i - 1].to > result.windows[i].from) {
      fail(source, "windows.order", fmt::format("'windows[{}]' begins before the last ends", i));
    }
  }
  return result;
}

CountedWindows read_windows(const std::filesystem::path& path) {
  return parse_windows(support::read_file(path), path.string());
}

std::filesystem::path windows_path(const std::filesystem::path& trace) {
  return trace.string() + ".windows.json";
}

}  // namespace pann::activity
