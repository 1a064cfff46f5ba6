#include "cli/design_options.h"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::cli {

using generator::DesignSpec;
using generator::Kind;
using support::Diagnostic;

namespace {

constexpr const char* kKinds = "multiplier, adder, accumulator, mac, split_mac, pann_mac";

bool has_w(Kind kind) {
  return kind != Kind::adder && kind != Kind::accumulator;
}

/// An option that was given, and whether it means something for the kind.
struct Use {
  std::string_view option;
  bool given;
  bool applies;
};

void check_uses(std::vector<Diagnostic>& faults, Kind kind, const DesignArguments& arguments) {
  const bool multiplies = generator::has_multiplier(kind);
  const bool accumulates = generator::has_register(kind);
  const std::array<Use, 7> uses{
      {{"multiplier", arguments.multiplier.has_value(), multiplies},
       {"w-width", arguments.w_width.has_value(), has_w(kind)},
       {"acc-width", arguments.acc_width.has_value(), accumulates},
       {"w-unsigned", arguments.w_unsigned, has_w(kind)},
       {"recode", arguments.recode.has_value(), multiplies},
       {"sequencer", arguments.sequencer.has_value(), kind == Kind::pann_mac},
       {"bias", arguments.bias, accumulates}}};
  for (const Use& use : uses) {
    if (!use.given || use.applies) continue;
    faults.push_back({"design.unused",
                      fmt::format("--{} means nothing for the kind {}", use.option, name(kind)),
                      "leave the option out", std::nullopt});
  }
}

/// Stores the value of that name, or adds a fault that lists the legal names.
template <class Value>
void parse_name(std::vector<Diagnostic>& faults, Value& value,
                const std::optional<std::string>& text,
                std::optional<Value> (*from_name)(std::string_view), std::string_view option,
                std::string_view legal) {
  if (!text) return;
  if (const auto parsed = from_name(*text)) {
    value = *parsed;
    return;
  }
  faults.push_back({fmt::format("design.{}", option),
                    fmt::format("--{} {}: legal are {}", option, *text, legal), "", std::nullopt});
}

}  // namespace

bool DesignArguments::any() const {
  return multiplier || x_width || w_width || acc_width || all_signed || all_unsigned ||
         x_unsigned || w_unsigned || recode || sequencer || bias;
}

void add_design_options(Command& app, DesignArguments& arguments) {
  const char* group = "Design";
  app.option("--multiplier", &arguments.multiplier,
             "booth4 (radix-4 Booth, the default), booth2 (radix-2 Booth) or array (long "
             "multiplication)")
      .value("NAME")
      .in_group(group);
  app.option("--x-width", &arguments.x_width,
             "Bits of the activation x, 2 to 64 (8); the adder's width, the accumulator's input")
      .value("N")
      .in_group(group);
  app.option("--w-width", &arguments.w_width, "Bits of the weight w, 2 to 64 (8)")
      .value("N")
      .in_group(group);
  app.option("--acc-width", &arguments.acc_width,
             "Bits of the accumulator, at least the addend's, at most 128 (32)")
      .value("N")
      .in_group(group);
  Option& all_signed =
      app.option("--signed", &arguments.all_signed, "x and w are two's complement (the default)");
  Option& all_unsigned = app.option("--unsigned", &arguments.all_unsigned, "x and w are unsigned");
  Option& x_unsigned =
      app.option("--x-unsigned", &arguments.x_unsigned, "x is unsigned (activations after a ReLU)");
  Option& w_unsigned = app.option("--w-unsigned", &arguments.w_unsigned, "w is unsigned");
  for (Option* flag : {&all_unsigned, &x_unsigned, &w_unsigned}) {
    flag->in_group(group);
    all_signed.exclude(*flag);
  }
  all_signed.in_group(group);
  app.option("--recode", &arguments.recode,
             "The operand whose bits choose the rows of the multiplier: w (the default) or x")
      .value("w|x")
      .in_group(group);
  app.option("--sequencer", &arguments.sequencer,
             "pann_mac: additions counted outside (external, the default) or in the unit "
             "(local). One counter for several units (shared) is not offered: count outside")
      .value("NAME")
      .in_group(group);
  app.option("--bias", &arguments.bias, "A port bias_i, which a clear loads instead of zero")
      .in_group(group);
}

Kind parse_kind(std::string_view text) {
  if (const auto kind = generator::kind_from_name(text)) return *kind;
  support::fail_input("design.kind",
                      fmt::format("'{}' is no kind of unit: legal are {}", text, kKinds),
                      "see pann gen --help");
}

DesignSpec to_spec(Kind kind, const DesignArguments& arguments) {
  DesignSpec spec;
  spec.kind = kind;
  std::vector<Diagnostic> faults;
  check_uses(faults, kind, arguments);
  parse_name(faults, spec.multiplier, arguments.multiplier, generator::architecture_from_name,
             "multiplier", "booth4, booth2, array");
  parse_name(faults, spec.recode, arguments.recode, generator::operand_from_name, "recode", "w, x");
  parse_name(faults, spec.sequencer, arguments.sequencer, generator::sequencer_from_name,
             "sequencer", "external, local");
  spec.x_width = arguments.x_width.value_or(spec.x_width);
  spec.w_width = arguments.w_width.value_or(spec.w_width);
  spec.acc_width = arguments.acc_width.value_or(spec.acc_width);
  spec.x_signed = !arguments.all_unsigned && !arguments.x_unsigned;
  spec.w_signed = !arguments.all_unsigned && !arguments.w_unsigned;
  spec.bias = arguments.bias;
  for (Diagnostic& fault : generator::validate(spec)) {
    // What check_uses has said already.
    if (fault.code != "design.bias") faults.push_back(std::move(fault));
  }
  support::throw_if_any(std::move(faults));
  return spec;
}

}  // namespace pann::cli
