// ONNX files that are broken, hostile, or ask for what a network cannot be.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/onnx/import.h"
#include "analysis/onnx_models.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/random.h"

namespace an = pann::analysis;
namespace fs = std::filesystem;
using pann::support::Failure;

namespace {

using Type = an::OnnxAttribute::Type;

an::OnnxAttribute integer(std::int64_t value) {
  an::OnnxAttribute attribute;
  attribute.type = Type::integer;
  attribute.integer = value;
  return attribute;
}

an::OnnxAttribute integers(std::vector<std::int64_t> values) {
  an::OnnxAttribute attribute;
  attribute.type = Type::integers;
  attribute.integers = std::move(values);
  return attribute;
}

an::OnnxAttribute text(std::string value) {
  an::OnnxAttribute attribute;
  attribute.type = Type::text;
  attribute.text = std::move(value);
  return attribute;
}

an::OnnxTensor reals(std::vector<std::int64_t> dims) {
  std::size_t count = 1;
  for (const std::int64_t size : dims) count *= static_cast<std::size_t>(size);
  return {std::move(dims), true, std::vector<double>(count, 0.5), {}};
}

/// A convolution, a ReLU, a flatten and a dense layer.
an::OnnxModel good_model() {
  an::OnnxModel model;
  model.file = "model.onnx";
  model.opset = 13;
  model.inputs = {{"x", true, {1, 2, 4, 4}}};
  model.outputs = {"y"};
  model.initializers["w"] = reals({3, 2, 3, 3});
  model.initializers["d"] = reals({12, 2});
  model.nodes = {{"/a/../b", "Conv", "", {"x", "w"}, {"c"}, {}},
                 {"", "Relu", "", {"c"}, {"r"}, {}},
                 {"flat", "Flatten", "", {"r"}, {"f"}, {}},
                 {"dense", "MatMul", "", {"f", "d"}, {"y"}, {}}};
  return model;
}

std::vector<pann::support::Diagnostic> faults_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    CHECK(failure.exit_code() == pann::support::ExitCode::user_error);
    for (const char letter : std::string(failure.what())) {
      CHECK((static_cast<unsigned char>(letter) >= 0x20 || letter == '\n'));
    }
    return failure.diagnostics();
  }
  return {};
}

/// The code of the only fault with which a changed model is refused; "" where it is not.
std::string code_with(const std::function<void(an::OnnxModel&)>& change) {
  an::OnnxModel model = good_model();
  change(model);
  const auto faults = faults_of([&] { an::import_network(model); });
  CHECK(faults.size() <= 1);
  return faults.empty() ? "" : faults.front().code;
}

/// A field of a protobuf message: a number and what it holds.
std::string field(unsigned number, std::string_view bytes) {
  std::string text{static_cast<char>(number << 3U | 2U)};
  for (std::size_t left = bytes.size(); true; left >>= 7U) {
    text += static_cast<char>((left & 0x7fU) | (left > 0x7f ? 0x80U : 0U));
    if (left <= 0x7f) break;
  }
  return text.append(bytes);
}

std::string field(unsigned number, std::uint8_t value) {
  return {static_cast<char>(number << 3U), static_cast<char>(value)};
}

/// Code of the fault with which a file of those bytes is refused.
std::string onnx_hostile_read_code(const std::string& bytes) {
  const pann::support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "model.onnx";
  pann::support::write_file(file, bytes);
  const auto faults = faults_of([&] { an::import_network(an::read_onnx(file)); });
  return faults.empty() ? "" : faults.front().code;
}

}  // namespace

TEST_CASE("names of nodes become names of files that stay in the folder") {
  const an::Network network = an::import_network(good_model());
  REQUIRE(network.layers.size() == 3);
  CHECK(network.layers[0].name == "a_.._b");
  CHECK(network.layers[1].name == "flat");
  an::OnnxModel model = good_model();
  model.nodes[0].name = "../../etc/\x1b[2Jpasswd";
  model.nodes[2].name = "input";
  model.nodes[3].name = "input";
  const an::Network hostile = an::import_network(model);
  CHECK(hostile.layers[0].name.find_first_of("/\x1b[") == std::string::npos);
  CHECK(hostile.layers[1].name == "input_2");
  CHECK(hostile.layers[2].name == "input_3");
}

