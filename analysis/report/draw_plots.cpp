#include "analysis/report/draw_plots.h"

#include <chrono>
#include <cstddef>
#include <filesystem>

#include <fmt/format.h>

#include "analysis/report/plot_script.h"
#include "analysis/report/plot_svg.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"

namespace pann::analysis {

namespace {

constexpr const char* kCode = "report.gnuplot";
constexpr std::chrono::seconds kTimeout{120};

std::string file_of(std::size_t index) {
  return fmt::format("{}.svg", index);
}

std::string read_drawing(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) {
    support::fail_tool(kCode, "gnuplot ended without a fault and without a plot",
                       "run `gnuplot -e 'set terminal svg; plot x'`: it should print an SVG");
  }
  return support::read_file(path);
}

}  // namespace

std::vector<std::string> draw_plots(const std::vector<const Plot*>& plots) {
  if (!support::find_program("gnuplot")) return std::vector<std::string>(plots.size());
  std::vector<std::string> drawings;
  if (plots.empty()) return drawings;
  std::string script = plot_preamble();
  for (std::size_t i = 0; i < plots.size(); ++i) script += plot_script(*plots[i], file_of(i));
  const support::TemporaryDirectory directory;
  support::write_file(directory.path() / "plots.gp", script);
  // -d: without the user's start-up file.
  support::run_tool({.arguments = {"gnuplot", "-d", "plots.gp"},
                     .directory = directory.path(),
                     .environment = {{"LC_ALL", "C"}},
                     .timeout = kTimeout},
                    kCode);
  for (std::size_t i = 0; i < plots.size(); ++i)
    drawings.push_back(themed_svg(read_drawing(directory.path() / file_of(i)), *plots[i]));
  return drawings;
}

}  // namespace pann::analysis
