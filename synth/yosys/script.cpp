#include "synth/yosys/script.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::synth {

namespace {

constexpr std::array<std::string_view, 3> kRecipes{"standard", "area", "delay"};

bool is_identifier(const std::string& name) {
  bool good = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
              name.front() != '$';
  for (const char c : name) {
    good = good && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$');
  }
  return good;
}

/// Yosys scripts know no escape within quotes; names must stay below the sources' directory.
void check_file_name(const std::string& name) {
  const std::filesystem::path path(name);
  bool good = !name.empty() && path.is_relative();
  for (const auto& part : path) good = good && part != "..";
  for (const char c : name) good = good && c >= ' ' && c != '"' && c != '\\' && c != '\x7f';
  if (good) return;
  support::fail_input("synth.file-name",
                      fmt::format("the manifest names the source file '{}'", name),
                      "file names are relative, without '..', quotes and backslashes");
}

void check_identifier(const std::string& what, const std::string& name) {
  if (is_identifier(name)) return;
  support::fail_input("synth.name", fmt::format("the manifest's {} is named '{}'", what, name),
                      "a plain Verilog identifier: letters, digits, _ and $");
}

/// A module name as a selection pattern: characters with a meaning there match any character.
std::string pattern(const std::string& name) {
  std::string result;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    result += plain ? c : '?';
  }
  return result;
}

std::string abc_command(Recipe recipe) {
  std::string plain = fmt::format("abc -liberty {}", files::kLibrary);
  switch (recipe) {
    case Recipe::standard:
      return plain;
    case Recipe::area:
      // Commas stand for blanks in abc's command lines.
      return plain + " -script +strash;ifraig;scorr;dc2;strash;dch,-f;amap";
    case Recipe::delay:
      // A period that nothing reaches: abc then sizes for the shortest one.
      return fmt::format("{} -D 1 -constr {}", plain, files::kDrive);
  }
  return plain;
}

std::string hierarchy_commands(const ScriptRequest& request, const std::string& top) {
  if (request.flatten) return "flatten\n";
  std::string text;
  if (!request.plan.kept.empty())
    text += "# Each kept instance gets a module of its own.\nuniquify\n";
  if (!request.plan.blocks.empty()) {
    text += "# Modules without registers are mapped as one block each.\n";
    for (const std::string& block : request.plan.blocks) {
      text += fmt::format("flatten {}\n", pattern(block));
    }
  }
  text += fmt::format("hierarchy -top {}\n", top);
  if (!request.plan.shared.empty()) text += "# Instances share what their module is mapped to.\n";
  for (const auto& [module, name] : request.plan.shared) {
    if (module == name) continue;
    // A new name of a module is no new type of its instances.
    text += fmt::format("rename {0} {1}\nchtype -set {1} t:{2}\n", module, name, pattern(module));
  }
  return text;
}

/// Full adders that Yosys makes of sums; then those of which an input turns out to be tied, twice,
/// since what replaces one can tie the next.
std::string adder_commands() {
  const std::string map = fmt::format("techmap -map {}\n", files::kAdders);
  const std::string tied = "opt_expr\nopt_clean\n" + map + "simplemap\n";
  return map + tied + tied + "opt_expr\nopt_clean\n";
}

bool begins_a_name(const circuit::NetlistModule& module, const std::string& prefix) {
  const auto begins = [&prefix](const auto& item) { return item.name.rfind(prefix, 0) == 0; };
  return std::any_of(module.names.begin(), module.names.end(), begins) ||
         std::any_of(module.cells.begin(), module.cells.end(), begins);
}

}  // namespace

std::string unused_prefix(const circuit::ModuleTree& modules) {
  std::string prefix = kMadeUpNames;
  const auto taken = [&prefix](const auto& entry) { return begins_a_name(entry.second, prefix); };
  for (int number = 1; std::any_of(modules.begin(), modules.end(), taken); ++number) {
    prefix = fmt::format("_pann{}_", number);
  }
  return prefix;
}

std::string_view name(Recipe recipe) {
  return kRecipes[static_cast<std::size_t>(recipe)];
}

std::optional<Recipe> recipe_from_name(std::string_view text) {
  for (std::size_t i = 0; i < kRecipes.size(); ++i) {
    if (kRecipes[i] == text) return static_cast<Recipe>(i);
  }
  return std::nullopt;
}

std::string elaboration_script(const generator::Manifest& manifest,
                               const std::vector<std::string>& include, bool dissolve) {
  check_identifier("top module", manifest.top);
  std::string text = "read_verilog -defer";
  for (const std::string& folder : include) text += " -I " + folder;
  for (const std::string& file : manifest.files) {
    check_file_name(file);
    text += fmt::format(" \"{}/{}\"", files::kRtl, file);
  }
  text += "\n";
  if (!manifest.parameters.empty()) {
    text += "chparam";
    for (const generator::Parameter& parameter : manifest.parameters) {
      check_identifier("parameter", parameter.name);
      text += fmt::format(" -set {} {}", parameter.name, parameter.value);
    }
    text += fmt::format(" {}\n", manifest.top);
  }
  text += fmt::format("hierarchy -check -top {}\nproc\n", manifest.top);
  if (!dissolve) return text;
  return text + "# Modules with names of the library's cells make way for these.\nflatten\n";
}

std::string mapping_script(const ScriptRequest& request) {
  const std::string& top = request.manifest.top;
  std::string text =
      "# Maps the design to the cells of cells.lib. Run it in this directory: yosys "
      "-s synth.ys\n";
  text += elaboration_script(request.manifest, request.include, request.dissolve);
  text += fmt::format("read_liberty -lib -ignore_miss_func {}\n", files::kLibrary);
  if (request.adder_cells) text += fmt::format("techmap -map {}\n", files::kAdders);
  const std::string map_gates =
      request.clock_gates ? fmt::format("techmap -map {}\n", files::kGates) : "";
  text += map_gates;
  text += hierarchy_commands(request, top);
  text += fmt::format("synth -top {}\n", top);
  if (request.adder_cells) text += adder_commands();
  text += map_gates;
  text += fmt::format("dfflibmap -liberty {}\n{}\n", files::kLibrary, abc_command(request.recipe));
  text += "# Names that power tools and simulators read alike; nothing that is not driven.\n";
  text += "setundef -zero\nsplitnets\nopt_clean -purge\n";
  text += fmt::format("rename -enumerate -pattern {}%_\n", request.made_up_names);
  text += fmt::format("hierarchy -check -purge_lib -top {}\n", top);
  text += fmt::format("write_json {}\n", files::kNetlistJson);
  text += fmt::format("write_verilog -noattr -noexpr -nohex -nodec {}\n", files::kNetlist);
  return text;
}

}  // namespace pann::synth
