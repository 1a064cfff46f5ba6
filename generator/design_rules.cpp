#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "generator/design_fields.h"

namespace pann::generator {

using support::Diagnostic;

namespace {

/// What an option is told that means nothing for the design.
Diagnostic unused_fault(std::string_view option, const DesignField& field, const DesignSpec& spec,
                        const DesignFields& fields) {
  std::string message = fmt::format("--{} means nothing for the kind {}", option, name(spec.kind));
  const bool has_kind = field.kinds.empty() || std::find(field.kinds.begin(), field.kinds.end(),
                                                         spec.kind) != field.kinds.end();
  if (has_kind && field.with) {
    const DesignField* other = find_field(fields, field.with->field);
    message = fmt::format("--{} means nothing with --{} {}: it goes with {}", option,
                          field.with->field, other == nullptr ? "?" : value_text(*other, spec),
                          fmt::join(field.with->values, ", "));
  }
  return {"design.unused", message, "leave the option out", std::nullopt};
}

bool is_legal(const DesignField& field, int value) {
  switch (field.type) {
    case FieldType::choice:
      return value >= 0 && static_cast<std::size_t>(value) < field.choices.size();
    case FieldType::integer:
      return value >= field.minimum && value <= field.maximum;
    case FieldType::flag:
      return value == 0 || value == 1;
    case FieldType::list:
      break;
  }
  return false;
}

bool is_legal(const DesignField& field, const DesignSpec& spec) {
  if (field.type != FieldType::list) return is_legal(field, field.get(spec));
  const std::vector<int> values = field.get_list(spec);
  return std::all_of(values.begin(), values.end(),
                     [&](int value) { return value >= field.minimum && value <= field.maximum; });
}

std::optional<Diagnostic> fault_of(const DesignField& field, const DesignSpec& spec,
                                   const DesignFields& fields) {
  if (!applies(field, spec, fields)) {
    if (field.ignored_elsewhere || is_default(field, spec)) return std::nullopt;
    return unused_fault(field.option, field, spec, fields);
  }
  if (!is_legal(field, spec)) return value_fault(field, value_text(field, spec));
  if (field.type != FieldType::choice) return std::nullopt;
  // What only a manifest may hold the generator refuses by itself.
  const Choice& choice = field.choices[static_cast<std::size_t>(field.get(spec))];
  if (!choice.offered && !choice.in_manifests) {
    return Diagnostic{fmt::format("design.{}", field.option),
                      fmt::format("--{} {}: not offered; legal are {}", field.option, choice.name,
                                  legal_values(field)),
                      std::string(choice.help), std::nullopt};
  }
  return std::nullopt;
}

/// The accumulator holds what it adds.
void check_accumulator(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (spec.acc_width >= addend_width(spec)) return;
  faults.push_back(
      {"design.acc-width",
       fmt::format(
           "--acc-width {}: a {} of these operands adds words of {} bits; legal are {} to {}",
           spec.acc_width, name(spec.kind), addend_width(spec), addend_width(spec),
           kMaximumAccWidth),
       "widen the accumulator or narrow the operands", std::nullopt});
}

/// What the choices of a heap mean together.
void check_heap(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (!has_heap(spec)) return;
  if (spec.reduction == Reduction::rows && spec.final_adder != FinalAdder::ripple) {
    faults.push_back({"design.final-adder",
                      fmt::format("--final-adder {}: --reduction rows leaves the sum itself; legal "
                                  "is ripple",
                                  name(spec.final_adder)),
                      "choose another reduction", std::nullopt});
  }
  if (spec.reduction == Reduction::rows && spec.accumulate == Accumulation::carry_save) {
    faults.push_back({"design.accumulate",
                      "--accumulate carry-save: --reduction rows leaves one row; legal are "
                      "separate, fused",
                      "choose another reduction", std::nullopt});
  }
  if (spec.partial_products == PartialProducts::and_array && spec.recode == Operand::x) {
    faults.push_back({"design.recode", "--recode x: --partial-products and recodes nothing",
                      "leave the option out, or choose booth4 or booth2", std::nullopt});
  }
}

void refuse(std::vector<Diagnostic>& faults, bool is_wrong, const char* code, std::string message,
            const char* hint) {
  if (is_wrong) faults.push_back({code, std::move(message), hint, std::nullopt});
}

/// What the options of a heap's registers mean together.
void check_heap_unit(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (!is_heap_unit(spec)) return;
  refuse(faults, spec.saturate && spec.accumulate == Accumulation::carry_save, "design.saturate",
         "--saturate: --accumulate carry-save does not know the sum before acc_o; legal are "
         "separate, fused",
         "choose another place for the sum");
  refuse(faults, spec.round > 0 && spec.bias, "design.round",
         fmt::format("--round {}: with --bias the sum begins with bias_i, and one half of what is "
                     "left out with it",
                     spec.round),
         "leave out one of them; a bias may be given as a product of the first element");
  refuse(faults, spec.round > spec.acc_width - kMinimumWidth && !spec.bias, "design.round",
         fmt::format("--round {}: of an accumulator of {} bits legal are 0 to {}", spec.round,
                     spec.acc_width, spec.acc_width - kMinimumWidth),
         "leave out fewer bits or widen the accumulator");
  refuse(faults, spec.sign_ordered && !spec.w_signed, "design.sign-ordered",
         "--sign-ordered: unsigned weights are never negative",
         "leave out --sign-ordered, or --w-unsigned");
  refuse(faults, spec.sign_ordered && spec.w_width == kMaximumWidth, "design.w-width",
         fmt::format("--w-width {}: of sign-ordered magnitudes legal are {} to {}", spec.w_width,
                     kMinimumWidth, kMaximumWidth - 1),
         "take narrower weights");
  const int bits = spec.lanes * spec.x_width * spec.w_width;
  refuse(faults, bits > kMaximumHeapBits, "design.lanes",
         fmt::format("--lanes {}: {} products of {} and {} bits are {} bits; legal are {}",
                     spec.lanes, spec.lanes, spec.x_width, spec.w_width, bits, kMaximumHeapBits),
         "take fewer lanes or narrower operands");
}

/// Where weights stay, the sum to which an element adds comes from its neighbour.
void check_dataflow(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  refuse(
      faults,
      is_weight_stationary(spec) && has_heap(spec) && spec.accumulate == Accumulation::carry_save,
      "design.accumulate",
      "--accumulate carry-save: with --dataflow weight-stationary, whose sums pass from element "
      "to element, legal are separate, fused",
      "leave out one of them");
}

/// What the clock gates and the isolated operands of a unit need.
void check_low_power(std::vector<Diagnostic>& faults, const DesignSpec& spec,
                     const DesignFields& fields) {
  const DesignField* fanout = find_field(fields, "gate_fanout");
  const bool is_asked = fanout != nullptr && applies(*fanout, spec, fields) &&
                        spec.gate_fanout != DesignSpec{}.gate_fanout;
  refuse(faults, is_asked && !has_clock_gates(spec), "design.gate-fanout",
         fmt::format("--gate-fanout {}: the unit has no clock gates", spec.gate_fanout),
         spec.kind == Kind::pann_array ? "give --fetch index"
         : has_heap(spec)              ? "give --clock-gate, --zero-gate or --lazy-high"
                                       : "give --clock-gate or --zero-gate");
  if (!is_heap_unit(spec)) return;
  const bool is_told = spec.enable || spec.valid;
  refuse(faults, spec.clock_gate && !is_told, "design.clock-gate",
         "--clock-gate: without --enable or --valid something is added in every cycle",
         "give one of them, or --zero-gate, which needs none");
  refuse(faults, spec.operand_isolation && !is_told && !spec.zero_gate, "design.operand-isolation",
         "--operand-isolation: without --enable, --valid or --zero-gate something is added in "
         "every cycle",
         "give one of them");
}

/// A lazy upper part lies above all that a product reaches, and is told of the rest by two bits.
void check_lazy_high(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (!is_heap_unit(spec) || spec.lazy_high == 0) return;
  const int most = spec.acc_width - product_sum_width(spec);
  refuse(faults, spec.lazy_high > most, "design.lazy-high",
         most > 0
             ? fmt::format("--lazy-high {}: the products' sum takes {} bits of {}; legal are 0 "
                           "to {}",
                           spec.lazy_high, product_sum_width(spec), spec.acc_width, most)
             : fmt::format("--lazy-high {}: the products' sum takes all of the accumulator's "
                           "{} bits; legal is 0",
                           spec.lazy_high, spec.acc_width),
         "take fewer upper bits or a wider accumulator");
  refuse(faults, spec.accumulate == Accumulation::carry_save, "design.accumulate",
         "--accumulate carry-save: its words have no upper part that rests; with --lazy-high legal "
         "are separate, fused",
         "choose another place for the sum");
  refuse(faults, spec.saturate, "design.saturate",
         "--saturate: the end of the range is not known with --lazy-high", "leave out one of them");
  refuse(faults, spec.round > 0, "design.round",
         fmt::format("--round {}: with --lazy-high legal is 0", spec.round),
         "leave out one of them");
}

/// What a length that was said asks for.
int accumulator_bits_of(const DesignSpec& spec) {
  return accumulator_bits(spec.x_width, spec.w_width,
                          static_cast<std::uint64_t>(std::max(spec.dot_length, 1)));
}

/// An accumulator that a length was said for holds its dot products.
void check_dot_length(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (spec.dot_length == 0 || addend_width(spec) == 0) return;
  const int needed = accumulator_bits_of(spec);
  refuse(faults, needed > spec.acc_width, "design.dot-length",
         fmt::format("--dot-length {}: Eq. (20) asks for {} bits, the accumulator has {}",
                     spec.dot_length, needed, spec.acc_width),
         needed > kMaximumAccWidth ? "take a shorter length or narrower operands"
                                   : "leave out --acc-width, or widen it");
}

/// The code of a shift is short.
void check_shift(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (spec.kind != Kind::shift_mac) return;
  const int widest = kMaximumShiftBits + (spec.w_signed ? 1 : 0);
  refuse(faults, spec.w_width > widest, "design.w-width",
         fmt::format(
             "--w-width {}: w of a shift_mac is {}a shift of at most {} bits; legal are {} to {}",
             spec.w_width, spec.w_signed ? "a sign and " : "", kMaximumShiftBits, kMinimumWidth,
             widest),
         "give the bits of the code, not of the weight that it stands for");
}

/// The planes that may be named.
std::string legal_planes(const DesignSpec& spec) {
  const int fewest = fewest_planes(spec);
  const int all = plane_count(spec);
  return fewest == all ? fmt::format("{}", all) : fmt::format("{} or {}", fewest, all);
}

/// What the lanes of a pann_dot or pann_array mean together with the operands.
void check_planes(std::vector<Diagnostic>& faults, const DesignSpec& spec) {
  if (!packs_elements(spec)) return;
  if (spec.x_signed) {
    faults.push_back(
        {"design.x-unsigned",
         fmt::format("--x-unsigned is missing: the lanes of a {} add unsigned x", name(spec.kind)),
         "give --x-unsigned", std::nullopt});
  }
  const int named = spec.plane_lanes.planes;
  refuse(
      faults, named != 0 && (named < fewest_planes(spec) || named > plane_count(spec)),
      "design.plane-lanes",
      fmt::format("--plane-lanes names {} planes; with --planes {}, {} weights of {} bits have {}",
                  named, name(spec.planes), spec.w_signed ? "signed" : "unsigned", spec.w_width,
                  legal_planes(spec)),
      "name the lanes of each plane, or change --w-width or --planes");
  refuse(faults, spec.planes == Planes::repetition && spec.w_width > kMaximumRepetitionBits,
         "design.w-width",
         fmt::format("--w-width {}: x of --planes repetition is added |w| times, a cycle each; "
                     "legal are {} to {}",
                     spec.w_width, kMinimumWidth, kMaximumRepetitionBits),
         "give fewer bits, or --planes signed-digit");
}

bool is_width_fault(const Diagnostic& fault) {
  return fault.code == "design.x-width" || fault.code == "design.w-width" ||
         fault.code == "design.acc-width";
}

/// What is built where no option says more: every kind has one that is legal.
DesignSpec unnamed_design(Kind kind) {
  constexpr int kShiftCodeBits = 5;
  DesignSpec spec;
  spec.kind = kind;
  if (packs_elements(spec)) spec.x_signed = false;
  if (kind == Kind::shift_mac) spec.w_width = kShiftCodeBits;
  return spec;
}

/// Options as they come, each into its fields.
class OptionReader {
 public:
  OptionReader(Kind kind, const DesignFields& fields)
      : fields_(fields), spec_(unnamed_design(kind)) {}

