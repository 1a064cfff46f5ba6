#include "analysis/onnx/samples.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analysis/onnx/model.h"
#include "tb/stimulus/npy.h"
#include "tb/stimulus/npz.h"

namespace pann::analysis {

namespace {

namespace fs = std::filesystem;
using tb::NpyArray;
using tb::NpyType;

/// Inputs with channels last, and their labels.
struct Samples {
  NpyArray inputs;
  NpyArray labels;

  std::size_t count() const { return labels.elements(); }
};

[[noreturn]] void fail(const fs::path& file, const std::string& message) {
  fail_onnx("onnx.samples", file, message, "docs/networks.md says what --data takes");
}

/// What ONNX wants of an array of so many samples.
std::vector<std::size_t> legal_shape(const Network& network, std::size_t samples, bool flat) {
  const TensorShape& in = network.input;
  if (flat) return {samples, in.size()};
  return {samples, in.channels, in.height, in.width};
}

/// Channels first into channels last, one sample after the other.
template <class Value>
std::vector<Value> channels_last(const std::vector<Value>& values, const TensorShape& shape) {
  const std::size_t pixels = shape.height * shape.width;
  std::vector<Value> moved(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t at = i % shape.size();
    const std::size_t sample = i - at;
    moved[sample + at % pixels * shape.channels + at / pixels] = values[i];
  }
  return moved;
}

NpyArray read_inputs(const Network& network, tb::NpzArchive& archive, const std::string& name) {
  NpyArray array = archive.read(name);
  const std::size_t samples = array.shape.empty() ? 0 : array.shape.front();
  const bool vector = network.input.size() == network.input.channels;
  const bool legal =
      samples > 0 && (array.shape == legal_shape(network, samples, false) ||
                      (vector && array.shape == legal_shape(network, samples, true)));
  if (!legal) {
    fail(archive.source(),
         fmt::format("{} has shape {}: the network wants {} for a sample", name,
                     tb::to_string(array.shape), tb::to_string(legal_shape(network, 1, false))));
  }
  if (!std::all_of(array.reals.begin(), array.reals.end(),
                   [](double value) { return std::isfinite(value); })) {
    fail(archive.source(), name + " holds values that are not finite");
  }
  array.integers = channels_last(array.integers, network.input);
  array.reals = channels_last(array.reals, network.input);
  array.shape = {samples, network.input.height, network.input.width, network.input.channels};
  return array;
}

Samples read_samples(const Network& network, tb::NpzArchive& archive, const std::string& prefix) {
  for (const char* name : {"x", "labels"}) {
    if (archive.contains(prefix + name)) continue;
    fail(archive.source(), fmt::format("there is no array '{}{}' in it", prefix, name));
  }
  Samples samples{read_inputs(network, archive, prefix + "x"), archive.read(prefix + "labels")};
  if (samples.labels.type == NpyType::floating || samples.count() != samples.inputs.shape.front()) {
    fail(archive.source(),
         fmt::format("{}labels has shape {}: wanted is a whole number for each "
                     "of {} samples",
                     prefix, tb::to_string(samples.labels.shape), samples.inputs.shape.front()));
  }
  const std::size_t classes = network.layers.back().out.size();
  for (const std::uint64_t label : samples.labels.integers) {
    if (label >= classes) {
      fail(archive.source(), fmt::format("{}labels holds {}: the network has classes 0 to {}",
                                         prefix, static_cast<std::int64_t>(label), classes - 1));
    }
  }
  samples.labels.shape = {samples.count()};
  return samples;
}

/// Every second sample of an array from number `first` on.
NpyArray every_second(const NpyArray& array, std::size_t first) {
  NpyArray half{array.type, array.item_bytes, array.shape, {}, {}};
  const std::size_t size = array.elements() / array.shape.front();
  half.shape.front() = 0;
  const auto take = [&](const auto& from, auto& to, std::size_t sample) {
    if (from.empty()) return;
    const auto at = from.begin() + static_cast<std::ptrdiff_t>(sample * size);
    to.insert(to.end(), at, at + static_cast<std::ptrdiff_t>(size));
  };
  for (std::size_t sample = first; sample < array.shape.front(); sample += 2) {
    take(array.integers, half.integers, sample);
    take(array.reals, half.reals, sample);
    ++half.shape.front();
  }
  return half;
}

void add(const Samples& samples, const std::string& prefix, support::OutputDirectory& folder) {
  folder.add(prefix + "inputs.npy", tb::npy_bytes(samples.inputs));
  folder.add(prefix + "labels.npy", tb::npy_bytes(samples.labels));
}

}  // namespace

AddedSamples add_samples(const Network& network, const fs::path& file,
                         support::OutputDirectory& folder) {
  tb::NpzArchive archive = tb::NpzArchive::open(file);
  Samples test = read_samples(network, archive, "");
  Samples validation;
  if (archive.contains("val_x") || archive.contains("val_labels")) {
    validation = read_samples(network, archive, "val_");
  } else if (test.count() < 2) {
    fail(file, "one sample cannot both choose and judge: wanted are two, or val_x and val_labels");
  } else {
    validation = {every_second(test.inputs, 1), every_second(test.labels, 1)};
    test = {every_second(test.inputs, 0), every_second(test.labels, 0)};
  }
  add(test, "", folder);
  add(validation, "val_", folder);
  return {test.count(), validation.count()};
}

}  // namespace pann::analysis
