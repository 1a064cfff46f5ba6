#include "analysis/network/given_quantization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/quantizer.h"
#include "tb/stimulus/npy.h"

namespace pann::analysis {

namespace {

constexpr std::array<std::string_view, 8> kKnown{
    "activation_bits", "activation_step", "activation_signed", "activation_zero_point",
    "rounding",        "weight_bits",     "weight_step",       "weight_codes"};

std::int64_t lowest_code(int bits) {
  return -(std::int64_t{1} << (bits - 1));
}

std::int64_t highest_code(int bits) {
  return (std::int64_t{1} << (bits - 1)) - 1;
}

bool is_between(const nlohmann::json& value, std::int64_t lowest, std::int64_t highest) {
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(highest)) {
    return false;
  }
  return value.is_number_integer() && value.get<std::int64_t>() >= lowest &&
         value.get<std::int64_t>() <= highest;
}

[[noreturn]] void fail(const NetworkFields& fields, const std::string& message,
                       const std::string& hint = {}) {
  fail_network("network.quantized", fields.file(), fields.path() + message, hint);
}

const nlohmann::json& object_of(const NetworkFields& layer) {
  if (!layer.at("quantized").is_object()) layer.fault("quantized", "an object");
  return layer.at("quantized");
}

}  // namespace

GivenReader::GivenReader(const NetworkFields& fields)
    : fields_(object_of(fields), fields.file(), fields.path() + "quantized.") {
  for (const auto& [key, value] : fields.at("quantized").items()) {
    if (std::find(kKnown.begin(), kKnown.end(), key) != kKnown.end()) continue;
    fail(fields_,
         fmt::format("{} is not known: legal are {}", printable(key).substr(0, 80),
                     fmt::join(kKnown, ", ")),
         "what is not understood would change what the network computes");
  }
  read_activations();
  given_.weight_bits = bits("weight_bits", kNarrowestGivenWeights);
  read_weight_steps();
  if (fields_.has("weight_codes")) read_codes();
}

int GivenReader::bits(const char* key, int least) const {
  fields_.at(key);
  const std::size_t bits = fields_.count(key, 0);
  if (bits < static_cast<std::size_t>(least) || bits > static_cast<std::size_t>(kWidestGiven)) {
    fields_.fault(key, fmt::format("{} to {} bits", least, kWidestGiven));
  }
  return static_cast<int>(bits);
}

/// Steps below the smallest normal number, or so large that a value is none, are broken.
double GivenReader::step_of(const char* key, const nlohmann::json& value) const {
  const double step = value.is_number() ? value.get<double>() : 0.0;
  constexpr double kLeast = 1e-30;
  constexpr double kMost = 1e30;
  if (step >= kLeast && step <= kMost) return step;
  const std::string given =
      value.is_number() ? fmt::format("{:g}", value.get<double>()) : value.type_name();
  fail(fields_,
       fmt::format("{} is {}: legal are numbers from {:g} to {:g}", key, given, kLeast, kMost));
}

void GivenReader::read_activations() {
  given_.activation_bits = bits("activation_bits", 1);
  given_.activation_step = step_of("activation_step", fields_.at("activation_step"));
  const bool is_signed = fields_.flag("activation_signed", false);
  const std::int64_t lowest = is_signed ? lowest_code(given_.activation_bits) : 0;
  const std::int64_t highest = lowest + (std::int64_t{1} << given_.activation_bits) - 1;
  std::int64_t zero = 0;
  if (fields_.has("activation_zero_point")) {
    const nlohmann::json& value = fields_.at("activation_zero_point");
    if (!is_between(value, lowest, highest)) {
      fields_.fault("activation_zero_point", fmt::format("a code, from {} to {}", lowest, highest));
    }
    zero = value.get<std::int64_t>();
  }
  given_.zero_code = zero - lowest;
  const std::string rounding = fields_.has("rounding") ? fields_.text("rounding") : "even";
  if (rounding != "even" && rounding != "up") fields_.fault("rounding", R"("even" or "up")");
  given_.ties_to_even = rounding == "even";
}

