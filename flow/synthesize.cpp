#include "flow/synthesize.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "circuit/elaborate.h"
#include "circuit/yosys_cells.h"
#include "circuit/yosys_json.h"
#include "flow/behaviour.h"
#include "flow/mapped_netlist.h"
#include "flow/mapped_power.h"
#include "flow/source_check.h"
#include "flow/source_copy.h"
#include "flow/statistics_file.h"
#include "generator/units/emit_options.h"
#include "sim/native/native_engine.h"
#include "sim/native/simulate_natively.h"
#include "sim/program/compiled_design.h"
#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "support/tool_path.h"
#include "synth/liberty/binding.h"
#include "synth/liberty/cell_functions.h"
#include "synth/liberty/writer.h"
#include "synth/timing/wires.h"
#include "synth/yosys/cell_models.h"
#include "synth/yosys/clock_gate_techmap.h"
#include "synth/yosys/mapped_manifest.h"
#include "synth/yosys/script.h"
#include "tb/measure.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

/// Seconds after which a Yosys run is given up; a 64x64 MAC takes some ten.
constexpr std::chrono::seconds kTimeLimit{3600};

/// "ERROR: ..." of Yosys' output, without the word; empty where it told none.
std::string yosys_error(const support::ProcessResult& result) {
  for (const std::string& text : {result.error, result.output}) {
    constexpr std::string_view kMark = "ERROR: ";
    const std::size_t start = text.find(kMark);
    if (start == std::string::npos) continue;
    const std::size_t end = text.find('\n', start);
    return text.substr(start + kMark.size(), end - start - kMark.size());
  }
  return "";
}

void run_yosys(const fs::path& directory, const std::string& script, bool is_source) {
  const support::ProcessResult result = support::run_process(
      {.arguments = {"yosys", "-q", "-s", script}, .directory = directory, .timeout = kTimeLimit});
  if (result.exit_code == 0) return;
  const std::string error = yosys_error(result);
  if (is_source && !error.empty()) {
    support::fail_input("synth.rtl", fmt::format("Yosys refuses the design: {}", error),
                        "mend the Verilog sources or the manifest");
  }
  support::fail_tool(
      "synth.yosys",
      fmt::format("Yosys {} (exit code {}){}{}", result.timed_out ? "took too long" : "failed",
                  result.exit_code, error.empty() ? "" : ": ", error),
      "`yosys -s synth.ys` in the output of a run that worked shows how it is "
      "called; `pann doctor` checks the version");
}

/// The modules of the source, elaborated but not dissolved.
circuit::ModuleTree source_modules(const generator::Manifest& manifest,
                                   const std::vector<std::string>& include, bool dissolve,
                                   const fs::path& directory) {
  constexpr const char* kDraft = "elaborate.ys";
  constexpr const char* kModules = "modules.json";
  support::write_file(directory / kDraft, synth::elaboration_script(manifest, include, dissolve) +
                                              fmt::format("write_json {}\n", kModules));
  run_yosys(directory, kDraft, true);
  const std::string text = support::read_file(directory / kModules);
  fs::remove(directory / kDraft);
  fs::remove(directory / kModules);
  return circuit::parse_modules(text, kModules);
}

/// Whether modules are named like cells of the library: a mapped netlist with the models of its
/// cells. Throws Failure(user_error, "synth.top") where the design itself is.
bool has_cell_models(const circuit::ModuleTree& modules, const std::string& top,
                     const synth::Library& library) {
  if (library.find(top) != nullptr) {
    support::fail_input(
        "synth.top",
        fmt::format("the top module '{0}' is named like a cell of '{1}'", top, library.name),
        "give it another name");
  }
  return std::any_of(modules.begin(), modules.end(),
                     [&](const auto& entry) { return library.find(entry.first) != nullptr; });
}

std::set<std::string> used_cells(const circuit::Netlist& netlist) {
  std::set<std::string> names;
  for (const circuit::NetlistCell& cell : netlist.cells) names.insert(cell.type);
  return names;
}