  void read(const GivenOption& given) {
    for (const DesignShorthand& shorthand : design_shorthands()) {
      if (shorthand.option != given.option) continue;
      for (const std::string_view name : shorthand.fields) {
        if (const DesignField* field = find_field(fields_, name)) {
          set(*field, shorthand.value, given.option);
        }
      }
      return;
    }
    const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const DesignField& one) {
      return one.option == given.option;
    });
    if (field == fields_.end() || field == fields_.begin()) {
      faults_.push_back({"design.option",
                         fmt::format("--{} is no option of a design", given.option),
                         "see pann gen --help", std::nullopt});
      return;
    }
    given_.emplace_back(&*field, given.option);
    read_value(*field, given);
  }

  DesignSpec finish() {
    widen_accumulator();
    for (const auto& [field, option] : given_) {
      if (!applies(*field, spec_, fields_)) {
        faults_.push_back(unused_fault(option, *field, spec_, fields_));
      }
    }
    for (Diagnostic& fault : validate(spec_, fields_)) {
      // Said already, of the option.
      const bool is_known = std::any_of(faults_.begin(), faults_.end(), [&](const Diagnostic& one) {
        return one.message == fault.message;
      });
      if (!is_known) faults_.push_back(std::move(fault));
    }
    support::throw_if_any(std::move(faults_));
    return spec_;
  }

