#include "generator/design_spec.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace pann::generator {

namespace {

template <class Enum, std::size_t Size>
using Names = std::array<std::pair<Enum, std::string_view>, Size>;

constexpr Names<Kind, 6> kKinds{{{Kind::multiplier, "multiplier"},
                                 {Kind::adder, "adder"},
                                 {Kind::accumulator, "accumulator"},
                                 {Kind::mac, "mac"},
                                 {Kind::split_mac, "split_mac"},
                                 {Kind::pann_mac, "pann_mac"}}};
constexpr Names<Architecture, 3> kArchitectures{{{Architecture::booth4, "booth4"},
                                                 {Architecture::booth2, "booth2"},
                                                 {Architecture::array, "array"}}};
constexpr Names<Operand, 2> kOperands{{{Operand::x, "x"}, {Operand::w, "w"}}};
constexpr Names<Sequencer, 3> kSequencers{{{Sequencer::external, "external"},
                                           {Sequencer::local, "local"},
                                           {Sequencer::shared, "shared"}}};

template <class Enum, std::size_t Size>
std::string_view name_in(const Names<Enum, Size>& names, Enum value) {
  for (const auto& [candidate, text] : names) {
    if (candidate == value) return text;
  }
  return "?";
}

template <class Enum, std::size_t Size>
std::optional<Enum> value_in(const Names<Enum, Size>& names, std::string_view text) {
  for (const auto& [value, candidate] : names) {
    if (candidate == text) return value;
  }
  return std::nullopt;
}

void check_width(std::vector<support::Diagnostic>& faults, std::string_view option, int value,
                 int minimum, int maximum) {
  if (value >= minimum && value <= maximum) return;
  faults.push_back({fmt::format("design.{}", option),
                    fmt::format("--{} {}: legal are {} to {}", option, value, minimum, maximum), "",
                    std::nullopt});
}

}  // namespace

std::vector<support::Diagnostic> validate(const DesignSpec& spec) {
  std::vector<support::Diagnostic> faults;
  check_width(faults, "x-width", spec.x_width, kMinimumWidth, kMaximumWidth);
  if (spec.kind != Kind::adder && spec.kind != Kind::accumulator) {
    check_width(faults, "w-width", spec.w_width, kMinimumWidth, kMaximumWidth);
  }
  if (has_register(spec.kind)) {
    check_width(faults, "acc-width", spec.acc_width, kMinimumWidth, kMaximumAccWidth);
    if (faults.empty() && spec.acc_width < addend_width(spec)) {
      faults.push_back(
          {"design.acc-width",
           fmt::format(
               "--acc-width {}: a {} of these operands adds words of {} bits; legal are {} to {}",
               spec.acc_width, name(spec.kind), addend_width(spec), addend_width(spec),
               kMaximumAccWidth),
           "widen the accumulator or narrow the operands", std::nullopt});
    }
  } else if (spec.bias) {
    faults.push_back({"design.bias",
                      fmt::format("--bias: a {} has no accumulator", name(spec.kind)),
                      "leave the option out", std::nullopt});
  }
  if (spec.kind == Kind::pann_mac && spec.sequencer == Sequencer::shared) {
    faults.push_back(
        {"design.sequencer", "--sequencer shared: not offered; legal are external, local",
         "count outside (external), where one count can serve every unit on the same x",
         std::nullopt});
  }
  return faults;
}

int addend_width(const DesignSpec& spec) {
  switch (spec.kind) {
    case Kind::mac:
    case Kind::split_mac:
      return spec.x_width + spec.w_width;
    case Kind::accumulator:
    case Kind::pann_mac:
      return spec.x_width;
    case Kind::multiplier:
    case Kind::adder:
      return 0;
  }
  return 0;
}

bool has_multiplier(Kind kind) {
  return kind == Kind::multiplier || kind == Kind::mac || kind == Kind::split_mac;
}

bool has_register(Kind kind) {
  return kind != Kind::multiplier && kind != Kind::adder;
}

std::string_view name(Kind kind) {
  return name_in(kKinds, kind);
}
std::string_view name(Architecture architecture) {
  return name_in(kArchitectures, architecture);
}
std::string_view name(Operand operand) {
  return name_in(kOperands, operand);
}
std::string_view name(Sequencer sequencer) {
  return name_in(kSequencers, sequencer);
}

std::optional<Kind> kind_from_name(std::string_view text) {
  return value_in(kKinds, text);
}
std::optional<Architecture> architecture_from_name(std::string_view text) {
  return value_in(kArchitectures, text);
}
std::optional<Operand> operand_from_name(std::string_view text) {
  return value_in(kOperands, text);
}
std::optional<Sequencer> sequencer_from_name(std::string_view text) {
  return value_in(kSequencers, text);
}

}  // namespace pann::generator