std::vector<CellCount> cell_types(const circuit::Netlist& netlist, const synth::Library& library) {
  std::map<std::string, CellCount> counts;
  for (const circuit::NetlistCell& cell : netlist.cells) {
    CellCount& entry = counts[cell.type];
    entry.cell = cell.type;
    ++entry.count;
    entry.area += library.find(cell.type)->area;
  }
  std::vector<CellCount> result;
  result.reserve(counts.size());
  for (auto& [name, entry] : counts) result.push_back(std::move(entry));
  return result;
}

/// The library's cells that the netlist was mapped to, with everything that Yosys left unmapped
/// refused.
void check_mapped(const circuit::Netlist& netlist) {
  for (const circuit::NetlistCell& cell : netlist.cells) {
    if (cell.type.empty() || cell.type.front() != '$') continue;
    support::fail_input(
        "synth.unmapped",
        fmt::format("'{}' ({}) could not be mapped to a cell of the library", cell.name, cell.type),
        "the library needs simple gates and a D flip-flop whose functions its "
        "Liberty file gives");
  }
}

/// Whether the native engine knows what opens every latch: the clock of the manifest.
bool plays(const circuit::Netlist& netlist, const generator::Manifest& manifest) {
  const generator::Port* clock = manifest.find(generator::Role::clock);
  try {
    const sim::NativeDesign design = sim::compile(netlist, {}, {.every_net = true});
    return clock != nullptr && design.compiled().clock == clock->name;
  } catch (const support::Failure& failure) {
    if (!sim::is_native_refusal(failure)) throw;
    return false;
  }
}

/// Flip-flops behind the clock gate that has most of them, of the generator's, whose output keeps
/// its name where the hierarchy does not.
std::size_t most_gated_registers(const circuit::Netlist& source) {
  std::map<circuit::NetId, std::size_t> registers;
  for (const circuit::NetName& name : source.names) {
    if (name.name.ends_with(".gclk_o")) registers[name.bits.front()] = 0;
  }
  for (const circuit::NetlistCell& cell : source.cells) {
    const auto function = circuit::yosys_cell(cell.type);
    if (!function || !function->flip_flop) continue;
    const circuit::NetlistPin* clock = cell.find(function->flip_flop->clock);
    if (clock == nullptr || clock->bits.empty()) continue;
    const auto found = registers.find(clock->bits.front());
    if (found != registers.end()) ++found->second;
  }
  std::size_t most = 0;
  for (const auto& [net, count] : registers) most = std::max(most, count);
  return most;
}

/// Everything that is written before and after Yosys runs.
class Synthesis {
 public:
  Synthesis(const SynthesisRequest& request, const synth::Pdk& pdk, const synth::Library& library)
      : request_(request),
        pdk_(pdk),
        library_(library),
        source_(generator::read_manifest(request.source)),
        output_(request.target) {
    for (const fs::path& folder : request.include) {
      source_.include.push_back(fs::absolute(folder).string());
    }
  }

  void map() {
    const std::vector<std::string> include = copy_sources(source_, request_.source, output_);
    output_.add(synth::files::kLibrary,
                synth::to_liberty_text(library_, {.keep_off = [this](const synth::Cell& cell) {
                                         return synth::is_kept_off(pdk_, cell);
                                       }}));
    circuit::ModuleTree modules = source_modules(source_, include, false, output_.staging());
    has_cell_models_ = has_cell_models(modules, source_.top, library_);
    if (has_cell_models_) modules = source_modules(source_, include, true, output_.staging());
    const bool latches = has_plain_latches(modules);
    check_source(modules, latches && plays(source_netlist(), source_));
    add_recipe_files();
    if (latches) add_clock_gates();
    output_.add(synth::files::kScript,
                synth::mapping_script({.manifest = source_,
                                       .include = include,
                                       .dissolve = has_cell_models_,
                                       .plan = synth::plan_hierarchy(modules, source_.top),
                                       .flatten = request_.flatten,
                                       .recipe = request_.recipe,
                                       .adder_cells = request_.adder_cells,
                                       .clock_gates = latches,
                                       .made_up_names = synth::unused_prefix(modules)}));
    run_yosys(output_.staging(), synth::files::kScript, false);
  }