 private:
  /// A length alone says how wide the accumulator is.
  void widen_accumulator() {
    const bool has_width = std::any_of(given_.begin(), given_.end(), [](const auto& entry) {
      return entry.second == "acc-width";
    });
    const bool is_legal = spec_.dot_length > 0 && spec_.dot_length <= kMaximumDotLength;
    if (has_width || !is_legal) return;
    spec_.acc_width = std::min(accumulator_bits_of(spec_), kMaximumAccWidth);
  }

  void read_value(const DesignField& field, const GivenOption& given) {
    if (field.type == FieldType::flag && !given.value) {
      set(field, 1 - field.default_value, given.option);
      return;
    }
    if (field.type == FieldType::list) {
      read_list(field, given.value.value_or(""));
      return;
    }
    const auto value = value_from_text(field, given.value.value_or(""));
    if (value) {
      set(field, *value, given.option);
    } else {
      faults_.push_back(value_fault(field, given.value.value_or("")));
    }
  }

  void read_list(const DesignField& field, const std::string& text) {
    if (const auto values = list_from_text(text)) {
      field.set_list(spec_, *values);
    } else {
      faults_.push_back(value_fault(field, text));
    }
  }

  void set(const DesignField& field, int value, const std::string& option) {
    const auto [entry, is_first] = set_by_.emplace(&field, option);
    if (!is_first && field.get(spec_) != value) {
      faults_.push_back({"design.conflict",
                         fmt::format("--{} and --{} contradict each other", entry->second, option),
                         "give one of them", std::nullopt});
      return;
    }
    field.set(spec_, value);
  }

