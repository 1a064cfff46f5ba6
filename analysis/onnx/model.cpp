#include "analysis/onnx/model.h"

#include <utility>

#include "analysis/network/network_fields.h"
#include "support/diagnostic.h"

#ifdef PANN_HAS_ONNX

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

#include <fmt/format.h>
#define ONNX_ML 1
#define ONNX_NAMESPACE onnx
#include <onnx/onnx_pb.h>

#include "support/input.h"

#endif

namespace pann::analysis {

namespace fs = std::filesystem;

void fail_onnx(const char* code, const fs::path& file, const std::string& message,
               const std::string& hint) {
  support::fail_input(code, printable(message), hint,
                      support::Location{file.string(), 0, std::nullopt});
}

#ifdef PANN_HAS_ONNX

namespace {

constexpr std::size_t kMaximumValues = kMaximumOnnxBytes / sizeof(float);

/// Reads tensors of one file.
class TensorReader {
 public:
  explicit TensorReader(const fs::path& file) : file_(file) {}

  OnnxTensor read(const onnx::TensorProto& proto) const {
    OnnxTensor tensor;
    const std::size_t count = take_dims(proto, tensor);
    switch (proto.data_type()) {
      case onnx::TensorProto::FLOAT:
        take<float>(proto, proto.float_data(), count, tensor.reals);
        break;
      case onnx::TensorProto::DOUBLE:
        take<double>(proto, proto.double_data(), count, tensor.reals);
        break;
      case onnx::TensorProto::INT64:
        tensor.is_real = false;
        take<std::int64_t>(proto, proto.int64_data(), count, tensor.integers);
        break;
      case onnx::TensorProto::INT32:
        tensor.is_real = false;
        take<std::int32_t>(proto, proto.int32_data(), count, tensor.integers);
        break;
      case onnx::TensorProto::BOOL:
        tensor.is_real = false;
        take<std::uint8_t>(proto, proto.int32_data(), count, tensor.integers);
        break;
      default:
        fail(proto, fmt::format("has the data type {}: legal are float, double, int32, int64 and "
                                "bool",
                                proto.data_type()));
    }
    if (!std::all_of(tensor.reals.begin(), tensor.reals.end(),
                     [](double value) { return std::isfinite(value); })) {
      fail(proto, "holds values that are not finite");
    }
    return tensor;
  }

  /// What a file has once, it has twice: which one is meant nobody knows.
  [[noreturn]] void fail_twice(const std::string& what, const std::string& name) const {
    fail_onnx("onnx.graph", file_, fmt::format("{} '{}' stands there twice", what, name));
  }

 private:
  [[noreturn]] void fail(const onnx::TensorProto& proto, const std::string& message,
                         const std::string& hint = {}) const {
    fail_onnx("onnx.tensor", file_,
              fmt::format("the tensor '{}' {}", proto.name().substr(0, 80), message), hint);
  }

  std::size_t take_dims(const onnx::TensorProto& proto, OnnxTensor& tensor) const {
    if (proto.data_location() == onnx::TensorProto::EXTERNAL || proto.external_data_size() > 0) {
      fail(proto, "keeps its data in another file",
           "save the model with its weights inside: onnx.save(onnx.load(FILE), FILE2)");
    }
    if (static_cast<std::size_t>(proto.dims_size()) > kMaximumOnnxRank || proto.has_segment()) {
      fail(proto, fmt::format("has {} dimensions or segments: legal are up to {}",
                              proto.dims_size(), kMaximumOnnxRank));
    }
    std::size_t count = 1;
    for (const std::int64_t dimension : proto.dims()) {
      const auto size = static_cast<std::size_t>(dimension);
      if (dimension < 0 || (size > 0 && count > kMaximumValues / size)) {
        fail(proto, fmt::format("has the dimension {}: legal are 0 to {} values in all", dimension,
                                kMaximumValues));
      }
      count *= size;
      tensor.dims.push_back(dimension);
    }
    return count;
  }

  /// Values from the raw bytes (little-endian) or from the list of their type.
  template <class Stored, class List, class Value>
  void take(const onnx::TensorProto& proto, const List& list, std::size_t count,
            std::vector<Value>& values) const {
    static_assert(std::endian::native == std::endian::little);
    const std::string& raw = proto.raw_data();
    const bool in_bytes = proto.has_raw_data() && !raw.empty();
    const std::size_t found =
        in_bytes ? raw.size() / sizeof(Stored) : static_cast<std::size_t>(list.size());
    if (found != count || (in_bytes && raw.size() % sizeof(Stored) != 0)) {
      fail(proto, fmt::format("has {} values: its dimensions want {}", found, count));
    }
    values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (in_bytes) {
        Stored stored{};
        std::memcpy(&stored, raw.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = static_cast<Value>(stored);
      } else {
        values[i] = static_cast<Value>(list.Get(static_cast<int>(i)));
      }
    }
  }