  SynthesisResult finish() {
    const circuit::Netlist netlist =
        circuit::read_yosys_json(output_.staging() / synth::files::kNetlistJson, source_.top);
    check_mapped(netlist);
    const circuit::Netlist& source = source_netlist();
    const BehaviourComparison comparison = compare_with_source(source, netlist);
    SynthesisResult result = summarize(source, netlist);
    result.compared_cycles = comparison.cycles;
    result.not_compared = comparison.skipped;
    output_.add(synth::files::kCellModels, synth::cell_models(library_, used_cells(netlist)));
    output_.add(synth::files::kConstraints,
                constraints_text(result.manifest, netlist, library_,
                                 {.clock_mhz = result.clock_mhz,
                                  .input_slew_ns = result.input_slew_ns,
                                  .time_unit_s = library_.time_unit_s}));
    output_.add("manifest.json", generator::to_json_text(result.manifest));
    check(result);
    output_.add(synth::files::kStatistics,
                statistics_text(result, pdk_, library_, netlist_hashes(output_.staging())));
    output_.commit();
    return result;
  }

 private:
  void add_recipe_files() {
    if (request_.adder_cells) {
      if (!pdk_.full_adder || library_.find(pdk_.full_adder->cell) == nullptr) {
        support::fail_input(
            "synth.adder-cells",
            fmt::format("the library '{}' has no full adder that is known", pdk_.name),
            "leave out --adder-cells, or describe one with `pann pdk add`");
      }
      output_.add(synth::files::kAdders, synth::adder_techmap(*pdk_.full_adder, pdk_.half_adder,
                                                              generator::module_prefix(source_)));
    }
    if (request_.recipe == synth::Recipe::delay) {
      // abc sizes for this load on every output; any of the order of a gate's input will do.
      constexpr const char* kLoad = "set_load 10\n";
      output_.add(synth::files::kDrive, kLoad);
    }
  }

  /// Elaborated when it is first asked for.
  const circuit::Netlist& source_netlist() {
    if (!source_netlist_) {
      source_netlist_ = circuit::elaborate(circuit::elaboration_request(request_.source, source_));
    }
    return *source_netlist_;
  }

  /// How latches and clock gates are mapped.
  void add_clock_gates() {
    const std::string prefix = generator::module_prefix(source_);
    const std::size_t fanout = most_gated_registers(source_netlist());
    const double load_f = static_cast<double>(fanout) * synth::clock_pin_capacitance(library_);
    const synth::ClockGateCells cells = synth::find_clock_gate(library_, load_f);
    if (fanout > 0 && !cells.is_complete()) {
      support::fail_input(
          "synth.clock-gate",
          fmt::format("the library '{}' has neither a clock gating cell nor latch and AND gate "
                      "that drive {} flip-flops",
                      library_.name, fanout),
          "emit the unit with a smaller --gate-fanout, or without clock gates");
    }
    output_.add(synth::files::kGates, synth::clock_gate_techmap(cells, prefix));
  }

  /// Simulates the netlist with random operands against the arithmetic model.
  void check(SynthesisResult& result) {
    if (request_.checked_operations == 0) return;
    if (source_.find(generator::Role::other_clock) != nullptr) return;
    const tb::DesignFiles design{output_.staging(), result.manifest};
    const tb::Measurement measured =
        tb::measure(design, trial_operands(result.manifest, request_.checked_operations),
                    tb::Engine::automatic);
    if (measured.result.mismatches == 0) {
      result.checked_operations = measured.result.operations;
      return;
    }
    throw support::Failure(
        support::ExitCode::check_failed,
        {"synth.mismatch",
         fmt::format(
             "the mapped netlist of '{}' computes something else than the model in {} of {} "
             "operations",
             result.manifest.top, measured.result.mismatches, measured.result.operations),
         "this is a fault of the mapping or of the library's functions; try another --recipe, and "
         "report it"});
  }

