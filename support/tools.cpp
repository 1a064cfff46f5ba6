#include "support/tools.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <optional>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/process.h"

namespace pann::support {

namespace {

std::vector<long> numbers(const std::string& version) {
  std::vector<long> parts;
  std::istringstream stream(version);
  for (std::string part; std::getline(stream, part, '.');) parts.push_back(std::atol(part.c_str()));
  return parts;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

}  // namespace

const std::vector<ToolRequirement>& tool_requirements() {
  static const std::vector<ToolRequirement> tools{
      {"verilator",
       {"--version"},
       "5.006",
       "verilator",
       "compiled simulation",
       "sim, power, run, reproduce, gen --testbench: --engine auto and verilator"},
      {"g++", {"-dumpfullversion"}, "10", "g++", "compiles Verilator's models", "as verilator"},
      {"yosys",
       {"-V"},
       "0.23",
       "yosys",
       "elaboration and synthesis",
       "synth, power, run, reproduce, pdk check, sim, toggles --manifest"},
      {"iverilog", {"-V"}, "11.0", "iverilog", "the second opinion", "--engine icarus", false},
      {"gnuplot",
       {"--version"},
       "5",
       "gnuplot-nox",
       "plots of the HTML reports",
       "run, reproduce: without it the pages have no plots",
       false},
      {"sta",
       {"-version"},
       "2.0",
       "opensta",
       "a second opinion on power and timing",
       "synth --flow",
       false},
      {"ngspice", {"--version"}, "36", "ngspice", "transistor level", "spice", false},
  };
  return tools;
}

ToolStatus probe_tool(const ToolRequirement& requirement) {
  ToolStatus status{requirement};
  const auto path = find_program(requirement.program);
  if (!path) return status;
  status.path = *path;
  std::vector<std::string> arguments{requirement.program};
  arguments.insert(arguments.end(), requirement.version_arguments.begin(),
                   requirement.version_arguments.end());
  try {
    const ProcessResult result =
        run_process({.arguments = arguments, .timeout = std::chrono::seconds(20)});
    status.version = find_version(result.output + result.error);
  } catch (const Failure&) {
    return status;  // found, yet it cannot be started
  }
  const bool old = !status.version.empty() && version_less(status.version, requirement.minimum);
  status.state = old ? ToolState::too_old : ToolState::good;
  return status;
}

std::map<std::string, std::string> measuring_tools() {
  constexpr std::array<std::string_view, 4> kMeasuring{"verilator", "g++", "yosys", "iverilog"};
  std::map<std::string, std::string> versions;
  for (const ToolRequirement& tool : tool_requirements()) {
    if (std::find(kMeasuring.begin(), kMeasuring.end(), tool.program) == kMeasuring.end()) continue;
    versions[tool.program] = probe_tool(tool).version;
  }
  return versions;
}

std::string find_version(const std::string& text) {
  const auto begin = std::find_if(text.begin(), text.end(), is_digit);
  const auto end =
      std::find_if_not(begin, text.end(), [](char c) { return is_digit(c) || c == '.'; });
  std::string version(begin, end);
  while (!version.empty() && version.back() == '.') version.pop_back();
  return version;
}

bool version_less(const std::string& left, const std::string& right) {
  return numbers(left) < numbers(right);
}

std::string program_fingerprint(const std::string& program) {
  const std::optional<std::filesystem::path> found = find_program(program);
  if (!found) return "";
  const std::filesystem::path file = std::filesystem::canonical(*found);
  return fmt::format("{}:{}:{}", file.string(), std::filesystem::file_size(file),
                     std::filesystem::last_write_time(file).time_since_epoch().count());
}

}  // namespace pann::support