  const fs::path& file_;
};

OnnxAttribute read_attribute(const onnx::AttributeProto& proto, const TensorReader& tensors) {
  OnnxAttribute attribute;
  switch (proto.type()) {
    case onnx::AttributeProto::INT:
      attribute.type = OnnxAttribute::Type::integer;
      attribute.integer = proto.i();
      break;
    case onnx::AttributeProto::FLOAT:
      attribute.type = OnnxAttribute::Type::real;
      attribute.real = proto.f();
      break;
    case onnx::AttributeProto::STRING:
      attribute.type = OnnxAttribute::Type::text;
      attribute.text = printable(proto.s().substr(0, 80));
      break;
    case onnx::AttributeProto::INTS:
      attribute.type = OnnxAttribute::Type::integers;
      attribute.integers.assign(proto.ints().begin(), proto.ints().end());
      break;
    case onnx::AttributeProto::FLOATS:
      attribute.type = OnnxAttribute::Type::reals;
      attribute.reals.assign(proto.floats().begin(), proto.floats().end());
      break;
    case onnx::AttributeProto::TENSOR:
      attribute.type = OnnxAttribute::Type::tensor;
      attribute.tensor = tensors.read(proto.t());
      break;
    default:
      break;
  }
  return attribute;
}

OnnxNode read_node(const onnx::NodeProto& proto, const TensorReader& tensors) {
  OnnxNode node;
  node.name = printable(proto.name());
  node.type = printable(proto.op_type());
  node.domain = printable(proto.domain());
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  for (const onnx::AttributeProto& attribute : proto.attribute()) {
    const std::string name = printable(attribute.name());
    if (!node.attributes.emplace(name, read_attribute(attribute, tensors)).second) {
      tensors.fail_twice("the attribute", name);
    }
  }
  return node;
}

OnnxInput read_input(const onnx::ValueInfoProto& proto) {
  OnnxInput input{proto.name(), false, {}};
  const onnx::TypeProto::Tensor& type = proto.type().tensor_type();
  input.is_real =
      type.elem_type() == onnx::TensorProto::FLOAT || type.elem_type() == onnx::TensorProto::DOUBLE;
  for (const auto& dimension : type.shape().dim()) {
    input.dims.push_back(dimension.has_dim_value() ? dimension.dim_value() : -1);
  }
  return input;
}

onnx::ModelProto parse_proto(std::string_view bytes, const fs::path& file) {
  onnx::ModelProto proto;
  // Bytes of any kind may pass for fields that nobody knows: a model has a graph.
  if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !proto.has_graph()) {
    fail_onnx("onnx.parse", file, "not an ONNX file, or not the whole of one",
              "pann import reads what torch.onnx.export and its like write");
  }
  return proto;
}

}  // namespace

bool can_read_onnx() {
  return true;
}

OnnxModel read_onnx(const fs::path& file) {
  return parse_onnx(support::read_file(file, kMaximumOnnxBytes), file);
}

OnnxModel parse_onnx(std::string_view bytes, const fs::path& file) {
  onnx::ModelProto proto = parse_proto(bytes, file);
  onnx::GraphProto& graph = *proto.mutable_graph();
  OnnxModel model;
  model.file = file;
  model.name = printable(graph.name());
  if (static_cast<std::size_t>(graph.node_size()) > kMaximumOnnxNodes) {
    fail_onnx("onnx.size", file,
              fmt::format("{} nodes: legal are up to {}", graph.node_size(), kMaximumOnnxNodes));
  }
  if (graph.sparse_initializer_size() > 0) {
    fail_onnx("onnx.tensor", file, "sparse tensors are not read");
  }
  const TensorReader tensors(file);
  for (const onnx::OperatorSetIdProto& set : proto.opset_import()) {
    if (!set.domain().empty() && set.domain() != "ai.onnx") continue;
    if (model.opset != 0 && model.opset != set.version()) {
      tensors.fail_twice("the operator set", "ai.onnx");
    }
    model.opset = set.version();
  }
  for (onnx::TensorProto& tensor : *graph.mutable_initializer()) {
    if (!model.initializers.emplace(tensor.name(), tensors.read(tensor)).second) {
      tensors.fail_twice("the initializer", tensor.name().substr(0, 80));
    }
    onnx::TensorProto().Swap(&tensor);  // Weights are large: one copy is enough.
  }
  for (const onnx::ValueInfoProto& input : graph.input()) {
    if (!model.initializers.contains(input.name())) model.inputs.push_back(read_input(input));
  }
  for (const onnx::ValueInfoProto& output : graph.output()) model.outputs.push_back(output.name());
  for (const onnx::NodeProto& node : graph.node()) model.nodes.push_back(read_node(node, tensors));
  return model;
}

#else

bool can_read_onnx() {
  return false;
}

OnnxModel read_onnx(const fs::path& file) {
  return parse_onnx({}, file);
}

OnnxModel parse_onnx(std::string_view, const fs::path& file) {
  support::fail_tool("onnx.missing",
                     "cannot read '" + file.string() + "': this pann was built without libonnx",
                     "install libonnx-dev and libprotobuf-dev and build again");
}

#endif

}  // namespace pann::analysis
