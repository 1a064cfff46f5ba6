#include "flow/pdk_check.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "flow/mapped_power.h"
#include "flow/synthesize.h"
#include "generator/units/emit.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kCheckedOperations = 2000;

class Checker {
 public:
  Checker(const synth::Pdk& pdk, support::Progress& progress) : pdk_(pdk), progress_(progress) {}

  std::vector<PdkCheck> run() {
    attempt("read", [this] { return read(); });
    if (!checks_.front().passed) return std::move(checks_);
    support::OutputDirectory output(directory_.path() / "rtl");
    for (const auto& file : generator::emit({}).files) output.add(file.name, file.text);
    output.commit();
    for (const synth::Recipe recipe :
         {synth::Recipe::standard, synth::Recipe::area, synth::Recipe::delay}) {
      attempt(fmt::format("map, recipe {}", name(recipe)),
              [this, recipe] { return map(recipe, false); });
    }
    if (pdk_.full_adder) {
      attempt("map to full adder cells", [this] { return map(synth::Recipe::standard, true); });
    } else {
      checks_.push_back({"map to full adder cells", false, true, "none described"});
    }
    attempt("power", [this] { return power(); });
    return std::move(checks_);
  }

 private:
  void attempt(const std::string& what, const std::function<std::string()>& work) {
    progress_.stage(what);
    try {
      checks_.push_back({what, true, false, work()});
    } catch (const support::Failure& failure) {
      checks_.push_back({what, false, false, failure.diagnostics().front().message});
    }
  }

  std::string read() {
    library_ = synth::read_library(pdk_.files);
    const auto usable =
        std::count_if(library_.cells.begin(), library_.cells.end(),
                      [this](const synth::Cell& cell) { return !synth::is_kept_off(pdk_, cell); });
    return fmt::format("{} cells, {} for mapping, {:g} V {:g} C", library_.cells.size(), usable,
                       library_.conditions.voltage_v, library_.conditions.temperature_c);
  }

  std::string map(synth::Recipe recipe, bool adder_cells) {
    const SynthesisResult result = synthesize({.source = directory_.path() / "rtl",
                                               .target = target(recipe, adder_cells),
                                               .recipe = recipe,
                                               .adder_cells = adder_cells,
                                               .checked_operations = kCheckedOperations},
                                              pdk_, library_, progress_);
    return fmt::format("{} cells, area {:g}, {:.3f} ns, {} operations right", result.cells,
                       result.area, result.timing.delay_ns, result.checked_operations);
  }

  std::string power() {
    const fs::path mapped = target(synth::Recipe::standard, false);
    const synth::PowerReport report =
        trial_power({mapped, generator::read_manifest(mapped)}, library_, kCheckedOperations,
                    {.clock_mhz = pdk_.clock_mhz, .input_slew_s = pdk_.input_slew_ns * 1e-9});
    return fmt::format("{:.1f} fJ an operation, {} of {} pins annotated",
                       report.energy_per_operation_fj(), report.coverage.annotated_pins,
                       report.coverage.total_pins);
  }

  fs::path target(synth::Recipe recipe, bool adder_cells) const {
    return directory_.path() / fmt::format("{}_{}", name(recipe), adder_cells ? "adders" : "gates");
  }

  const synth::Pdk& pdk_;
  support::Progress& progress_;
  support::TemporaryDirectory directory_;
  synth::Library library_;
  std::vector<PdkCheck> checks_;
};

}  // namespace

std::vector<PdkCheck> check_pdk(const synth::Pdk& pdk, support::Progress& progress) {
  return Checker(pdk, progress).run();
}

}  // namespace pann::flow
