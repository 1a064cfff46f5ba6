#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pann::analysis {

/// Bounds on what an ONNX file may hold: beyond them it is broken or hostile.
inline constexpr std::size_t kMaximumOnnxBytes = std::size_t{1} << 30U;
inline constexpr std::size_t kMaximumOnnxNodes = 100'000;
inline constexpr std::size_t kMaximumOnnxRank = 8;

/// A stored tensor: real or whole numbers.
struct OnnxTensor {
  std::vector<std::int64_t> dims{};  ///< None of them negative; none at all: one value.
  bool is_real = true;
  std::vector<double> reals{};
  std::vector<std::int64_t> integers{};

  std::size_t size() const { return is_real ? reals.size() : integers.size(); }
};

struct OnnxAttribute {
  enum class Type { integer, real, text, integers, reals, tensor, other };

  Type type = Type::other;
  std::int64_t integer = 0;
  double real = 0.0;
  std::string text{};
  std::vector<std::int64_t> integers{};
  std::vector<double> reals{};
  OnnxTensor tensor{};
};

struct OnnxNode {
  std::string name;  ///< Printable; may be empty.
  std::string type;  ///< Of the operator.
  std::string domain;
  std::vector<std::string> inputs;  ///< An empty name: left out.
  std::vector<std::string> outputs;
  std::map<std::string, OnnxAttribute> attributes;
};

/// An input of the graph.
struct OnnxInput {
  std::string name;
  bool is_real = true;
  std::vector<std::int64_t> dims;  ///< -1: not fixed.
};

/// A model as its file says it, with nothing read into it.
struct OnnxModel {
  std::filesystem::path file;
  std::string name;
  std::int64_t opset = 0;         ///< Of the domain of ONNX itself; 0: not said.
  std::vector<OnnxInput> inputs;  ///< Without those that initializers fill.
  std::vector<std::string> outputs;
  std::map<std::string, OnnxTensor> initializers;
  std::vector<OnnxNode> nodes;
};

/// Whether this program was built with libonnx.
bool can_read_onnx();

/// Reads an ONNX file. Throws Failure(user_error): "onnx.parse" (not an ONNX file, truncated),
/// "onnx.tensor" (a tensor whose data are elsewhere, do not fill it, or are not finite numbers),
/// "onnx.size", "input.*"; Failure(tool_failed, "onnx.missing") where can_read_onnx() says no.
OnnxModel read_onnx(const std::filesystem::path& file);

/// The same for bytes that came from `file`.
OnnxModel parse_onnx(std::string_view bytes, const std::filesystem::path& file);

/// Throws Failure(user_error, `code`) that names the file.
[[noreturn]] void fail_onnx(const char* code, const std::filesystem::path& file,
                            const std::string& message, const std::string& hint = {});

}  // namespace pann::analysis
