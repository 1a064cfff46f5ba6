#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/network/network_fields.h"
#include "analysis/network/network_write.h"
#include "analysis/onnx/import.h"
#include "analysis/onnx/samples.h"
#include "cli/output_paths.h"
#include "cli/output_place.h"
#include "cli/subcommand.h"
#include "support/output.h"
#include "support/print.h"

namespace pann::cli {

namespace {

struct ImportArguments {
  std::string model;
  std::string output;
  std::string data;
  std::string name;
  double scale = 1.0;
  double zero_point = 0.0;
  bool force = false;
};

std::string shape_text(const analysis::TensorShape& shape) {
  if (shape.height == 1 && shape.width == 1) return fmt::format("{}", shape.channels);
  return fmt::format("{}x{}x{}", shape.height, shape.width, shape.channels);
}

/// Layers of each type, in the order of the alphabet.
std::map<std::string, std::size_t> layer_counts(const analysis::Network& network) {
  std::map<std::string, std::size_t> counts;
  for (const analysis::Layer& layer : network.layers) ++counts[std::string(name(layer.type))];
  return counts;
}

void print_report(std::ostream& output, const analysis::Network& network,
                  const ImportArguments& arguments,
                  const std::optional<analysis::AddedSamples>& samples) {
  support::print(output, "{}: {} values in, {} out, {} multiply-accumulates a sample\n",
                 network.name, shape_text(network.input), network.layers.back().out.size(),
                 network.macs());
  for (const auto& [type, count] : layer_counts(network)) {
    support::print(output, "{:>6} {}\n", count, type);
  }
  if (samples) {
    support::print(output, "{} test and {} validation samples\n", samples->test,
                   samples->validation);
  } else {
    support::print(output, "no samples: `pann explore` needs some, --data FILE.npz adds them\n");
  }
  support::print(output, "network.json and weights in {}\n", arguments.output);
}

nlohmann::ordered_json to_json(const analysis::Network& network, const ImportArguments& arguments,
                               const std::optional<analysis::AddedSamples>& samples) {
  return {{"network", network.name},
          {"directory", arguments.output},
          {"input", {network.input.height, network.input.width, network.input.channels}},
          {"outputs", network.layers.back().out.size()},
          {"macs", network.macs()},
          {"layers", layer_counts(network)},
          {"test_samples", samples ? samples->test : 0},
          {"validation_samples", samples ? samples->validation : 0}};
}

support::ExitCode run_import(Context& context, const ImportArguments& arguments) {
  claim_outputs(context, {{"-o", arguments.output, true}, {"--json", context.json}},
                {{"FILE", arguments.model}, {"--data", arguments.data}});
  const OutputPlace place(arguments.output, OutputKind::network, arguments.force);
  analysis::Network network = analysis::import_network(analysis::read_onnx(arguments.model));
  network.folder = arguments.output;
  network.input_scale = arguments.scale;
  network.input_zero_point = arguments.zero_point;
  if (!arguments.name.empty()) network.name = analysis::printable(arguments.name);
  support::OutputDirectory folder(arguments.output);
  std::optional<analysis::AddedSamples> samples;
  if (!arguments.data.empty()) samples = analysis::add_samples(network, arguments.data, folder);
  analysis::write_network(network, folder);
  folder.commit();
  place.remove_stale();
  if (context.shows_report()) print_report(context.output, network, arguments, samples);
  write_json_report(context, "import", to_json(network, arguments, samples));
  return support::ExitCode::ok;
}

}  // namespace

void register_import(Command& app, Context& context) {
  Command& command =
      app.subcommand("import", "Makes a network's folder of an ONNX file, for `pann explore`");
  auto arguments = std::make_shared<ImportArguments>();
  command.option("model", &arguments->model, "The ONNX file").value("FILE").require();
  command
      .option("-o,--output", &arguments->output,
              "Directory for network.json, weights and samples (docs/networks.md)")
      .value("DIR")
      .require();
  command
      .option("--data", &arguments->data,
              "Samples: an .npz file with x and labels, and val_x and val_labels for validation "
              "(else every second of x)")
      .value("FILE");
  command.option("--name", &arguments->name, "The network's name (default: the graph's)");
  command
      .option("--scale", &arguments->scale,
              "What a stored sample is multiplied by to be the model's input")
      .above(0)
      .show_default();
  command
      .option("--zero-point", &arguments->zero_point,
              "What is subtracted from a stored sample before")
      .between(-1e9, 1e9)
      .show_default();
  command.option("--force", &arguments->force, "Write into a directory with other results");
  add_common_options(command, context);
  command.action = [&context, arguments] { return run_import(context, *arguments); };
}

}  // namespace pann::cli
