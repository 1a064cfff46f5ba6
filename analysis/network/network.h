#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pann::analysis {

enum class LayerType {
  conv2d,            ///< Weights OHWI; in groups, I counts the input channels of one.
  depthwise_conv2d,  ///< Weights HWC, one filter a channel.
  dense,             ///< Weights OI.
  add,
  concat,  ///< Along the channels.
  maxpool,
  avgpool,
  avgpool_global,
  flatten,
  identity,  ///< Nothing but its activation.
  softmax,
};

inline constexpr std::array kLayerTypes{
    LayerType::conv2d,  LayerType::depthwise_conv2d, LayerType::dense,   LayerType::add,
    LayerType::concat,  LayerType::maxpool,          LayerType::avgpool, LayerType::avgpool_global,
    LayerType::flatten, LayerType::identity,         LayerType::softmax};

std::string_view name(LayerType type);

/// Whether the layer has a window that moves over its input.
bool has_window(LayerType type);

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

/// What is made of a layer's sums.
enum class Activation {
  none,
  relu,
  relu6,  ///< Between 0 and 6.
};

/// "relu", "relu6"; "" for none.
std::string_view name(Activation activation);

/// A window that moves over rows and columns of a padded input.
struct Window {
  std::size_t height = 1;
  std::size_t width = 1;
  std::size_t stride_y = 1;
  std::size_t stride_x = 1;
  std::size_t top = 0;  ///< Rows of padding above, below; columns before, behind.
  std::size_t left = 0;
  std::size_t bottom = 0;
  std::size_t right = 0;
  std::size_t dilation_y = 1;  ///< Distance of the window's rows, columns.
  std::size_t dilation_x = 1;

  /// Rows and columns that the window spans.
  std::size_t reach_y() const { return (height - 1) * dilation_y + 1; }
  std::size_t reach_x() const { return (width - 1) * dilation_x + 1; }
  /// Output rows and columns for an input of that size; 0 where the window is larger than it.
  std::size_t rows(std::size_t in) const;
  std::size_t columns(std::size_t in) const;
  /// Whether some place may hold padding alone, which has no largest and no mean value.
  bool may_miss_input() const;
  /// Pads as TensorFlow's SAME: ceil(in / stride) rows and columns, the odd one at the end.
  void pad_same(const TensorShape& in);
};

/// How a layer with MACs was quantized elsewhere: `quantized` of network.json (docs/networks.md).
struct GivenQuantization {
  int activation_bits = 8;
  double activation_step = 1.0;
  /// The code that stands for zero, of the codes 0 to 2^b - 1: those of signed activations are
  /// shifted by 2^(b-1), which the sums are rid of again.
  std::int64_t zero_code = 0;
  bool ties_to_even = true;
  int weight_bits = 8;                     ///< Codes -2^(b-1) to 2^(b-1) - 1.
  std::vector<double> weight_steps;        ///< One, or one an output channel.
  std::vector<std::int32_t> weight_codes;  ///< In the order of the file.
};

struct Layer {
  std::string name;
  LayerType type = LayerType::dense;
  std::vector<std::size_t> inputs;  ///< Tensors: 0 is the network's input, i + 1 layer i's output.
  TensorShape in;
  TensorShape out;
  Window window{};
  Activation activation = Activation::none;
  std::size_t groups = 1;                    ///< Of conv2d: channels that see none but their own.
  bool counts_padding = false;               ///< Whether avgpool divides by padding, too.
  std::vector<double> weights;               ///< In the order of the file; empty without MACs.
  std::vector<double> bias;                  ///< One an output channel; empty without MACs.
  std::optional<GivenQuantization> given{};  ///< Of all layers with MACs, or of none.

  /// Input channels that one output channel sees, and the first of them.
  std::size_t group_inputs() const;
  std::size_t first_input(std::size_t channel) const;
  /// Elements of one dot product: height x width x group_inputs().
  std::size_t dot_length() const;
  std::size_t dot_products() const { return out.size(); }  ///< Per sample.
  /// The output channel that a weight belongs to, by its place in the order of the file.
  std::size_t weight_channel(std::size_t place) const;
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
  /// Whether its folder says how it was quantized elsewhere.
  bool is_quantized() const;
};

/// Reads FOLDER/network.json and the weights it names. Throws Failure(user_error) with file and
/// field: "network.file", "network.json", "network.field", "network.layer", "network.shape",
/// "network.size", "network.weights", "network.quantized", and what read_npy throws. Files outside
/// the folder, values that are not finite and requests beyond memory are refused.
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
