#include "tb/stimulus/operand_files.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/diagnostic.h"
#include "support/random.h"
#include "tb/stimulus/npy.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_range.h"
#include "tb/stimulus/sign_order.h"

namespace pann::tb {

namespace {

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
void append_checked(const NamedArray& source, const OperandPort& port, std::size_t first,
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

/// How the elements of an array are operations: rows (streams) of `row` words, which a unit of
/// several lanes takes `lanes` at a time, zeros behind the last; or side by side, a lane a row.
struct Rows {
  std::size_t count = 0;
  std::size_t row = 0;
  std::size_t lanes = 1;
  bool side_by_side = false;

  std::size_t operations() const { return side_by_side ? row : (row + lanes - 1) / lanes; }
  std::size_t streams() const { return side_by_side ? (count + lanes - 1) / lanes : count; }
};

/// Ends one stream for each row that was appended.
void end_rows(OperandStreams& streams, const Rows& rows) {
  streams.lanes = rows.lanes;
  if (streams.first.empty()) streams.first.push_back(0);
  for (std::size_t stream = 0; stream < rows.streams(); ++stream) {
    streams.first.push_back(streams.first.back() + rows.operations());
  }
}

/// Appends `lanes` rows at a time, the k-th words of all of them as an operation; zeros for rows
/// that the last stream lacks.
void append_side_by_side(const std::vector<OperandBits>& words, const Rows& rows,
                         std::vector<OperandBits>& operands) {
  for (std::size_t stream = 0; stream < rows.streams(); ++stream) {
    for (std::size_t k = 0; k < rows.row; ++k) {
      for (std::size_t row = stream * rows.lanes; row < (stream + 1) * rows.lanes; ++row) {
        operands.push_back(row < rows.count ? words[row * rows.row + k] : 0);
      }
    }
  }
}

/// Appends the rows of words, each filled up with zeros to whole operations.
void append_rows(std::vector<OperandBits> words, const Rows& rows,
                 std::vector<OperandBits>& operands) {
  for (std::size_t row = 0; row < rows.count; ++row) {
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(row * rows.row);
    operands.insert(operands.end(), first, first + static_cast<std::ptrdiff_t>(rows.row));
    operands.resize(operands.size() + rows.operations() * rows.lanes - rows.row, 0);
  }
}

/// Appends every `step`-th element from `first` on, in rows; zeros where the unit has no such port.
void append_operands(const NamedArray& source, const OperandPort* port, std::size_t first,
                     std::size_t step, const Rows& rows, std::vector<OperandBits>& operands,
                     std::vector<Diagnostic>& faults) {
  std::vector<OperandBits> words;
  if (port == nullptr) {
    words.resize(rows.count * rows.row, 0);
  } else {
    append_checked(source, *port, first, step, words, faults);
  }
  if (rows.side_by_side) {
    append_side_by_side(words, rows, operands);
  } else {
    append_rows(std::move(words), rows, operands);
  }
}

NamedArray read_layer_array(NpzArchive& archive, const std::string& name, std::size_t lanes) {
  NamedArray source{archive.source(), name, archive.read(name)};
  require_integers(source);
  const std::vector<std::size_t>& shape = source.array.shape;
  const bool has_lanes = shape.size() == 3 && shape.back() == lanes;
  if (shape.empty() || (shape.size() > 2 && !has_lanes) || source.array.elements() == 0) {
    fail_shape(source, fmt::format("(streams, operands), (operands,) for one stream, or (streams, "
                                   "operations, {}) by the unit's lanes, none of them 0",
                                   lanes));
  }
  return source;
}

Rows rows_of(const NamedArray& source, const OperandPorts& ports) {
  const std::vector<std::size_t>& shape = source.array.shape;
  const bool has_lanes = shape.size() == 3;
  const std::size_t row = has_lanes ? shape[1] * shape[2] : shape.back();
  return {source.array.elements() / row, row, ports.lanes, ports.macs > 1 && !has_lanes};
}

/// The name of the layer's weight array.
std::string weight_array(const NpzArchive& archive, const std::string& layer, bool repeats,
                         WeightArrays weights) {
  std::string w = layer + std::string(kWSuffix);
  std::string wp = layer + std::string(kWpSuffix);
  const bool prefers_wp =
      weights == WeightArrays::wp || (weights == WeightArrays::automatic && repeats);
  if (prefers_wp && archive.contains(wp)) return wp;
  if (weights != WeightArrays::wp && archive.contains(w)) return w;
  support::fail_input("stimulus.array",
                      fmt::format("'{}' has '{}{}' but no weights '{}'", archive.source(), layer,
                                  kXSuffix, weights == WeightArrays::wp ? wp : w),
                      fmt::format("it has: {}", fmt::join(archive.names(), ", ")));
}

void append_layer(NpzArchive& archive, const std::string& layer, const OperandPorts& ports,
                  WeightArrays weights, OperandStreams& streams, std::vector<Diagnostic>& faults) {
  const NamedArray x = read_layer_array(archive, layer + std::string(kXSuffix), ports.lanes);
  const Rows rows = rows_of(x, ports);
  append_operands(x, ports.find(Operand::x), 0, 1, rows, streams.x, faults);
  if (ports.w) {
    const NamedArray w = read_layer_array(
        archive, weight_array(archive, layer, ports.repeats, weights), ports.lanes);
    if (w.array.shape != x.array.shape) {
      fail_shape(w, fmt::format("that of '{}', {}", x.name, to_string(x.array.shape)));
    }
    append_operands(w, ports.find(Operand::w), 0, 1, rows, streams.w, faults);
  } else {
    streams.w.resize(streams.x.size(), 0);
  }
  end_rows(streams, rows);
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
                            const OperandPorts& ports, WeightArrays weights) {
  NpzArchive archive = NpzArchive::open(path);
  const std::vector<std::string> layers = chosen_layers(archive, asked);
  OperandStreams streams;
  const std::string file = path.filename().string();
  streams.origin = asked.empty() ? file : fmt::format("{} of {}", fmt::join(layers, ", "), file);
  std::vector<Diagnostic> faults;
  for (const std::string& layer : layers) {
    append_layer(archive, layer, ports, weights, streams, faults);
  }
  support::throw_if_any(std::move(faults));
  return streams;
}

OperandStreams read_array(const fs::path& path, const std::vector<std::string>& layers,
                          const OperandPorts& ports) {
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
  const std::size_t row = shape[shape.size() - 2];
  const Rows rows{source.array.elements() / (2 * row), row, ports.lanes, ports.macs > 1};
  append_operands(source, ports.find(Operand::x), 0, 2, rows, streams.x, faults);
  append_operands(source, ports.find(Operand::w), 1, 2, rows, streams.w, faults);
  support::throw_if_any(std::move(faults));
  end_rows(streams, rows);
  return streams;
}

/// Other inputs of a unit of the kind other have no place in a file of operands.
void refuse_others(const OperandPorts& ports) {
  if (ports.others.empty()) return;
  support::fail_input(
      "stimulus.port",
      fmt::format("a file of operands says nothing of the input '{}'", ports.others.front().name),
      "give the port the role x, w or held_high, or draw operands (uniform)");
}

/// Consecutive operations of one stream.
struct Piece {
  std::size_t begin = 0;
  std::size_t operations = 0;
};

/// In the order of the streams that they are from.
std::vector<Piece> draw_pieces(const OperandStreams& all, std::uint64_t operations,
                               std::uint64_t seed) {
  constexpr std::uint64_t kSampleStream = 32;  // of random numbers, none of the operands'
  support::Random random(seed, kSampleStream);
  std::vector<std::size_t> streams(all.streams());
  std::iota(streams.begin(), streams.end(), std::size_t{0});
  std::vector<Piece> pieces;
  for (std::size_t drawn = 0; operations > 0; ++drawn) {
    std::swap(streams[drawn], streams[drawn + random.below(streams.size() - drawn)]);
    const std::size_t begin = all.first[streams[drawn]];
    const std::size_t length = all.first[streams[drawn] + 1] - begin;
    const std::size_t taken = std::min<std::size_t>(length, operations);
    pieces.push_back({begin + random.below(length - taken + 1), taken});
    operations -= taken;
  }
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.begin < b.begin; });
  return pieces;
}

void append_words(const std::vector<std::uint64_t>& words, std::size_t per_operation,
                  const Piece& piece, std::vector<std::uint64_t>& to) {
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(piece.begin * per_operation);
  to.insert(to.end(), begin, begin + static_cast<std::ptrdiff_t>(piece.operations * per_operation));
}

}  // namespace

