#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <nlohmann/json.hpp>

#include "analysis/table1.h"
#include "cli/subcommand.h"
#include "support/output.h"
#include "support/progress.h"

namespace pann::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The rows that Table 1 prints, in its order; carries are apart (design section 4).
const std::vector<std::string>& table1_elements() {
  static const std::vector<std::string> names{"multiplier_inputs",  "multiplier_operands",
                                              "multiplier_carries", "accumulator_input",
                                              "accumulator_sum",    "accumulator_register"};
  return names;
}

const analysis::Table1Element* find(const analysis::Table1Run& run, const std::string& name) {
  for (const analysis::Table1Element& element : run.elements) {
    if (element.name == name) return &element;
  }
  return nullptr;
}

std::string cell(const analysis::Table1Run& run, const std::string& name) {
  const analysis::Table1Element* element = find(run, name);
  if (element == nullptr) return "-";
  return element->model ? fmt::format("{:.3f} ({:.3f})", element->measured, *element->model)
                        : fmt::format("{:.3f}", element->measured);
}

void print_table1(std::ostream& output, const std::vector<analysis::Table1Run>& runs) {
  output << "Table 1: bit flips per MAC, measured (paper's model)\n";
  fmt::print(output, "{:>2} {:<8} {:<11} {:>6}", "b", "operands", "range", "length");
  for (const std::string& name : table1_elements()) fmt::print(output, " {:>20}", name);
  output << '\n';
  for (const analysis::Table1Run& run : runs) {
    fmt::print(output, "{:>2} {:<8} {:<11} {:>6}", run.bits, tb::name(run.distribution),
               tb::name(run.range), run.length == 0 ? run.operations : run.length);
    for (const std::string& name : table1_elements())
      fmt::print(output, " {:>20}", cell(run, name));
    output << '\n';
  }
}

Json run_json(const analysis::Table1Run& run) {
  Json elements = Json::array();
  for (const analysis::Table1Element& element : run.elements) {
    elements.push_back({{"name", element.name},
                        {"measured", element.measured},
                        {"model", element.model ? Json(*element.model) : Json(nullptr)}});
  }
  return {{"bits", run.bits},
          {"distribution", tb::name(run.distribution)},
          {"range", tb::name(run.range)},
          {"length", run.length == 0 ? run.operations : run.length},
          {"operations", run.operations},
          {"mismatches", run.mismatches},
          {"elements", elements}};
}

struct ReproduceArguments {
  std::vector<std::string> items{"all"};
  std::string engine = "auto";
};

support::ExitCode run(const Context& context, const ReproduceArguments& arguments) {
  support::Progress progress(context.quiet);
  progress.stage("table1");
  analysis::Table1Options options;
  options.seed = context.seed;
  options.engine = tb::engine_from_name(arguments.engine).value();
  const auto runs =
      analysis::measure_table1(options, [&](double done) { progress.fraction(done); });
  Json list = Json::array();
  std::uint64_t mismatches = 0;
  for (const analysis::Table1Run& entry : runs) {
    list.push_back(run_json(entry));
    mismatches += entry.mismatches;
  }
  progress.stage("");
  write_json_report(context, "reproduce", {{"table1", list}});
  if (context.shows_report()) print_table1(context.output, runs);
  return mismatches == 0 ? support::ExitCode::ok : support::ExitCode::check_failed;
}

}  // namespace

void register_reproduce(CLI::App& app, Context& context) {
  CLI::App& command =
      *app.add_subcommand("reproduce", "The paper's tables and figures, measured beside printed");
  auto arguments = std::make_shared<ReproduceArguments>();
  command.add_option("items", arguments->items, "What to measure: table1, or all")
      ->check(CLI::IsMember({"table1", "all"}))
      ->capture_default_str();
  command.add_option("--engine", arguments->engine, "Who simulates; all give the same counts")
      ->check(CLI::IsMember({"auto", "native", "verilator", "icarus"}))
      ->capture_default_str();
  add_common_options(command, context);
  set_action(command, context, [&context, arguments] { return run(context, *arguments); });
}

}  // namespace pann::cli
