#include "cli/design_target.h"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generator/units/emit.h"
#include "support/diagnostic.h"

namespace pann::cli {

namespace fs = std::filesystem;
using generator::DesignSpec;
using generator::Kind;

namespace {

const char* sign(bool is_signed) {
  return is_signed ? "signed" : "unsigned";
}

}  // namespace

DesignTarget::DesignTarget(const std::string& text, const DesignArguments& arguments) {
  if (const auto kind = generator::kind_from_name(text)) {
    const DesignSpec spec = to_spec(*kind, arguments);
    temporary_ = std::make_unique<support::TemporaryDirectory>();
    files_ = {temporary_->path(), generator::emit_into(spec, temporary_->path())};
    return;
  }
  std::error_code error;
  if (!fs::is_directory(text, error)) {
    support::fail_input(
        "target.unknown", fmt::format("'{}' is neither a kind nor a directory", text),
        "kinds: multiplier adder accumulator mac split_mac pann_mac; directories: of `pann gen` "
        "or `pann synth`");
  }
  if (arguments.any()) {
    support::fail_input("target.option",
                        fmt::format("design options do not go with the directory '{}'", text),
                        "its manifest says what the design is; give a KIND to emit another one");
  }
  files_ = {text, generator::read_manifest(text)};
}

std::string describe(const generator::Manifest& manifest) {
  const DesignSpec& spec = manifest.design;
  std::string text(generator::name(spec.kind));
  if (generator::has_multiplier(spec.kind))
    text += fmt::format(" {}", generator::name(spec.multiplier));
  if (spec.kind == Kind::pann_mac) text += fmt::format(" {}", generator::name(spec.sequencer));
  text += fmt::format(", x {} bits {}", spec.x_width, sign(spec.x_signed));
  if (spec.kind != Kind::adder && spec.kind != Kind::accumulator) {
    text += fmt::format(", w {} bits {}", spec.w_width, sign(spec.w_signed));
  }
  if (generator::has_register(spec.kind))
    text += fmt::format(", accumulator {} bits", spec.acc_width);
  return text;
}

nlohmann::ordered_json design_json(const generator::Manifest& manifest) {
  const DesignSpec& spec = manifest.design;
  nlohmann::ordered_json json{{"kind", generator::name(spec.kind)}, {"top", manifest.top}};
  if (generator::has_multiplier(spec.kind)) {
    json["multiplier"] = generator::name(spec.multiplier);
    json["recode"] = generator::name(spec.recode);
  }
  json["x_width"] = spec.x_width;
  json["x_signed"] = spec.x_signed;
  if (spec.kind != Kind::adder && spec.kind != Kind::accumulator) {
    json["w_width"] = spec.w_width;
    json["w_signed"] = spec.w_signed;
  }
  if (generator::has_register(spec.kind)) json["acc_width"] = spec.acc_width;
  if (spec.kind == Kind::pann_mac) json["sequencer"] = generator::name(spec.sequencer);
  return json;
}

}  // namespace pann::cli
