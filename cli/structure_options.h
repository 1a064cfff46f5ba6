#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/design_options.h"
#include "cli/library_options.h"
#include "cli/stimulus_options.h"
#include "cli/subcommand.h"
#include "flow/choice/structure_choice.h"
#include "flow/optimize/optimize_wiring.h"

namespace pann::cli {

/// The options of `pann gen` that have structures measured.
struct StructureArguments {
  std::optional<std::string> goal{};      ///< --for
  std::optional<std::string> optimize{};  ///< --optimize
  std::uint64_t effort = 6000;            ///< --effort
  std::string search_file{};              ///< --search
  std::string wiring_file{};              ///< --wiring
  LibraryArguments library;
  StimulusArguments stimulus;
};

void add_structure_options(Command& command, StructureArguments& arguments);

/// What `--multiplier auto` measured.
struct Choice {
  flow::Goal goal = flow::Goal::energy;
  std::string library;
  std::string operands;
  std::vector<flow::TriedStructure> tried;  ///< The best first.
};

/// The structures for `--multiplier auto`, nothing without. Throws Failure(user_error, "gen.auto")
/// for kinds without a multiplier, options of a structure, and --for or operands without auto.
std::optional<Choice> choose_structure(const Context& context, const std::string& kind,
                                       const DesignArguments& design,
                                       const StructureArguments& arguments);

/// Why that structure: all that were tried, the best first.
std::string choice_text(const Choice& choice);
nlohmann::ordered_json to_json(const Choice& choice);

/// What `--optimize energy` found for a design, nothing without the option. Throws as
/// flow::optimize_wiring().
std::optional<flow::WiringResult> optimize_structure(const Context& context,
                                                     const generator::DesignSpec& spec,
                                                     const generator::EmitOptions& options,
                                                     const StructureArguments& arguments);

/// What was gained, and where.
std::string optimization_text(const flow::WiringResult& result);
nlohmann::ordered_json to_json(const flow::WiringResult& result);

/// Whether a saving is measured where the cache has none: it takes a second or two.
enum class SavingEffort { cached, measured };

/// One line: what `--multiplier auto --for energy` saves on the library, with uniform operands, or
/// how to find out; empty where there is nothing to choose. Throws as measuring does; from the
/// cache alone it says nothing instead.
std::string saving_line(const Context& context, const generator::DesignSpec& spec,
                        const LibraryArguments& library, SavingEffort effort);

}  // namespace pann::cli