OperandStreams read_operands(const fs::path& path, const std::vector<std::string>& layers,
                             const OperandPorts& ports, WeightArrays weights) {
  refuse_others(ports);
  const std::string extension = path.extension().string();
  const auto arranged = [&ports](const OperandStreams& operands) {
    return ports.is_sign_ordered ? ordered_by_sign(operands, operands.lanes) : operands;
  };
  if (extension == ".npz") return arranged(read_archive(path, layers, ports, weights));
  if (extension == ".npy") return arranged(read_array(path, layers, ports));
  support::fail_input(
      "stimulus.file",
      fmt::format("'{}' is not a file of operands: legal are .npy and .npz", path.string()),
      "save the operands with numpy.save or numpy.savez");
}

OperandStreams read_operands(const fs::path& path, const std::vector<std::string>& layers,
                             const generator::Manifest& manifest) {
  return read_operands(path, layers, operand_ports(manifest));
}
OperandStreams read_operands(const fs::path& path, const std::vector<std::string>& layers,
                             const generator::DesignSpec& spec, WeightArrays weights) {
  return read_operands(path, layers, operand_ports(spec), weights);
}

OperandStreams sample_streams(OperandStreams all, std::uint64_t operations, std::uint64_t seed) {
  if (operations >= all.operations()) return all;
  OperandStreams sample;
  sample.origin = fmt::format("{}, {} of {} operations drawn by seed {}", all.origin, operations,
                              all.operations(), seed);
  sample.lanes = all.lanes;
  for (const PortWords& port : all.others) sample.others.push_back({port.port, port.width, {}});
  sample.first = {0};
  for (const Piece& piece : draw_pieces(all, operations, seed)) {
    append_words(all.x, all.lanes, piece, sample.x);
    append_words(all.w, all.w.empty() ? 0 : all.lanes, piece, sample.w);
    for (std::size_t i = 0; i < all.others.size(); ++i) {
      append_words(all.others[i].words, words_of(all.others[i].width), piece,
                   sample.others[i].words);
    }
    sample.first.push_back(sample.first.back() + piece.operations);
  }
  return sample;
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
