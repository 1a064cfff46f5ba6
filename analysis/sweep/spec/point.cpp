#include "analysis/sweep/spec/point.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "flow/gate_activity.h"
#include "generator/design_fields.h"
#include "support/diagnostic.h"
#include "synth/yosys/script.h"
#include "tb/measure.h"

namespace pann::analysis {

namespace {

using Words = std::vector<std::string>;

void add_design(const generator::DesignSpec& spec, Words& words) {
  for (const generator::DesignField& field : generator::design_fields()) {
    if (!generator::applies(field, spec)) continue;
    if (&field == &generator::design_fields().front()) {
      words.push_back(generator::value_text(field, spec));
    } else if (field.type == generator::FieldType::flag) {
      if (!generator::is_default(field, spec)) words.push_back(fmt::format("--{}", field.option));
    } else if (!generator::is_default(field, spec) || field.always_in_title) {
      words.push_back(fmt::format("--{}", field.option));
      words.push_back(generator::value_text(field, spec));
    }
  }
}

void add_option(Words& words, const char* option, const std::string& value) {
  if (value.empty()) return;
  words.emplace_back(option);
  words.push_back(value);
}

void add_count(Words& words, const char* option, const std::optional<std::uint64_t>& value) {
  if (value) add_option(words, option, std::to_string(*value));
}

void add_stimulus(const SweepPoint& point, Words& words) {
  add_option(words, "--stimulus", point.stimulus);
  add_option(words, "--layer", point.layer);
  if (point.range != tb::Range::automatic) {
    add_option(words, "--range", std::string(tb::name(point.range)));
  }
  add_option(words, "--x-range", point.x_range);
  add_option(words, "--w-range", point.w_range);
  add_count(words, "--vectors", point.vectors);
  add_count(words, "--length", point.length);
  add_option(words, "--seed", std::to_string(point.seed));
}

std::string mapping_commands(const SweepPoint& point) {
  Words gen{"pann", "gen"};
  add_design(point.design, gen);
  Words synth{"pann", "synth", "rtl", "--pdk", point.library};
  if (point.recipe != synth::Recipe::standard) {
    add_option(synth, "--recipe", std::string(synth::name(point.recipe)));
  }
  if (point.adder_cells) synth.emplace_back("--adder-cells");
  Words power{"pann", "power", "netlist"};
  add_option(power, "--delays", std::string(flow::name(point.delays)));
  if (point.clock_mhz) add_option(power, "--clock-mhz", fmt::format("{}", *point.clock_mhz));
  add_stimulus(point, power);
  return fmt::format("{} -o rtl; {} -o netlist; {}", fmt::join(gen, " "), fmt::join(synth, " "),
                     fmt::join(power, " "));
}

void add_range_fault(const tb::StimulusSpec& stimulus, const tb::OperandPort* port,
                     std::vector<support::Diagnostic>& faults) {
  if (port == nullptr) return;
  try {
    tb::stimulus_range(stimulus, *port);
  } catch (const support::Failure& failure) {
    faults.insert(faults.end(), failure.diagnostics().begin(), failure.diagnostics().end());
  }
}

}  // namespace

SweepPoint normalized(SweepPoint point) {
  const SweepPoint defaults;
  for (const generator::DesignField& field : generator::design_fields()) {
    if (!field.ignored_elsewhere || generator::applies(field, point.design)) continue;
    field.set(point.design, field.default_value);
  }
  const std::size_t designs = generator::design_fields().size();
  const std::vector<PointField>& fields = point_fields();
  for (std::size_t i = designs; i < fields.size(); ++i) {
    if (!fields[i].applies(point)) fields[i].set(point, fields[i].get(defaults));
  }
  return point;
}

std::optional<tb::StimulusSpec> stimulus_of(const SweepPoint& point) {
  const auto distribution = tb::distribution_from_name(point.stimulus);
  if (!distribution) return std::nullopt;
  tb::StimulusSpec stimulus;
  stimulus.distribution = *distribution;
  stimulus.range = point.range;
  if (!point.x_range.empty()) stimulus.x_range = tb::parse_operand_range("x_range", point.x_range);
  if (!point.w_range.empty()) stimulus.w_range = tb::parse_operand_range("w_range", point.w_range);
  stimulus.vectors = point.vectors.value_or(tb::kPaperVectors);
  stimulus.length = point.length.value_or(tb::default_stream_length(point.design));
  stimulus.seed = point.seed;
  return stimulus;
}

std::vector<support::Diagnostic> faults_of(const SweepPoint& point) {
  std::vector<support::Diagnostic> faults = generator::validate(point.design);
  if (!faults.empty()) return faults;
  try {
    const auto stimulus = stimulus_of(point);
    if (!stimulus) return faults;
    const tb::OperandPorts ports = tb::operand_ports(point.design);
    add_range_fault(*stimulus, ports.find(generator::Operand::x), faults);
    add_range_fault(*stimulus, ports.find(generator::Operand::w), faults);
  } catch (const support::Failure& failure) {
    faults.insert(faults.end(), failure.diagnostics().begin(), failure.diagnostics().end());
  }
  return faults;
}

std::vector<std::string> sim_arguments(const SweepPoint& point) {
  Words words{"sim"};
  add_design(point.design, words);
  add_stimulus(point, words);
  if (point.engine != tb::Engine::automatic) {
    add_option(words, "--engine", std::string(tb::name(point.engine)));
  }
  return words;
}

std::string command_of(const SweepPoint& point) {
  if (point.is_mapped()) return mapping_commands(point);
  return fmt::format("pann {}", fmt::join(sim_arguments(point), " "));
}

}  // namespace pann::analysis
