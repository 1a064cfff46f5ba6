#include "generator/units/emit.h"

#include <utility>

#include <fmt/format.h>

#include "generator/design_fields.h"
#include "generator/port_roles.h"
#include "generator/units/unit.h"
#include "generator/units/wired_emit.h"
#include "generator/verilog/module.h"
#include "support/diagnostic.h"
#include "support/output.h"

namespace pann::generator {

namespace {

Manifest manifest_of(const DesignSpec& spec, const std::vector<verilog::Module>& modules) {
  const verilog::Module& top = modules.back();
  Manifest manifest;
  manifest.design = spec;
  manifest.top = top.name;
  for (const verilog::Module& module : modules) manifest.files.push_back(module.name + ".v");
  for (const verilog::ModuleParameter& parameter : top.parameters) {
    manifest.parameters.push_back(
        {parameter.name, parameter.value, parameter.minimum, parameter.maximum});
  }
  for (const verilog::ModulePort& port : top.ports) {
    const Role role = role_of(spec.kind, port.name);
    const bool is_input = port.direction == verilog::PortDirection::input;
    const int lanes = lanes_of(spec, role);
    manifest.ports.push_back({.name = port.name,
                              .direction = is_input ? Direction::input : Direction::output,
                              .width = lanes * width_of(spec, role),
                              .role = role,
                              .is_signed = is_signed(spec, role),
                              .lanes = lanes});
  }
  manifest.latency = latency_of(spec);
  manifest.elements = elements_of(spec, top);
  manifest.registers = top.registers;
  return manifest;
}

std::string file_list(const Manifest& manifest) {
  std::string text;
  for (const std::string& file : manifest.files) text += file + '\n';
  return text;
}

/// A FuseSoC core description (CAPI2): the RTL, and a target that lints it.
std::string fusesoc_core(const verilog::Module& top, const Manifest& manifest) {
  std::string text = fmt::format(
      "CAPI=2:\n{}\nname: \"pann:rtl:{}:1.0.0\"\ndescription: \"{} by PANN-RTL\"\n\nfilesets:\n"
      "  rtl:\n    files:\n",
      license_comment(top.header.license, "#"), top.name, name(manifest.design.kind));
  for (const std::string& file : manifest.files) text += fmt::format("      - {}\n", file);
  text += fmt::format(
      "    file_type: verilogSource-2005\n\ntargets:\n  default: &default\n    filesets: [rtl]\n"
      "    toplevel: {}\n    parameters:\n",
      top.name);
  for (const auto& parameter : top.parameters) text += fmt::format("      - {}\n", parameter.name);
  text +=
      "  lint:\n    <<: *default\n    default_tool: verilator\n    tools:\n      verilator:\n"
      "        mode: lint-only\n        verilator_options: [-Wall]\n\nparameters:\n";
  for (const auto& parameter : top.parameters) {
    text += fmt::format(
        "  {}:\n    datatype: int\n    default: {}\n    description: \"{}\"\n"
        "    paramtype: vlogparam\n",
        parameter.name, parameter.value, parameter.description);
  }
  return text;
}

/// Kinds and structures that only a hand-written manifest has.
void refuse_foreign_choices(const DesignSpec& spec) {
  const DesignFields& fields = design_fields();
  for (const DesignField& field : fields) {
    if (field.type != FieldType::choice || !applies(field, spec, fields)) continue;
    const Choice& choice = field.choices[static_cast<std::size_t>(field.get(spec))];
    if (choice.offered) continue;
    const std::string option =
        &field == &fields.front() ? "KIND" : fmt::format("--{}", field.option);
    support::fail_input(fmt::format("design.{}", field.option),
                        fmt::format("{} {}: the generator emits none; legal are {}", option,
                                    choice.name, legal_values(field)),
                        "write the Verilog and a manifest.json by hand (docs/own-design.md)");
  }
}

}  // namespace

Manifest manifest_of(const DesignSpec& spec) {
  return manifest_of(spec, modules_of(spec));
}

EmittedDesign emit(const DesignSpec& spec, const EmitOptions& options) {
  return emit_wired(spec, options, {}, "");
}

EmittedDesign emit_wired(const DesignSpec& spec, const EmitOptions& options,
                         const HeapWiring& wiring, const std::string& note) {
  std::vector<support::Diagnostic> faults = validate(spec);
  for (support::Diagnostic& fault : validate(options)) faults.push_back(std::move(fault));
  support::throw_if_any(std::move(faults));
  refuse_foreign_choices(spec);
  std::vector<verilog::Module> modules = modules_of(spec);
  rewire(modules, wiring, note);
  verilog::add_prefix(modules, module_prefix(options));
  for (verilog::Module& module : modules) module.header.license = options.license;
  EmittedDesign design{manifest_of(spec, modules), {}};
  for (const verilog::Module& module : modules) {
    design.files.push_back({module.name + ".v", verilog::to_text(module)});
  }
  design.files.push_back({"manifest.json", to_json_text(design.manifest)});
  design.files.push_back({"files.f", file_list(design.manifest)});
  design.files.push_back(
      {design.manifest.top + ".core", fusesoc_core(modules.back(), design.manifest)});
  return design;
}

Manifest emit_into(const DesignSpec& spec, const std::filesystem::path& directory) {
  const EmittedDesign design = emit(spec);
  support::OutputDirectory output(directory);
  for (const EmittedFile& file : design.files) output.add(file.name, file.text);
  output.commit();
  return design.manifest;
}

}  // namespace pann::generator
