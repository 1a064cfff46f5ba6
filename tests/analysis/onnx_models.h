#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/onnx/model.h"
#include "paths.h"
#include "test_data.h"

namespace pann::test {

inline std::filesystem::path onnx_model(const std::string& name) {
  return std::filesystem::path(kSourceDirectory) / "tests/onnx/models" / (name + ".onnx");
}

/// The names of the committed models; none, said by name, where the program cannot read ONNX.
inline std::vector<std::string> onnx_models() {
  if (!analysis::can_read_onnx()) {
    say_skipped("libonnx is not installed");
    return {};
  }
  return {"windows_9", "windows_13", "windows_16", "pools", "rounded", "norms"};
}

}  // namespace pann::test