TEST_CASE("graphs that cannot be followed are refused with one fault") {
  using Model = an::OnnxModel;
  CHECK(code_with([](Model&) {}) == "");
  CHECK(code_with([](Model& m) { m.nodes[0].inputs[0] = "f"; }) == "onnx.graph");  // A cycle.
  CHECK(code_with([](Model& m) { m.initializers.erase("w"); }) == "onnx.graph");   // Missing.
  CHECK(code_with([](Model& m) { std::swap(m.nodes[2], m.nodes[3]); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.nodes[2].outputs[0] = "c"; }) == "onnx.graph");
  CHECK(code_with([](Model& m) {
          m.nodes[3].outputs[0] = "x";
          m.outputs[0] = "x";
        }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.outputs = {"x"}; }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.outputs = {"y", "r"}; }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.outputs = {"f"}; }) == "onnx.graph");  // In another order.
  CHECK(code_with([](Model& m) { m.outputs.clear(); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.inputs.clear(); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.inputs[0].dims = {1, 2, -1, 4}; }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.inputs[0].dims = {}; }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.inputs[0].dims = {-1, 2, 4, 4}; }) == "");
  CHECK(code_with([](Model& m) {
          m.inputs[0].dims = {1, 1 << 20, 1 << 20, 1 << 20};
        }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.nodes[0].inputs.clear(); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.nodes[0].inputs.pop_back(); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.nodes[0].inputs[1] = "x"; }) == "onnx.graph");
}

TEST_CASE("weights and windows that do not fit are refused with one fault") {
  using Model = an::OnnxModel;
  const auto attribute = [](const char* name, const an::OnnxAttribute& value) {
    return code_with([&](Model& m) { m.nodes[0].attributes[name] = value; });
  };
  CHECK(attribute("pads", integers({1, 1, 1, 1})) == "onnx.graph");  // The dense layer's size.
  CHECK(attribute("pads", integers({-1, 0, 0, 0})) == "onnx.graph");
  CHECK(attribute("pads", integers({0, 0})) == "onnx.graph");
  CHECK(attribute("pads", integers({0, 0, std::int64_t{1} << 62U, 0})) == "onnx.graph");
  CHECK(attribute("strides", integers({0, 1})) == "onnx.graph");
  CHECK(attribute("strides", integers({1})) == "onnx.graph");
  CHECK(attribute("dilations", integers({2, 1})) == "onnx.graph");
  CHECK(attribute("group", integer(0)) == "onnx.graph");
  CHECK(attribute("group", integer(-2)) == "onnx.graph");
  CHECK(attribute("kernel_shape", integers({3, 5})) == "onnx.graph");
  CHECK(attribute("auto_pad", text("SAME")) == "onnx.graph");
  CHECK(attribute("auto_pad", text("VALID")) == "");
  CHECK(code_with([](Model& m) { m.initializers["w"] = reals({3, 2, 3}); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.initializers["w"] = reals({3, 2, 0, 3}); }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.initializers["w"].is_real = false; }) == "onnx.graph");
  CHECK(code_with([](Model& m) { m.initializers["d"] = reals({13, 2}); }) == "onnx.graph");
}

TEST_CASE("operators, attributes and operator sets that are not read are named all at once") {
  an::OnnxModel model = good_model();
  model.opset = 18;
  model.nodes[0].attributes["alpha"] = integer(1);
  model.nodes[1].type = "Gelu";
  model.nodes[2].domain = "com.example";
  model.nodes[3].attributes["transA"] = integer(1);
  const auto faults = faults_of([&] { an::import_network(model); });
  REQUIRE(faults.size() == 5);
  CHECK(faults[0].code == "onnx.opset");
  CHECK(faults[1].message == "node '/a/../b' (Conv): alpha is not read");
  CHECK(faults[2].code == "onnx.attribute");
  CHECK(faults[3].message == "the operator Gelu is not read: node 'r' (Gelu)");
  CHECK(faults[4].message == "the operator com.example.Flatten is not read: node 'flat' (Flatten)");
  CHECK(faults[4].hint.find("BatchNormalization") != std::string::npos);
  CHECK(code_with([](an::OnnxModel& m) { m.opset = 8; }) == "onnx.opset");
  // What the output does not need may be anything.
  CHECK(code_with([](an::OnnxModel& m) {
          m.nodes.push_back({"loss", "Anything", "", {"y"}, {"loss"}, {}});
        }) == "");
}

