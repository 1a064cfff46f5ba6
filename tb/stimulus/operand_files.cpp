#include "tb/stimulus/operand_files.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "tb/stimulus/npy.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_range.h"

namespace pann::tb {

namespace {

using generator::DesignSpec;
using generator::Operand;
using support::Diagnostic;
namespace fs = std::filesystem;

constexpr std::string_view kXSuffix = "_x";
constexpr std::string_view kWSuffix = "_w";
constexpr std::string_view kWpSuffix = "_wp";

/// An array of a file, with the names that messages need.
struct NamedArray {
  std::string file;
  std::string name;  ///< Empty for the array of a .npy file.
  NpyArray array;

  std::string label() const {
    return name.empty() ? fmt::format("'{}'", file) : fmt::format("'{}', array '{}'", file, name);
  }
};

void require_integers(const NamedArray& source) {
  if (source.array.type != NpyType::floating) return;
  support::fail_input(
      "stimulus.dtype",
      fmt::format("{}: elements are float{}: operands are integers", source.label(),
                  8 * source.array.item_bytes),
      "quantize first, then save with array.astype(numpy.int16) or another integer type");
}

/// The operand at `offset` of `source`, or nothing where the port cannot hold it.
bool fits(const NamedArray& source, const OperandRange& legal, std::size_t offset) {
  return legal.contains(
      value_of(source.array.integers[offset], source.array.type == NpyType::signed_integer));
}

/// Appends every `step`-th element from `first` on, all of which must fit the port.
void append_operands(const NamedArray& source, const OperandPort& port, std::size_t first,
                     std::size_t step, std::vector<OperandBits>& operands,
                     std::vector<Diagnostic>& faults) {
  const OperandRange legal = legal_range(port);
  const NpyArray& array = source.array;
  std::optional<std::size_t> worst;
  std::uint64_t misfits = 0;
  for (std::size_t i = first; i < array.integers.size(); i += step) {
    operands.push_back(array.integers[i]);
    if (fits(source, legal, i)) continue;
    if (!worst) worst = i;
    ++misfits;
  }
  if (!worst) return;
  const WideInteger value = value_of(array.integers[*worst], array.type == NpyType::signed_integer);
  const std::string more = misfits == 1 ? "" : fmt::format(", and {} more like it", misfits - 1);
  faults.push_back(
      {"stimulus.operand",
       fmt::format("{}: value {} at {} does not fit {}{}", source.label(), value,
                   index_text(array.shape, *worst), describe(port), more),
       fmt::format("widen the port with --{0}-width, or make it unsigned with --{0}-unsigned",
                   generator::name(port.operand)),
       std::nullopt});
}

[[noreturn]] void fail_shape(const NamedArray& source, const std::string& legal) {
  support::fail_input("stimulus.shape",
                      fmt::format("{} has shape {}: legal is {}", source.label(),
                                  to_string(source.array.shape), legal),
                      "rows are dot products; reshape the array before saving it");
}

/// Ends one stream for each of `rows` rows of `length` operands that were appended.
void end_rows(OperandStreams& streams, std::size_t rows, std::size_t length) {
  if (streams.first.empty()) streams.first.push_back(0);
  for (std::size_t row = 0; row < rows; ++row) {
    streams.first.push_back(streams.first.back() + length);
  }
}

NamedArray read_layer_array(NpzArchive& archive, const std::string& name) {
  NamedArray source{archive.source(), name, archive.read(name)};
  require_integers(source);
  const std::size_t axes = source.array.shape.size();
  if (axes < 1 || axes > 2 || source.array.elements() == 0) {
    fail_shape(source, "(streams, operands), or (operands,) for one stream, none of them 0");
  }
  return source;
}

/// The name of the layer's weight array.
std::string weight_array(const NpzArchive& archive, const std::string& layer,
                         const DesignSpec& spec, WeightArrays weights) {
  const std::string w = layer + std::string(kWSuffix);
  const std::string wp = layer + std::string(kWpSuffix);
  const bool prefers_wp = weights == WeightArrays::wp || (weights == WeightArrays::automatic &&
                                                          spec.kind == generator::Kind::pann_mac);
  if (prefers_wp && archive.contains(wp)) return wp;
  if (weights != WeightArrays::wp && archive.contains(w)) return w;
  support::fail_input("stimulus.array",
                      fmt::format("'{}' has '{}{}' but no weights '{}'", archive.source(), layer,
                                  kXSuffix, weights == WeightArrays::wp ? wp : w),
                      fmt::format("it has: {}", fmt::join(archive.names(), ", ")));
}

void append_layer(NpzArchive& archive, const std::string& layer, const DesignSpec& spec,
                  WeightArrays weights, OperandStreams& streams, std::vector<Diagnostic>& faults) {
  const NamedArray x = read_layer_array(archive, layer + std::string(kXSuffix));
  append_operands(x, operand_port(spec, Operand::x), 0, 1, streams.x, faults);
  if (has_weights(spec.kind)) {
    const NamedArray w = read_layer_array(archive, weight_array(archive, layer, spec, weights));
    if (w.array.shape != x.array.shape) {
      fail_shape(w, fmt::format("that of '{}', {}", x.name, to_string(x.array.shape)));
    }
    append_operands(w, operand_port(spec, Operand::w), 0, 1, streams.w, faults);
  } else {
    streams.w.resize(streams.x.size(), 0);
  }
  const std::size_t length = x.array.shape.back();
  end_rows(streams, x.array.elements() / length, length);
}

std::vector<std::string> layers_of(const NpzArchive& archive) {
  std::vector<std::string> layers;
  for (const std::string& name : archive.names()) {
    if (name.size() > kXSuffix.size() && name.ends_with(kXSuffix)) {
      layers.push_back(name.substr(0, name.size() - kXSuffix.size()));
    }
  }
  return layers;
}

std::vector<std::string> chosen_layers(const NpzArchive& archive,
                                       const std::vector<std::string>& asked) {
  const std::vector<std::string> present = layers_of(archive);
  if (present.empty()) {
    support::fail_input(
        "stimulus.array", fmt::format("'{}' has no activations: no array 'L_x'", archive.source()),
        fmt::format("name the arrays L_x and L_w (or L_wp) for a layer L; it has: {}",
                    fmt::join(archive.names(), ", ")));
  }
  std::vector<Diagnostic> faults;
  for (const std::string& layer : asked) {
    if (std::find(present.begin(), present.end(), layer) != present.end()) continue;
    faults.push_back(
        {"stimulus.layer",
         fmt::format("--layer {}: '{}' has {}", layer, archive.source(), fmt::join(present, ", ")),
         "", std::nullopt});
  }
  support::throw_if_any(std::move(faults));
  return asked.empty() ? present : asked;
}

OperandStreams read_archive(const fs::path& path, const std::vector<std::string>& asked,
                            const DesignSpec& spec, WeightArrays weights) {
  NpzArchive archive = NpzArchive::open(path);
  const std::vector<std::string> layers = chosen_layers(archive, asked);
  OperandStreams streams;
  const std::string file = path.filename().string();
  streams.origin = asked.empty() ? file : fmt::format("{} of {}", fmt::join(layers, ", "), file);
  std::vector<Diagnostic> faults;
  for (const std::string& layer : layers) {
    append_layer(archive, layer, spec, weights, streams, faults);
  }
  support::throw_if_any(std::move(faults));
  return streams;
}

OperandStreams read_array(const fs::path& path, const std::vector<std::string>& layers,
                          const DesignSpec& spec) {
  if (!layers.empty()) {
    support::fail_input("stimulus.layer",
                        fmt::format("--layer {}: '{}' is a single array and has no layers",
                                    layers.front(), path.string()),
                        "leave the option out, or give an .npz file");
  }
  const NamedArray source{path.string(), "", read_npy(path)};
  require_integers(source);
  const std::vector<std::size_t>& shape = source.array.shape;
  const bool legal = (shape.size() == 2 || shape.size() == 3) && shape.back() == 2;
  if (!legal || source.array.elements() == 0) {
    fail_shape(source, "(n, 2) for one stream or (streams, operands, 2), x before w");
  }
  OperandStreams streams;
  streams.origin = path.filename().string();
  std::vector<Diagnostic> faults;
  append_operands(source, operand_port(spec, Operand::x), 0, 2, streams.x, faults);
  if (has_weights(spec.kind)) {
    append_operands(source, operand_port(spec, Operand::w), 1, 2, streams.w, faults);
  } else {
    streams.w.resize(streams.x.size(), 0);
  }
  support::throw_if_any(std::move(faults));
  const std::size_t length = shape[shape.size() - 2];
  end_rows(streams, streams.operations() / length, length);
  return streams;
}

}  // namespace

OperandStreams read_operands(const fs::path& path, const std::vector<std::string>& layers,
                             const DesignSpec& spec, WeightArrays weights) {
  const std::string extension = path.extension().string();
  if (extension == ".npz") return read_archive(path, layers, spec, weights);
  if (extension == ".npy") return read_array(path, layers, spec);
  support::fail_input(
      "stimulus.file",
      fmt::format("'{}' is not a file of operands: legal are .npy and .npz", path.string()),
      "save the operands with numpy.save or numpy.savez");
}

std::vector<std::string> operand_layers(const fs::path& path) {
  return layers_of(NpzArchive::open(path));
}

std::vector<std::string> layers_with_additions(const fs::path& path) {
  const NpzArchive archive = NpzArchive::open(path);
  std::vector<std::string> layers = layers_of(archive);
  std::erase_if(layers, [&](const std::string& layer) {
    return !archive.contains(layer + std::string(kWpSuffix));
  });
  return layers;
}

}  // namespace pann::tb