void GivenReader::read_weight_steps() {
  const nlohmann::json& value = fields_.at("weight_step");
  if (value.is_string()) {
    const tb::NpyArray steps = tb::read_npy(fields_.file_named("weight_step"), kMaximumWeightBytes);
    if (steps.type != tb::NpyType::floating || steps.shape.size() != 1) {
      fields_.fault("weight_step", "a .npy of floating-point numbers, one an output channel");
    }
    for (const double step : steps.reals)
      given_.weight_steps.push_back(step_of("weight_step", step));
  } else if (value.is_array()) {
    for (const nlohmann::json& step : value)
      given_.weight_steps.push_back(step_of("weight_step", step));
  } else {
    given_.weight_steps = {step_of("weight_step", value)};
  }
  if (given_.weight_steps.empty()) fields_.fault("weight_step", "one step, or one a channel");
}

void GivenReader::read_codes() {
  const tb::NpyArray codes = tb::read_npy(fields_.file_named("weight_codes"), kMaximumWeightBytes);
  if (codes.type == tb::NpyType::floating || codes.shape.empty()) {
    fields_.fault("weight_codes", "a .npy of integers in the shape of the weights");
  }
  const std::int64_t lowest = lowest_code(given_.weight_bits);
  const std::int64_t highest = highest_code(given_.weight_bits);
  const bool is_signed = codes.type == tb::NpyType::signed_integer;
  for (std::size_t i = 0; i < codes.integers.size(); ++i) {
    const std::uint64_t bits = codes.integers[i];
    const auto code = static_cast<std::int64_t>(bits);
    const bool beyond = !is_signed && bits > static_cast<std::uint64_t>(highest);
    if (beyond || code < lowest || code > highest) {
      fail(fields_,
           fmt::format("weight_codes '{}' has {} at {}: legal at {} bits are {} to {}",
                       fields_.text("weight_codes"),
                       beyond ? fmt::format("{}", bits) : fmt::format("{}", code),
                       tb::index_text(codes.shape, i), given_.weight_bits, lowest, highest));
    }
    given_.weight_codes.push_back(static_cast<std::int32_t>(code));
  }
  code_shape_ = codes.shape;
}

double GivenReader::weight_step(const Layer& layer, std::size_t place) const {
  const std::vector<double>& steps = given_.weight_steps;
  return steps.size() == 1 ? steps.front() : steps[layer.weight_channel(place)];
}

void GivenReader::round_weights(const Layer& layer) {
  const std::int64_t lowest = lowest_code(given_.weight_bits);
  const std::int64_t highest = highest_code(given_.weight_bits);
  for (std::size_t i = 0; i < layer.weights.size(); ++i) {
    const double quotient = layer.weights[i] / weight_step(layer, i);
    const double code = given_.ties_to_even ? std::nearbyint(quotient) : std::floor(quotient + 0.5);
    if (!(code >= static_cast<double>(lowest) && code <= static_cast<double>(highest))) {
      fail(fields_,
           fmt::format("weight_step: the weight {:g} is {:g} steps, its number in the file {}: "
                       "legal at {} bits are {} to {}",
                       layer.weights[i], code, i, given_.weight_bits, lowest, highest),
           "store the weights as they were clipped, or their codes as weight_codes");
    }
    given_.weight_codes.push_back(static_cast<std::int32_t>(code));
  }
}

void GivenReader::complete(Layer& layer) {
  const std::size_t channels = layer.out.channels;
  if (given_.weight_steps.size() != 1 && given_.weight_steps.size() != channels) {
    fail(fields_, fmt::format("weight_step has {} steps: legal are 1, or one for each of the {} "
                              "output channels",
                              given_.weight_steps.size(), channels));
  }
  if (!has_codes()) round_weights(layer);
  if (layer.weights.empty()) {
    for (std::size_t i = 0; i < given_.weight_codes.size(); ++i) {
      layer.weights.push_back(given_.weight_codes[i] * weight_step(layer, i));
    }
  }
  layer.given = std::move(given_);
}

void require_all_or_none(const Network& network, const std::filesystem::path& file) {
  if (!std::any_of(network.layers.begin(), network.layers.end(),
                   [](const Layer& layer) { return layer.given.has_value(); })) {
    return;
  }
  for (const std::size_t index : network.mac_layers()) {
    if (network.layers[index].given) continue;
    fail_network("network.quantized", file,
                 fmt::format("layers[{}].quantized is missing: other layers say how they were "
                             "quantized, and '{}' has weights too",
                             index, network.layers[index].name),
                 "say it for every layer with weights, with its own bits, or for none");
  }
}

}  // namespace pann::analysis
