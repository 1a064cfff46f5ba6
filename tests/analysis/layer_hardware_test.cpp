#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/main_job/best_units.h"
#include "analysis/main_job/unit_jobs.h"
#include "analysis/network/inference.h"
#include "analysis/network/layer_operands.h"
#include "analysis/network/network_streams.h"
#include "analysis/network/quantization.h"
#include "analysis/network_folder.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "support/output.h"
#include "support/progress.h"
#include "synth/liberty/library.h"
#include "synth/pdk/pdk.h"
#include "tb/measure.h"
#include "tb/model/schedule_builder.h"

using pann::tb::OperandBits;
namespace an = pann::analysis;

namespace {

/// All dot products of one layer for some samples, and what the quantized network makes of them.
struct WholeLayer {
  pann::tb::OperandStreams operands;
  std::vector<std::int64_t> sums;  ///< Of codes times weights, one a stream.
};

/// The codes under a convolution's window at an output pixel, by plain loops, or a dense layer's
/// whole input; padding has zero's code.
std::vector<std::int64_t> codes_under(const an::Layer& layer, const an::UniformQuantizer& quantizer,
                                      const an::Tensor& input, std::size_t pixel) {
  std::vector<std::int64_t> codes;
  if (layer.type == an::LayerType::dense) {
    for (const double value : input) codes.push_back(quantizer.code(value));
    return codes;
  }
  const an::Window& window = layer.window;
  const auto number = [](std::size_t value) { return static_cast<int>(value); };
  const int top = number(pixel / layer.out.width * window.stride_y) - number(window.top);
  const int left = number(pixel % layer.out.width * window.stride_x) - number(window.left);
  for (int y = top; y < top + number(window.height); ++y) {
    for (int x = left; x < left + number(window.width); ++x) {
      const bool inside =
          y >= 0 && x >= 0 && y < number(layer.in.height) && x < number(layer.in.width);
      for (int c = 0; c < number(layer.in.channels); ++c) {
        const int place = (y * number(layer.in.width) + x) * number(layer.in.channels) + c;
        codes.push_back(quantizer.code(inside ? input[static_cast<std::size_t>(place)] : 0.0));
      }
    }
  }
  return codes;
}

void append_output(const an::Layer& layer, const an::QuantizedLayer& quantized,
                   const an::Tensor& input, double output, std::size_t at, WholeLayer& whole) {
  const std::size_t channel = at % layer.out.channels;
  const std::int64_t zero = quantized.activations.code(0.0);
  const auto codes = codes_under(layer, quantized.activations, input, at / layer.out.channels);
  std::int64_t of_zero = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::int64_t w = quantized.weight_codes[channel * codes.size() + i];
    whole.operands.x.push_back(static_cast<OperandBits>(codes[i]));
    whole.operands.w.push_back(static_cast<OperandBits>(w));
    of_zero += zero * w;
  }
  an::end_stream(whole.operands);
  const double steps = quantized.activations.step * quantized.weight_step(channel);
  whole.sums.push_back(std::llround((output - quantized.bias[channel]) / steps) + of_zero);
}

WholeLayer whole_layer(const an::Network& network, const std::vector<an::QuantizedLayer>& layers,
                       const an::Dataset& samples, std::size_t position) {
  WholeLayer whole;
  const std::size_t wanted = network.mac_layers().at(position);
  const an::Layer& layer = network.layers[wanted];
  const an::Inference inference(network, layers);
  for (std::size_t i = 0; i < samples.samples(); ++i) {
    inference.run(samples.sample(i),
                  [&](std::size_t index, const an::Tensor& input, const an::Tensor& output) {
                    if (index != wanted) return;
                    for (std::size_t at = 0; at < output.size(); ++at) {
                      append_output(layer, layers[position], input, output[at], at, whole);
                    }
                  });
  }
  return whole;
}