  /// Random inputs through both, whatever the unit computes.
  BehaviourComparison compare_with_source(const circuit::Netlist& source,
                                          const circuit::Netlist& netlist) const {
    BehaviourComparison comparison =
        compare_behaviour(source_, source, netlist, synth::cell_functions(netlist, library_));
    if (comparison.port.empty()) return comparison;
    throw support::Failure(
        support::ExitCode::check_failed,
        {"synth.mismatch",
         fmt::format(
             "output '{}' of the mapped netlist of '{}' is not that of its source: {} of {} "
             "cycles differ",
             comparison.port, source_.top, comparison.different, comparison.cycles),
         "this is a fault of the mapping or of the library's functions, or the source has values "
         "that gates do not have; try another --recipe, and report it"});
  }

  SynthesisResult summarize(const circuit::Netlist& source, const circuit::Netlist& netlist) const {
    SynthesisResult result;
    synth::MappedManifest mapped =
        synth::map_manifest(source_, source, netlist, synth::bind_cells(netlist, library_));
    result.manifest = std::move(mapped.manifest);
    result.lost_elements = std::move(mapped.lost_elements);
    result.pdk = pdk_.name;
    result.library = library_.name;
    result.corner = pdk_.corner;
    result.synthetic = pdk_.synthetic || library_.synthetic;
    result.modules = module_statistics(netlist, library_);
    result.cell_types = cell_types(netlist, library_);
    for (const CellCount& entry : result.cell_types) {
      result.cells += entry.count;
      result.area += entry.area;
    }
    result.clock_mhz = request_.clock_mhz.value_or(pdk_.clock_mhz);
    result.input_slew_ns = request_.input_slew_ns.value_or(pdk_.input_slew_ns);
    result.recipe = request_.recipe;
    result.adder_cells = request_.adder_cells;
    result.dissolved = has_cell_models_;
    result.timing = synth::critical_path(
        netlist,
        synth::compute_delays(library_, netlist, {.input_slew_s = result.input_slew_ns * 1e-9}));
    return result;
  }

  const SynthesisRequest& request_;
  const synth::Pdk& pdk_;
  const synth::Library& library_;
  generator::Manifest source_;
  std::optional<circuit::Netlist> source_netlist_;
  support::OutputDirectory output_;
  bool has_cell_models_ = false;
};

}  // namespace

std::vector<ModuleStatistics> module_statistics(const circuit::Netlist& netlist,
                                                const synth::Library& library) {
  std::vector<ModuleStatistics> modules;
  for (const circuit::NetlistInstance& instance : netlist.instances) {
    modules.push_back({instance.path, instance.module, 0, 0.0});
  }
  for (const circuit::NetlistCell& cell : netlist.cells) {
    ModuleStatistics& module = modules[cell.parent];
    ++module.cells;
    module.area += library.find(cell.type)->area;
  }
  return modules;
}

std::string constraints_text(const generator::Manifest& manifest, const circuit::Netlist& netlist,
                             const synth::Library& library, synth::ConstraintOptions options) {
  const std::vector<synth::BoundCell> cells = synth::bind_cells(netlist, library);
  double area = 0.0;
  for (const synth::BoundCell& bound : cells) area += bound.cell->area;
  options.wire_load = synth::WireCapacitance({}, library, area).wire_load();
  options.clock_passes_cells = synth::clock_passes_cells(manifest, netlist, cells);
  return synth::to_sdc(manifest, options);
}

void require_mapping_place(const fs::path& directory) {
  // abc reads its scripts as a shell does, without its escapes; Yosys quotes nothing of TMPDIR.
  support::require_tool_path(directory, "\"';\n", "synth.path", "abc");
  support::require_tool_path(support::temporary_root(), "\"';\n \t\\$`&|()<>*?#", "synth.path",
                             "abc, for temporary files (TMPDIR),");
}

SynthesisResult synthesize(const SynthesisRequest& request, const synth::Pdk& pdk,
                           const synth::Library& library, support::Progress& progress) {
  require_mapping_place(request.source);
  require_mapping_place(request.target);
  Synthesis synthesis(request, pdk, library);
  progress.stage(fmt::format("mapping to {}", pdk.name));
  synthesis.map();
  progress.stage("reading the netlist");
  return synthesis.finish();
}

}  // namespace pann::flow
