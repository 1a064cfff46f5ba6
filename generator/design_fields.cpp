#include "generator/design_fields.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "generator/design_choices.h"
#include "generator/design_kinds.h"

namespace pann::generator {

namespace {

template <class Value>
DesignField field_of(Value DesignSpec::*member, DesignField field) {
  field.get = [member](const DesignSpec& spec) { return static_cast<int>(spec.*member); };
  field.set = [member](DesignSpec& spec, int value) { spec.*member = static_cast<Value>(value); };
  field.default_value = field.get(DesignSpec{});
  return field;
}

DesignField list_of(PlaneLanes DesignSpec::*member, DesignField field) {
  field.type = FieldType::list;
  field.get_list = [member](const DesignSpec& spec) {
    const PlaneLanes& lanes = spec.*member;
    return std::vector<int>(lanes.count.begin(), lanes.count.begin() + lanes.planes);
  };
  field.set_list = [member](DesignSpec& spec, const std::vector<int>& values) {
    spec.*member = plane_lanes(values);
  };
  return field;
}

/// Fields of a bit heap go with it; a dot is one.
FieldCondition with_heap() {
  return {"multiplier", {"heap"}, {Kind::dot}};
}

/// Of a pair of accumulators and of a window the gates go without a heap, too.
FieldCondition with_gates() {
  return {"multiplier", {"heap"}, {Kind::dot, Kind::split_mac, Kind::pann_mac, Kind::pann_array}};
}

bool contains(const std::vector<Kind>& kinds, Kind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

DesignFields all_fields() {
  using S = DesignSpec;
  return {field_of(&S::kind, {.name = "kind",
                              .option = "kind",
                              .type = FieldType::choice,
                              .help = "What is emitted",
                              .choices = kind_choices(),
                              .title = "{kind}",
                              .always_in_title = true}),
          field_of(&S::multiplier, {.name = "multiplier",
                                    .option = "multiplier",
                                    .type = FieldType::choice,
                                    .help = "How the multiplier is built",
                                    .choices = architecture_choices(),
                                    .kinds = multiplying_kinds(),
                                    .title = " {multiplier}",
                                    .always_in_title = true,
                                    .ignored_elsewhere = true}),
          field_of(&S::x_width, {.name = "x_width",
                                 .option = "x-width",
                                 .help = "Bits of the activation x; the adder's width, the "
                                         "accumulator's input",
                                 .minimum = kMinimumWidth,
                                 .maximum = kMaximumWidth,
                                 .kinds = arithmetic_kinds(),
                                 .title = ", x {x_width} bits {x_signed}",
                                 .always_in_title = true,
                                 .ignored_elsewhere = true}),
          field_of(&S::w_width, {.name = "w_width",
                                 .option = "w-width",
                                 .help = "Bits of the weight w (a shift_mac: sign and shift, 5)",
                                 .minimum = kMinimumWidth,
                                 .maximum = kMaximumWidth,
                                 .kinds = weighted_kinds(),
                                 .title = ", w {w_width} bits {w_signed}",
                                 .always_in_title = true,
                                 .ignored_elsewhere = true}),
          field_of(&S::acc_width, {.name = "acc_width",
                                   .option = "acc-width",
                                   .help = "Bits of the accumulator, at least the addend's",
                                   .minimum = kMinimumWidth,
                                   .maximum = kMaximumAccWidth,
                                   .kinds = accumulating_kinds(),
                                   .title = ", accumulator {acc_width} bits",
                                   .always_in_title = true,
                                   .ignored_elsewhere = true}),
          field_of(&S::x_signed, {.name = "x_signed",
                                  .option = "x-unsigned",
                                  .type = FieldType::flag,
                                  .help = "x is unsigned (activations after a ReLU)",
                                  .choices = sign_choices(),
                                  .kinds = arithmetic_kinds(),
                                  .title = "{}",
                                  .ignored_elsewhere = true}),
          field_of(&S::w_signed, {.name = "w_signed",
                                  .option = "w-unsigned",
                                  .type = FieldType::flag,
                                  .help = "w is unsigned",
                                  .choices = sign_choices(),
                                  .kinds = weighted_kinds(),
                                  .title = "{}",
                                  .ignored_elsewhere = true}),
          field_of(&S::recode, {.name = "recode",
                                .option = "recode",
                                .type = FieldType::choice,
                                .help = "The operand whose bits choose the rows of the multiplier",
                                .choices = operand_choices(),
                                .kinds = multiplying_kinds(),
                                .title = ", {recode} recoded",
                                .is_structure = true,
                                .ignored_elsewhere = true}),
          field_of(&S::sequencer, {.name = "sequencer",
                                   .option = "sequencer",
                                   .type = FieldType::choice,
                                   .help = "Where additions are counted",
                                   .choices = sequencer_choices(),
                                   .kinds = {Kind::pann_mac},
                                   .title = " {sequencer}",
                                   .always_in_title = true,
                                   .ignored_elsewhere = true}),
          field_of(&S::bias, {.name = "bias",
                              .option = "bias",
                              .type = FieldType::flag,
                              .help = "A port bias_i, which a clear loads instead of zero",
                              .kinds = biased_kinds(),
                              .title = ", bias"}),
          field_of(&S::partial_products, {.name = "partial_products",
                                          .option = "partial-products",
                                          .type = FieldType::choice,
                                          .help = "What falls into the heap",
                                          .choices = partial_product_choices(),
                                          .kinds = heap_kinds(),
                                          .with = with_heap(),
                                          .is_structure = true}),
          field_of(&S::reduction, {.name = "reduction",
                                   .option = "reduction",
                                   .type = FieldType::choice,
                                   .help = "How the heap's columns become two rows",
                                   .choices = reduction_choices(),
                                   .kinds = heap_kinds(),
                                   .with = with_heap(),
                                   .is_structure = true}),
          field_of(&S::final_adder, {.name = "final_adder",
                                     .option = "final-adder",
                                     .type = FieldType::choice,
                                     .help = "What adds the two rows",
                                     .choices = final_adder_choices(),
                                     .kinds = heap_kinds(),
                                     .with = with_heap(),
                                     .is_structure = true}),
          field_of(&S::accumulate, {.name = "accumulate",
                                    .option = "accumulate",
                                    .type = FieldType::choice,
                                    .help = "Where the sum of a heap's mac is kept",
                                    .choices = accumulation_choices(),
                                    .kinds = {Kind::mac, Kind::dot, Kind::mac_array},
                                    .with = with_heap(),
                                    .is_structure = true}),
          field_of(&S::lanes, {.name = "lanes",
                               .option = "lanes",
                               .help = "Products that an operation adds up",
                               .minimum = 1,
                               .maximum = kMaximumDotLanes,
                               .kinds = {Kind::dot},
                               .title = ", {lanes} lanes"}),
          field_of(&S::sign_ordered,
                   {.name = "sign_ordered",
                    .option = "sign-ordered",
                    .type = FieldType::flag,
                    .help = "w is a magnitude; negative_i says that all lanes' weights are "
                            "negative: positive ones first, then negative ones",
                    .kinds = {Kind::dot}}),
          field_of(&S::pipeline, {.name = "pipeline",
                                  .option = "pipeline",
                                  .help = "Register rows in the heap, placed by timing",
                                  .minimum = 0,
                                  .maximum = kMaximumPipeline,
                                  .kinds = heap_sum_kinds(),
                                  .with = with_heap()}),
          field_of(&S::reset, {.name = "reset",
                               .option = "reset",
                               .type = FieldType::choice,
                               .help = "How registers are reset",
                               .choices = reset_choices(),
                               .kinds = heap_sum_kinds(),
                               .with = with_heap()}),
          field_of(&S::enable, {.name = "enable",
                                .option = "enable",
                                .type = FieldType::flag,
                                .help = "A port en_i: where it is low, all registers hold",
                                .kinds = heap_sum_kinds(),
                                .with = with_heap()}),
          field_of(&S::valid, {.name = "valid",
                               .option = "valid",
                               .type = FieldType::flag,
                               .help = "Ports valid_i, with operands that count, and valid_o, with "
                                       "their sum",
                               .kinds = heap_sum_kinds(),
                               .with = with_heap()}),
          field_of(&S::saturate, {.name = "saturate",
                                  .option = "saturate",
                                  .type = FieldType::flag,
                                  .help = "A sum beyond the accumulator's range becomes its end",
                                  .kinds = heap_sum_kinds(),
                                  .with = with_heap()}),
          field_of(&S::round, {.name = "round",
                               .option = "round",
                               .help = "Lowest bits of the sum that acc_o leaves out, rounded to "
                                       "nearest",
                               .minimum = 0,
                               .maximum = kMaximumAccWidth - 2,
                               .kinds = heap_sum_kinds(),
                               .with = with_heap()}),
          list_of(&S::plane_lanes,
                  {.name = "plane_lanes",
                   .option = "plane-lanes",
                   .help = "Lanes that add x times 2^plane, for each plane of the weights' "
                           "digits, the lowest first",
                   .minimum = 1,
                   .maximum = kMaximumPlaneLanes,
                   .kinds = lane_kinds()}),
          field_of(&S::planes, {.name = "planes",
                                .option = "planes",
                                .type = FieldType::choice,
                                .help = "What lanes take a weight for: its signed digits, the bits "
                                        "of its magnitude, or so many additions of x",
                                .choices = plane_choices(),
                                .kinds = lane_kinds(),
                                .title = ", {planes}"}),
          field_of(&S::clock_gate,
                   {.name = "clock_gate",
                    .option = "clock-gate",
                    .type = FieldType::flag,
                    .help = "Clock gates in front of the accumulator, open where something is "
                            "added",
                    .kinds = gated_kinds(),
                    .with = with_gates()}),
          field_of(&S::zero_gate, {.name = "zero_gate",
                                   .option = "zero-gate",
                                   .type = FieldType::flag,
                                   .help = "Clock gates in front of the accumulator, shut where x "
                                           "or w is zero",
                                   .kinds = gated_kinds(),
                                   .with = with_gates()}),
          field_of(&S::operand_isolation,
                   {.name = "operand_isolation",
                    .option = "operand-isolation",
                    .type = FieldType::flag,
                    .help = "Operands reach the heap as zeros where nothing is added",
                    .kinds = heap_sum_kinds(),
                    .with = with_heap()}),
          field_of(&S::lazy_high, {.name = "lazy_high",
                                   .option = "lazy-high",
                                   .help = "Upper bits of the accumulator that are counted up and "
                                           "down, behind clock gates open where they change",
                                   .minimum = 0,
                                   .maximum = kMaximumAccWidth - 2 * kMinimumWidth,
                                   .kinds = heap_sum_kinds(),
                                   .with = with_heap()}),
          field_of(&S::gate_fanout, {.name = "gate_fanout",
                                     .option = "gate-fanout",
                                     .help = "Most flip-flops behind one clock gate",
                                     .minimum = 1,
                                     .maximum = kMaximumAccWidth,
                                     .kinds = fanout_kinds(),
                                     .with = with_gates()}),
          field_of(&S::dot_length, {.name = "dot_length",
                                    .option = "dot-length",
                                    .help = "Products of a dot product: the accumulator is as "
                                            "wide as Eq. (20) asks, unless --acc-width says more",
                                    .minimum = 0,
                                    .maximum = kMaximumDotLength,
                                    .kinds = {Kind::mac, Kind::split_mac, Kind::dot}}),
          field_of(&S::rows, {.name = "rows",
                              .option = "rows",
                              .help = "Processing elements one below the other: words of x",
                              .minimum = 1,
                              .maximum = kMaximumArraySide,
                              .kinds = {Kind::mac_array},
                              .title = ", {rows} rows",
                              .always_in_title = true}),
          field_of(&S::columns, {.name = "columns",
                                 .option = "cols",
                                 .help = "Processing elements side by side: words of w",
                                 .minimum = 1,
                                 .maximum = kMaximumArraySide,
                                 .kinds = {Kind::mac_array},
                                 .title = ", {columns} columns",
                                 .always_in_title = true}),
          field_of(&S::dataflow, {.name = "dataflow",
                                  .option = "dataflow",
                                  .type = FieldType::choice,
                                  .help = "What stays in the processing elements",
                                  .choices = dataflow_choices(),
                                  .kinds = {Kind::mac_array},
                                  .title = " {dataflow}",
                                  .always_in_title = true}),
          field_of(&S::positions,
                   {.name = "positions",
                    .option = "positions",
                    .help = "Dot products with the same weights, side by side under one control",
                    .minimum = 1,
                    .maximum = kMaximumPositions,
                    .kinds = {Kind::pann_array},
                    .title = ", {positions} positions",
                    .always_in_title = true}),
          field_of(&S::fetch, {.name = "fetch",
                               .option = "fetch",
                               .type = FieldType::choice,
                               .help = "Where the lanes' x come from",
                               .choices = fetch_choices(),
                               .kinds = {Kind::pann_array},
                               .title = ", fetch {fetch}",
                               .always_in_title = true}),
          field_of(&S::window, {.name = "window",
                                .option = "window",
                                .help = "Words of x that each position holds",
                                .minimum = kMinimumWidth,
                                .maximum = kMaximumWindow,
                                .kinds = {Kind::pann_array},
                                .with = FieldCondition{"fetch", {"index"}, {}},
                                .always_in_title = true})};
}

/// Stands for a value of any type, to count the members of an aggregate.
struct AnyValue {
  template <class Value>
  operator Value() const;  // NOLINT(google-explicit-constructor): that is its purpose
};

template <class Aggregate, class... Values>
constexpr std::size_t member_count() {
  if constexpr (requires { Aggregate{Values{}..., AnyValue{}}; }) {
    return member_count<Aggregate, Values..., AnyValue>();
  } else {
    return sizeof...(Values);
  }
}

/// The rows of all_fields(). A member that was added to DesignSpec belongs into the table; then
/// this is one more.
constexpr std::size_t kFieldCount = 36;
static_assert(member_count<DesignSpec>() == kFieldCount,
              "every member of DesignSpec needs a row in all_fields()");

template <class Enum>
std::optional<Enum> value_in(const std::vector<Choice>& choices, std::string_view text) {
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].name == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

template <class Enum>
std::string_view name_in(const std::vector<Choice>& choices, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < choices.size() ? choices[index].name : "?";
}

}  // namespace

const DesignFields& design_fields() {
  static const DesignFields fields = all_fields();
  return fields;
}

const std::vector<DesignShorthand>& design_shorthands() {
  static const std::vector<DesignShorthand> shorthands{
      {"signed", "x and w are two's complement (the default)", {"x_signed", "w_signed"}, 1},
      {"unsigned", "x and w are unsigned", {"x_signed", "w_signed"}, 0}};
  return shorthands;
}

bool has_multiplier(Kind kind) {
  return contains(multiplying_kinds(), kind);
}
bool has_weight(Kind kind) {
  return contains(weighted_kinds(), kind);
}

std::string_view name(Kind kind) {
  return name_in(kind_choices(), kind);
}
std::string_view name(Architecture architecture) {
  return name_in(architecture_choices(), architecture);
}
std::string_view name(Operand operand) {
  return name_in(operand_choices(), operand);
}
std::string_view name(Sequencer sequencer) {
  return name_in(sequencer_choices(), sequencer);
}

std::string_view name(PartialProducts products) {
  return name_in(partial_product_choices(), products);
}
std::string_view name(Reduction reduction) {
  return name_in(reduction_choices(), reduction);
}
std::string_view name(FinalAdder adder) {
  return name_in(final_adder_choices(), adder);
}
std::string_view name(Accumulation accumulation) {
  return name_in(accumulation_choices(), accumulation);
}

std::string_view name(Reset reset) {
  return name_in(reset_choices(), reset);
}
std::string_view name(Dataflow dataflow) {
  return name_in(dataflow_choices(), dataflow);
}
std::string_view name(Planes planes) {
  return name_in(plane_choices(), planes);
}

std::string_view name(Fetch fetch) {
  return name_in(fetch_choices(), fetch);
}

std::optional<Kind> kind_from_name(std::string_view text) {
  return value_in<Kind>(kind_choices(), text);
}
std::optional<Architecture> architecture_from_name(std::string_view text) {
  return value_in<Architecture>(architecture_choices(), text);
}
std::optional<Operand> operand_from_name(std::string_view text) {
  return value_in<Operand>(operand_choices(), text);
}
std::optional<Sequencer> sequencer_from_name(std::string_view text) {
  return value_in<Sequencer>(sequencer_choices(), text);
}

}  // namespace pann::generator
