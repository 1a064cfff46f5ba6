#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "generator/manifest.h"
#include "sim/schedule.h"

namespace pann::tb {

/// A design compiled by Verilator into a shared object and loaded into this process, so that the
/// trace reaches the counter without a file in between.
///
/// A build takes seconds and is kept in the cache (support/cache.h) under the content of the
/// sources, the parameters, the tools' versions and the shim; the runtime library of Verilator is
/// built once.
class VerilatorModel {
 public:
  /// Builds or finds the model. `directory` holds the manifest's files. Throws
  /// Failure(tool_failed): "tool.missing", "verilator.build" with what the tool said.
  static VerilatorModel build(const std::filesystem::path& directory,
                              const generator::Manifest& manifest, const sim::Schedule& pins);

  VerilatorModel(VerilatorModel&& other) noexcept;
  VerilatorModel(const VerilatorModel&) = delete;
  VerilatorModel& operator=(const VerilatorModel&) = delete;
  VerilatorModel& operator=(VerilatorModel&&) = delete;
  ~VerilatorModel();

  /// Plays the schedule; returns the outputs of every cycle (cycles() x output_words). `on_trace`,
  /// where given, receives the VCD stream in chunks. Throws Failure(tool_failed, "verilator.run").
  std::vector<std::uint64_t> play(const sim::Schedule& schedule,
                                  const std::function<void(std::string_view)>& on_trace) const;

 private:
  explicit VerilatorModel(const std::filesystem::path& library);

  void* handle_ = nullptr;
  void* run_ = nullptr;
};

}  // namespace pann::tb
