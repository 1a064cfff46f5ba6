#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pann::analysis {

enum class LayerType {
  conv2d,            ///< Weights OHWI.
  depthwise_conv2d,  ///< Weights HWC, one filter a channel.
  dense,             ///< Weights OI.
  add,
  maxpool,
  avgpool_global,
  flatten,
  softmax,
};

std::string_view name(LayerType type);

/// Whether the layer consists of dot products with stored weights.
bool has_macs(LayerType type);

/// Height, width, channels; a vector has height and width 1.
struct TensorShape {
  std::size_t height = 1;
  std::size_t width = 1;
  std::size_t channels = 1;

  std::size_t size() const { return height * width * channels; }
  friend bool operator==(const TensorShape&, const TensorShape&) = default;
};

/// A window that moves over rows and columns; padding is split as TensorFlow does it.
struct Window {
  std::size_t height = 1;
  std::size_t width = 1;
  std::size_t stride_y = 1;
  std::size_t stride_x = 1;
  bool same_padding = false;
};

struct Layer {
  std::string name;
  LayerType type = LayerType::dense;
  std::vector<std::size_t> inputs;  ///< Tensors: 0 is the network's input, i + 1 layer i's output.
  TensorShape in;
  TensorShape out;
  Window window{};
  bool relu = false;
  std::vector<double> weights;  ///< In the order of the file; empty without MACs.
  std::vector<double> bias;     ///< One an output channel; empty without MACs.

  /// Elements of one dot product: height x width x input channels (depthwise: height x width).
  std::size_t dot_length() const;
  std::size_t dot_products() const { return out.size(); }  ///< Per sample.
};

/// A trained network as its folder describes it (docs/networks.md).
struct Network {
  std::string name;
  std::filesystem::path folder;
  TensorShape input;
  double input_scale = 1.0;  ///< Real value = (stored - zero point) * scale.
  double input_zero_point = 0.0;
  std::vector<Layer> layers;  ///< In order; the last one's output is the network's.

  /// Indices of the layers with MACs.
  std::vector<std::size_t> mac_layers() const;
  /// For each tensor (0: the input, i + 1: layer i's output) the index of the layer that uses it
  /// last; the last output is never used up: layers.size().
  std::vector<std::size_t> last_uses() const;
  /// Multiply-accumulates a sample.
  std::size_t macs() const;
};

/// Reads FOLDER/network.json and the weights it names. Throws Failure(user_error) with file and
/// field: "network.file", "network.json", "network.field", "network.layer", "network.shape",
/// "network.size", "network.weights", and what read_npy throws. Files outside the folder, values
/// that are not finite and requests beyond memory are refused.
Network read_network(const std::filesystem::path& folder);

/// Labelled samples.
struct Dataset {
  std::vector<double> inputs;  ///< samples() x input size, real values.
  std::vector<int> labels;     ///< Class of each sample.
  std::size_t sample_size = 0;

  std::size_t samples() const { return labels.size(); }
  const double* sample(std::size_t index) const { return inputs.data() + index * sample_size; }
};

enum class Split {
  test,        ///< inputs.npy, labels.npy.
  validation,  ///< val_inputs.npy, or train_inputs.npy where there is none.
};

/// Which samples of a split are taken.
struct SampleChoice {
  std::size_t limit = 0;                ///< At most so many; 0: all.
  std::optional<std::uint64_t> seed{};  ///< Drawn from the whole split, kept in order; empty: the
                                        ///< first ones.
};

/// Samples of a split. Throws Failure(user_error): "network.dataset" where files are missing or do
/// not match the network, "network.label" where a label is no class of it.
Dataset read_dataset(const Network& network, Split split, const SampleChoice& choice = {});

/// Refuses what nothing can be explored on: no layer with multiply-accumulates ("network.macs"), no
/// weight but zero ("network.weights").
void require_macs(const Network& network);

}  // namespace pann::analysis
