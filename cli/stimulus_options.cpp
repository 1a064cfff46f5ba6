#include "cli/stimulus_options.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "tb/stimulus/operand_files.h"
#include "tb/stimulus/synthetic.h"

namespace pann::cli {

namespace {

/// Options that say how to draw mean nothing for operands from a file.
void refuse_synthetic_options(const StimulusArguments& arguments) {
  std::vector<support::Diagnostic> faults;
  const auto refuse = [&](bool given, const char* option) {
    if (!given) return;
    faults.push_back({"stimulus.option",
                      fmt::format("{} does not go with --stimulus {}", option, arguments.stimulus),
                      "a file brings its own operands and streams; leave the option out",
                      std::nullopt});
  };
  refuse(arguments.range != "automatic", "--range");
  refuse(!arguments.x_range.empty(), "--x-range");
  refuse(!arguments.w_range.empty(), "--w-range");
  refuse(arguments.length.has_value(), "--length");
  support::throw_if_any(std::move(faults));
}

tb::OperandStreams sampled(tb::OperandStreams operands, const StimulusArguments& arguments,
                           const generator::Manifest& manifest, std::uint64_t seed) {
  if (!arguments.vectors) return operands;
  if (*arguments.vectors == 0) {
    support::fail_input("stimulus.vectors", "--vectors 0: legal are 1 and more",
                        "leave it out to take the whole file");
  }
  return tb::sample_streams(std::move(operands),
                            tb::operand_ports(manifest).operations_of(*arguments.vectors), seed);
}

}  // namespace

void add_stimulus_options(Command& app, StimulusArguments& arguments) {
  app.option("--stimulus", &arguments.stimulus,
             "Operands: uniform, gaussian, or a FILE.npy / FILE.npz whose rows are streams")
      .value("KIND|FILE")
      .show_default();
  app.option("--layer", &arguments.layers, "Layers of an .npz file, in this order (default: all)");
  app.option(
         "--range", &arguments.range,
         "Values drawn: signed, nonnegative [0, 2^(b-1)), full [0, 2^b); automatic: signed for a "
         "signed operand, full for an unsigned one")
      .one_of({"automatic", "signed", "nonnegative", "full"})
      .show_default();
  app.option("--x-range", &arguments.x_range, "Values of x, A to B both included").value("A:B");
  app.option("--w-range", &arguments.w_range, "Values of w, A to B both included").value("A:B");
  app.option(
      "--vectors", &arguments.vectors,
      "Operations in all (default 36000); of a file, so many drawn by --seed (default: all)");
  app.option("--length", &arguments.length,
             "Operations a stream, 0: one stream (default 100 with a register, 0 without)");
}

std::optional<tb::StimulusSpec> synthetic_stimulus(const StimulusArguments& arguments,
                                                   const generator::Manifest& manifest,
                                                   std::uint64_t seed) {
  const auto distribution = tb::distribution_from_name(arguments.stimulus);
  if (!distribution) return std::nullopt;
  tb::StimulusSpec stimulus;
  stimulus.distribution = *distribution;
  stimulus.range = tb::range_from_name(arguments.range).value_or(tb::Range::automatic);
  if (!arguments.x_range.empty()) {
    stimulus.x_range = tb::parse_operand_range("--x-range", arguments.x_range);
  }
  if (!arguments.w_range.empty()) {
    stimulus.w_range = tb::parse_operand_range("--w-range", arguments.w_range);
  }
  stimulus.vectors = arguments.vectors.value_or(tb::kPaperVectors);
  stimulus.length =
      arguments.length.value_or(tb::default_stream_length(tb::operand_ports(manifest)));
  stimulus.seed = seed;
  return stimulus;
}

tb::OperandStreams make_operands(const StimulusArguments& arguments,
                                 const generator::Manifest& manifest, std::uint64_t seed) {
  if (const auto stimulus = synthetic_stimulus(arguments, manifest, seed)) {
    if (!arguments.layers.empty()) {
      support::fail_input("stimulus.option",
                          fmt::format("--layer does not go with --stimulus {}", arguments.stimulus),
                          "layers are those of an .npz file");
    }
    return tb::make_operands(*stimulus, manifest);
  }
  refuse_synthetic_options(arguments);
  return sampled(tb::read_operands(arguments.stimulus, arguments.layers, manifest), arguments,
                 manifest, seed);
}

nlohmann::ordered_json to_json(const StimulusArguments& arguments,
                               const tb::OperandStreams& operands) {
  return {{"kind", arguments.stimulus},
          {"origin", operands.origin},
          {"streams", operands.streams()},
          {"vectors", operands.operations()}};
}

}  // namespace pann::cli