  const DesignFields& fields_;
  DesignSpec spec_;
  std::vector<std::pair<const DesignField*, std::string>> given_;
  std::map<const DesignField*, std::string> set_by_;
  std::vector<Diagnostic> faults_;
};

}  // namespace

std::vector<Diagnostic> validate(const DesignSpec& spec, const DesignFields& fields) {
  std::vector<Diagnostic> faults;
  if (spec.kind == Kind::other) return faults;  // all is in the manifest's ports
  for (const DesignField& field : fields) {
    if (auto fault = fault_of(field, spec, fields)) faults.push_back(std::move(*fault));
  }
  const bool has_widths = std::none_of(faults.begin(), faults.end(), is_width_fault);
  if (has_widths) check_accumulator(faults, spec);
  check_heap(faults, spec);
  if (has_widths) check_heap_unit(faults, spec);
  check_low_power(faults, spec, fields);
  check_dataflow(faults, spec);
  if (has_widths) check_lazy_high(faults, spec);
  if (has_widths) check_dot_length(faults, spec);
  check_planes(faults, spec);
  if (has_widths) check_shift(faults, spec);
  return faults;
}

std::vector<Diagnostic> validate(const DesignSpec& spec) {
  return validate(spec, design_fields());
}

DesignSpec design_from_options(Kind kind, const std::vector<GivenOption>& given,
                               const DesignFields& fields) {
  OptionReader reader(kind, fields);
  for (const GivenOption& option : given) reader.read(option);
  return reader.finish();
}

}  // namespace pann::generator
