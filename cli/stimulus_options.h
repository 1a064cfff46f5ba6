#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/options/command.h"
#include "generator/manifest.h"
#include "tb/stimulus/operands.h"
#include "tb/stimulus/synthetic.h"

namespace pann::cli {

/// The options that choose operands, shared by `pann sim` and `pann power`.
struct StimulusArguments {
  std::string stimulus = "uniform";  ///< uniform, gaussian, FILE.npy, FILE.npz.
  std::vector<std::string> layers{};
  std::string range = "automatic";
  std::string x_range{};
  std::string w_range{};
  std::optional<std::uint64_t> vectors{};
  std::optional<std::uint64_t> length{};
};

void add_stimulus_options(Command& app, StimulusArguments& arguments);

/// The operands that the options name. Throws Failure(user_error) for options that contradict each
/// other
/// ("stimulus.option") and as the stimulus library does.
tb::OperandStreams make_operands(const StimulusArguments& arguments,
                                 const generator::Manifest& manifest, std::uint64_t seed);

/// The distribution that the options name; nothing for operands from a file.
std::optional<tb::StimulusSpec> synthetic_stimulus(const StimulusArguments& arguments,
                                                   const generator::Manifest& manifest,
                                                   std::uint64_t seed);

/// The options as the JSON report repeats them.
nlohmann::ordered_json to_json(const StimulusArguments& arguments,
                               const tb::OperandStreams& operands);

}  // namespace pann::cli
