#pragma once

#include <cstddef>
#include <vector>

#include "analysis/network/network.h"
#include "analysis/network/network_fields.h"

namespace pann::analysis {

/// Bounds of widths that a network may have been quantized to.
inline constexpr int kNarrowestGivenWeights = 2;
inline constexpr int kWidestGiven = 16;

/// The object `quantized` of one layer in network.json (docs/networks.md). Every reader throws
/// Failure(user_error): "network.quantized" with layer, field, value and what is legal,
/// "network.field", and what read_npy throws.
class GivenReader {
 public:
  /// Reads `fields`, the layer's own; codes from their file.
  explicit GivenReader(const NetworkFields& fields);

  /// Whether codes are in a file; otherwise they follow from the weights and their steps.
  bool has_codes() const { return !code_shape_.empty(); }
  const std::vector<std::size_t>& code_shape() const { return code_shape_; }
  const NetworkFields& fields() const { return fields_; }

  /// Puts the quantization into a layer whose shapes are known and whose weights, if any, are read;
  /// weights that the file has not become what their codes stand for.
  void complete(Layer& layer);

 private:
  void read_activations();
  void read_weight_steps();
  void read_codes();
  void round_weights(const Layer& layer);
  double weight_step(const Layer& layer, std::size_t place) const;
  int bits(const char* key, int least) const;
  double step_of(const char* key, const nlohmann::json& value) const;

  NetworkFields fields_;
  GivenQuantization given_;
  std::vector<std::size_t> code_shape_;
};

/// Throws "network.quantized" where some layers with MACs are quantized and others are not.
void require_all_or_none(const Network& network, const std::filesystem::path& file);

}  // namespace pann::analysis