TEST_CASE("a truncated file and random bytes are refused, and nothing worse happens") {
  if (pann::test::onnx_models().empty()) return;
  const std::string good = pann::support::read_file(pann::test::onnx_model("windows_13"));
  CHECK(onnx_hostile_read_code(good) == "");
  CHECK(onnx_hostile_read_code("") == "onnx.parse");
  CHECK(onnx_hostile_read_code("not a model") == "onnx.parse");
  for (std::size_t length = 1; length < good.size(); length += 97) {
    CHECK(onnx_hostile_read_code(good.substr(0, length)) != "");
  }
  pann::support::Random random(1);
  for (int i = 0; i < 300; ++i) {
    std::string bytes = good;
    for (int k = 0; k < 3; ++k) {
      bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    }
    onnx_hostile_read_code(bytes);
  }
}

TEST_CASE("tensors whose data are elsewhere, missing or too many are refused by name") {
  if (pann::test::onnx_models().empty()) return;
  constexpr unsigned kGraph = 7;
  constexpr unsigned kInitializer = 5;
  const std::string name = field(8, "weights");
  const std::string is_float = field(2, std::uint8_t{1});
  const auto with = [&](const std::string& tensor) {
    return onnx_hostile_read_code(field(kGraph, field(kInitializer, name + is_float + tensor)));
  };
  const std::string two = field(1, std::uint8_t{2});
  CHECK(with(two + field(9, "12345678")) == "onnx.graph");  // The tensor is good.
  CHECK(with(two + field(9, "1234567")) == "onnx.tensor");
  CHECK(with(two) == "onnx.tensor");
  CHECK(with(two + field(14, std::uint8_t{1})) == "onnx.tensor");
  CHECK(with(two + field(13, field(1, "location"))) == "onnx.tensor");
  const std::string huge{"\x08\xff\xff\xff\xff\xff\xff\xff\x7f", 9};
  const std::string negative{"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11};
  CHECK(with(huge + huge + field(9, "1234")) == "onnx.tensor");
  CHECK(with(negative + field(9, "1234")) == "onnx.tensor");
  CHECK(with(two + field(9, std::string{"\0\0\x80\x7f\0\0\x80\x7f", 8})) == "onnx.tensor");
}

TEST_CASE("a name that a file gives twice is refused, never the last one taken") {
  if (pann::test::onnx_models().empty()) return;
  constexpr unsigned kGraph = 7;
  constexpr unsigned kOperatorSet = 8;
  const std::string tensor = field(8, "w") + field(2, std::uint8_t{1}) + field(1, std::uint8_t{1}) +
                             field(9, std::string(4, '\0'));
  const auto faults = [](const std::string& bytes) {
    const auto found = faults_of([&] { an::parse_onnx(bytes, "model.onnx"); });
    return found.empty() ? "" : found.front().message;
  };
  CHECK(faults(field(kGraph, field(5, tensor))) == "");
  CHECK(faults(field(kGraph, field(5, tensor) + field(5, tensor))) ==
        "the initializer 'w' stands there twice");
  const std::string attribute =
      field(5, field(1, "axis") + field(3, std::uint8_t{1}) + "\xa0\x01\x02");  // type: INT
  const auto node = [&](const std::string& attributes) {
    return field(kGraph, field(1, field(4, "Flatten") + attributes));
  };
  CHECK(faults(node(attribute)) == "");
  CHECK(faults(node(attribute + attribute)) == "the attribute 'axis' stands there twice");
  const auto set = [](std::uint8_t version) { return field(kOperatorSet, field(2, version)); };
  const std::string graph = field(kGraph, field(5, tensor));
  CHECK(faults(graph + set(13) + set(13)) == "");
  CHECK(faults(graph + set(13) + set(12)) == "the operator set 'ai.onnx' stands there twice");
}