/// What the bench expects at the unit's output when each stream is over; the engine compares it.
std::vector<std::int64_t> results_expected(const pann::sim::Schedule& schedule) {
  REQUIRE(schedule.outputs.size() == 1);
  REQUIRE(schedule.output_words == 1);
  const int unused = 64 - schedule.outputs[0].width;
  std::vector<std::int64_t> results;
  for (const pann::sim::StreamSpan& span : schedule.streams) {
    std::size_t last = span.first_cycle + span.cycles - 1;
    while (!schedule.flags[last].sampled) --last;
    REQUIRE(last > span.first_cycle);
    results.push_back(static_cast<std::int64_t>(schedule.expected[last] << unused) >> unused);
  }
  return results;
}

/// The layer through a unit's Verilog and through its netlist on the library `generic`.
void check_on_hardware(const WholeLayer& whole, const an::UnitJob& job) {
  CAPTURE(job.name);
  const pann::support::TemporaryDirectory directory;
  const pann::tb::DesignFiles rtl{directory.path() / "rtl",
                                  pann::generator::emit_into(job.spec, directory.path() / "rtl")};
  const pann::synth::Pdk pdk = pann::synth::find_pdk("generic");
  pann::support::Progress silent(true);
  const pann::flow::SynthesisResult mapped =
      pann::flow::synthesize({.source = rtl.directory, .target = directory.path() / "netlist"}, pdk,
                             pann::synth::read_library(pdk.files), silent);
  REQUIRE(job.passes.size() == 1);
  for (const pann::tb::DesignFiles& design :
       {rtl, pann::tb::DesignFiles{directory.path() / "netlist", mapped.manifest}}) {
    CHECK(results_expected(pann::tb::make_schedule(design.manifest, *job.passes[0])) == whole.sums);
    const auto measured = pann::tb::measure(design, *job.passes[0], pann::tb::Engine::native);
    CHECK(measured.streams == whole.sums.size());
    CHECK(measured.result.checked >= whole.sums.size());
    CHECK(measured.result.mismatches == 0);
  }
}

void check_layer(const an::Network& network, const an::Dataset& samples,
                 const an::Calibration& calibration, std::size_t position) {
  for (const an::Arithmetic& arithmetic :
       {an::Arithmetic::uniform(4, 4), an::Arithmetic::pann(3, 2.5)}) {
    const auto layers = an::quantize(network, calibration, arithmetic);
    const WholeLayer whole = whole_layer(network, layers, samples, position);
    REQUIRE(whole.sums.size() ==
            samples.samples() * network.layers[network.mac_layers()[position]].out.size());
    const an::UnitOperands operands{whole.operands, arithmetic.activation_bits,
                                    an::weight_bits(whole.operands),
                                    an::signed_bits(an::largest_sum(whole.operands))};
    if (arithmetic.scheme == an::Arithmetic::Scheme::pann) {
      check_on_hardware(whole, an::pann_dot_job(operands, 8));
      check_on_hardware(whole, an::pann_mac_job(operands));
    } else {
      check_on_hardware(whole, an::heap_dot_job(operands, "heap_dot"));
      check_on_hardware(whole, an::heap_mac_job(operands, "heap_mac"));
    }
  }
}

}  // namespace

TEST_CASE("whole layers through RTL and netlist are what the quantized network sums, to the bit") {
  SUBCASE("dense") {
    const an::Network network = an::read_network(an::default_network());
    const an::Dataset validation = an::read_dataset(network, an::Split::validation, {60});
    check_layer(network, an::read_dataset(network, an::Split::test, {3}),
                an::calibrate(network, validation), 1);
  }
  SUBCASE("convolution with padding, stride and inputs of either sign") {
    const pann::test::OneLayerFolder folder({{"type", "conv2d"},
                                             {"in_shape", {7, 7, 3}},
                                             {"out_shape", {4, 4, 5}},
                                             {"stride", {2, 2}},
                                             {"padding", "SAME"}},
                                            {5, 3, 3, 3}, 5);
    const an::Network network = an::read_network(folder.folder());
    pann::support::Random random(7);
    an::Dataset samples;
    samples.sample_size = network.input.size();
    samples.labels = {0, 0};
    samples.inputs = pann::test::random_values(2 * samples.sample_size, random);
    check_layer(network, samples, an::calibrate(network, samples), 0);
  }
}
